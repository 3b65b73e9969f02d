using NanoOta;

namespace Lamp
{
    /// <summary>The lamp's slot on a board with In-Field Update.</summary>
    internal static class LampSlot
    {
        // A slot of 372 KiB, without the bootloader's sector and the one that a swap moves through.
        private const int Capacity = 364 * 1024;

        /// <summary>Makes it one of the ports.</summary>
        public static void AddTo(OtaPorts ports)
        {
            InFieldUpdateSlot slot = new InFieldUpdateSlot(new BoardUpdateSessions(UpdateImage.Deployment), 0, Capacity);
            ports.Session = slot;
            ports.Boot = slot;
            ports.Store = new TwoCopyStateStore(new FlashRecordMedium(), DeviceRecord.Length);
        }
    }
}
