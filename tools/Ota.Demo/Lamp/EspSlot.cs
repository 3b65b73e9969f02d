using NanoOta;

namespace Lamp
{
    /// <summary>The lamp's slot on a board with ESP-IDF's OTA partitions.</summary>
    internal static class LampSlot
    {
        /// <summary>Makes it one of the ports.</summary>
        public static void AddTo(OtaPorts ports)
        {
            EspOtaSlot slot = new EspOtaSlot(new EspOta());
            ports.Slot = slot;
            ports.Boot = slot;
            ports.Keeper = new FirmwareKeeper(slot);
        }

        /// <summary>Tells the guard in the firmware.</summary>
        public static void Live()
        {
            EspGuard guard = new EspGuard();
            guard.Tell(GuardEvent.Life, 0);
            guard.Tell(GuardEvent.Sign, 0);
        }
    }
}
