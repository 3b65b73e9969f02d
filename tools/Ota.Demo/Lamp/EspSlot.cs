using NanoOta;

namespace Lamp
{
    /// <summary>The lamp's slot on a board with ESP-IDF's OTA partitions.</summary>
    internal static class LampSlot
    {
        /// <summary>Makes it.</summary>
        public static EspOtaSlot Create() => new EspOtaSlot(new EspOta());
    }
}
