namespace NanoOta
{
    /// <summary>The client's surroundings. All must be set, but for the keeper and the firmware's slot.</summary>
    public sealed class OtaPorts
    {
        /// <summary>Fetches files.</summary>
        public ITransport Transport;

        /// <summary>The slot to fill.</summary>
        public IUpdateSlot Slot;

        /// <summary>
        /// Where a release's firmware goes when its app goes to <see cref="Slot"/>; null where releases of apps bring none. <see cref="Boot"/> then
        /// switches both.
        /// </summary>
        public IUpdateSlot FirmwareSlot;

        /// <summary>The boot side of the same slots.</summary>
        public IBootControl Boot;

        /// <summary>Keeps the proof of a staged image for the boot side; null where the platform proves images its own way.</summary>
        public IReleaseKeeper Keeper;

        /// <summary>Keeps the state record.</summary>
        public IStateStore Store;

        /// <summary>Time.</summary>
        public IClock Clock;

        /// <summary>Restarts the device.</summary>
        public IRestart Restart;
    }
}
