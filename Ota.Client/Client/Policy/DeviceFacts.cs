namespace NanoOta
{
    /// <summary>What a device knows about itself when it judges a release, beside its options. Values only: whoever fills it asked the ports.</summary>
    public sealed class DeviceFacts
    {
        /// <summary>The highest sequence ever confirmed.</summary>
        public long HighestSequence;

        /// <summary>The sequence of the release that runs.</summary>
        public long InstalledSequence;

        /// <summary>Seconds since 1970 UTC; 0 while the clock is unset.</summary>
        public long UtcSeconds;

        /// <summary>Bytes that the slot can hold; 0 if there is none.</summary>
        public int SlotCapacity;

        /// <summary>Those assemblies that the manifest asks for and the device has, in the device's versions; null for none.</summary>
        public ResidentAssembly[] Residents;

        /// <summary>SHA-256 of the payload of the release that failed last, 32 bytes; null for none.</summary>
        public byte[] FailedDigest;
    }
}
