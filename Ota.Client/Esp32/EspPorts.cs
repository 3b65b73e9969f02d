namespace NanoOta
{
    /// <summary>The ports of a board with OTA partitions, whose firmware has the native half of this assembly. Not thread-safe.</summary>
    public static class EspPorts
    {
        /// <summary>
        /// Sets the slot, the boot side, the keeper, the start guard and the store of the state record. Transport, clock and restart stay as they
        /// are. Reads and writes nothing. Each call makes objects of its own, so call this method once for a client.
        /// </summary>
        /// <param name="ports">The ports to set.</param>
        public static void AddTo(OtaPorts ports)
        {
            EspOtaSlot slot = new EspOtaSlot(new EspOta());
            ports.Slot = slot;
            ports.Boot = slot;
            ports.Keeper = new FirmwareKeeper(slot);
            ports.Starts = new EspStartGuard(new EspGuard());
            ports.Store = new TwoCopyStateStore(new FlashRecordMedium(), DeviceRecord.Length);
        }
    }
}
