namespace NanoOta
{
    /// <summary>The client's surroundings. All must be set, but for the keeper; of the two kinds of slots one.</summary>
    public sealed class OtaPorts
    {
        /// <summary>Fetches files.</summary>
        public ITransport Transport;

        /// <summary>The slot to fill, if the slot can be read; else null.</summary>
        public IUpdateSlot Slot;

        /// <summary>The slot to fill, if the slot cannot be read; else null.</summary>
        public ISessionSlot Session;

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

        /// <summary>The slot to fill, of whichever kind.</summary>
        internal ISlotSink Sink => Slot == null ? Session : Slot;

        /// <summary>What the boot side keeps about starts; null for a boot side that keeps nothing.</summary>
        public IStartGuard Starts;

        /// <summary>Sets a clock that is unset or implausible before a manifest is judged; null where nobody does.</summary>
        public IClockSetter ClockSetter;

        /// <summary>Whether there is a network; null where the platform does not tell. Then the network counts as there from the start.</summary>
        public ILink Link;

        /// <summary>Keeps the stored network configuration; null where the platform lets nobody read that configuration.</summary>
        public INetworkKeeper Network;
    }
}
