using NanoOta;

namespace OtaApplication1
{
    /// <summary>The application's board: MCUboot and nanoFramework's UpdateManager.</summary>
    internal static class Surroundings
    {
        // Bytes of an image in the slot of your board, without what MCUboot needs for itself.
        private const int Capacity = 364 * 1024;

        /// <summary>The image of the deployment, HTTP over the connected network, the time from SNTP, the record on the drive.</summary>
        public static OtaPorts CreatePorts()
        {
            OtaPorts ports = BoardPorts.Create();
            InFieldUpdateSlot slot = new InFieldUpdateSlot(new UpdateManagerSessions(UpdateImage.Deployment), 0, Capacity);
            ports.Session = slot;
            ports.Boot = slot;
            ports.Store = new TwoCopyStateStore(new FileRecordMedium("I:\\ota.0", "I:\\ota.1", DeviceRecord.Length + TwoCopyStateStore.HeaderLength), DeviceRecord.Length);
            return ports;
        }
    }
}
