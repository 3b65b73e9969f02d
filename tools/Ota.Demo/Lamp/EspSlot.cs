using NanoOta;

namespace Lamp
{
    /// <summary>The lamp's slot on a board with ESP-IDF's OTA partitions.</summary>
    internal static class LampSlot
    {
        /// <summary>Makes it one of the ports.</summary>
        public static void AddTo(OtaPorts ports)
        {
            EspPorts.AddTo(ports);
        }
    }
}
