using NanoOta;

namespace OtaApplication1
{
    /// <summary>The application's board: an ESP32 whose firmware has nanoOta's native half.</summary>
    internal static class Surroundings
    {
        /// <summary>Slots in the OTA partitions, HTTP over the connected network, the time from SNTP, the record in flash.</summary>
        public static OtaPorts CreatePorts()
        {
            OtaPorts ports = BoardPorts.Create();
            EspPorts.AddTo(ports);
            return ports;
        }
    }
}
