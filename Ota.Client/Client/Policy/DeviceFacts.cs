namespace NanoOta
{
    /// <summary>What a device knows about itself when it judges a release.</summary>
    public sealed class DeviceFacts
    {
        /// <summary>The highest sequence ever confirmed.</summary>
        public long HighestSequence;

        /// <summary>The sequence of the release that runs.</summary>
        public long InstalledSequence;

        /// <summary>Seconds since 1970 UTC; 0 while the clock is unset.</summary>
        public long UtcSeconds;

        /// <summary>Bytes that the slot can hold.</summary>
        public int SlotCapacity;

        /// <summary>Whether a release of an app may bring the firmware that it is for, so that today's says nothing about the app.</summary>
        public bool BringsFirmware;
    }
}
