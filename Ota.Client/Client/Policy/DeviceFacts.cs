namespace NanoOta
{
    /// <summary>
    /// What a device knows about itself beside its options, when the device judges a release. The class has values only. The caller asks the ports.
    /// </summary>
    public sealed class DeviceFacts
    {
        /// <summary>Seconds since 1970 UTC; 0 while the clock is unset or implausible.</summary>
        public long UtcSeconds;

        /// <summary>Seconds since this start.</summary>
        public long UptimeSeconds;

        /// <summary>Bytes that the slot can hold; 0 if there is none.</summary>
        public int SlotCapacity;

        /// <summary>Those assemblies that the manifest asks for and the device has, in the device's versions; null for none.</summary>
        public ResidentAssembly[] Residents;

        /// <summary>SHA-256 of the name of the device's channel.</summary>
        internal byte[] Channel;

        /// <summary>The release that runs.</summary>
        internal KnownRelease Installed;

        /// <summary>The revisions that the device has seen.</summary>
        internal SeenRevisions Seen;

        /// <summary>The releases that were not confirmed or did not live here.</summary>
        internal FailedReleases Failed;
    }
}
