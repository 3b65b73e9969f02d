namespace NanoOta
{
    /// <summary>
    /// A release as its signed manifest describes it; every field has been checked against docs/FORMAT.md. Read only, so thread-safe.
    /// </summary>
    public sealed class Manifest
    {
        internal Manifest()
        {
        }

        /// <summary>Whose release this is.</summary>
        public string Product { get; internal set; }

        /// <summary>The order of releases, 1 to 10^15 - 1.</summary>
        public long Sequence { get; internal set; }

        /// <summary>The version that people read, such as "1.4.0".</summary>
        public string Version { get; internal set; }

        /// <summary>When it was signed, seconds since 1970 UTC.</summary>
        public long Issued { get; internal set; }

        /// <summary>When it stops being valid, seconds since 1970 UTC.</summary>
        public long Expires { get; internal set; }

        /// <summary>
        /// A signed downgrade: devices whose highest confirmed sequence is at most this may go back to this release. 0: no downgrade.
        /// </summary>
        public long DowngradeFrom { get; internal set; }

        /// <summary>Names of the hardware that it is for; empty for any.</summary>
        public string[] Hardware { get; internal set; }

        /// <summary>ESP-IDF chip id (esp_chip_id_t); -1 for any.</summary>
        public int Chip { get; internal set; }

        /// <summary>The firmware it needs at least, as <see cref="ReleaseVersion"/>; 0 for any.</summary>
        public long FirmwareMinimum { get; internal set; }

        /// <summary>The Bootstrap it needs at least, as <see cref="ReleaseVersion"/>; 0 for any.</summary>
        public long BootstrapMinimum { get; internal set; }

        /// <summary>The oldest release that may be updated to this one directly, as <see cref="ReleaseVersion"/>; 0 for any.</summary>
        public long FromMinimum { get; internal set; }

        /// <summary>The images, one for each component.</summary>
        public ManifestImage[] Images { get; internal set; }

        /// <summary>Part of the fleet that gets it, 0 to 100.</summary>
        public int RolloutPercent { get; internal set; }

        /// <summary>Mixed into the choice of that part, so that it is not always the same devices.</summary>
        public string RolloutSalt { get; internal set; }

        /// <summary>Groups that get it whatever the percentage; empty for none.</summary>
        public string[] RolloutGroups { get; internal set; }

        /// <summary>Not to be installed before, seconds since 1970 UTC; 0 for at once.</summary>
        public long NotBefore { get; internal set; }

        /// <summary>Start of the daily window in minutes of the UTC day, 0 to 1439; -1 for none.</summary>
        public int WindowStart { get; internal set; }

        /// <summary>End of the daily window, 0 to 1439; before the start when it spans midnight; -1 for none.</summary>
        public int WindowEnd { get; internal set; }

        /// <summary>Whether the install window is to be ignored.</summary>
        public bool IsCritical { get; internal set; }

        /// <summary>Words for people, at most 1024 characters; null for none.</summary>
        public string Notes { get; internal set; }

        /// <summary>The image of a component; null if the release has none.</summary>
        public ManifestImage Find(string component)
        {
            for (int i = 0; i < Images.Length; i++)
            {
                if (Images[i].Component == component)
                {
                    return Images[i];
                }
            }

            return null;
        }
    }

    /// <summary>One image of a release. Read only, so thread-safe.</summary>
    public sealed class ManifestImage
    {
        internal ManifestImage()
        {
        }

        /// <summary>"app" or "firmware".</summary>
        public string Component { get; internal set; }

        /// <summary>The image's own version.</summary>
        public string Version { get; internal set; }

        /// <summary>Bytes of the image.</summary>
        public int Size { get; internal set; }

        /// <summary>
        /// SHA-256 of the whole image, for the host's tools. The device proves the same bytes by their chunks, whose table is bound to
        /// the manifest: hashing the image again in managed code would cost minutes.
        /// </summary>
        public byte[] Digest { get; internal set; }

        /// <summary>Where the image is, as it stands in the manifest (may be relative to it).</summary>
        public string Url { get; internal set; }

        /// <summary>Where the chunk table is.</summary>
        public string TableUrl { get; internal set; }

        /// <summary>Bytes of the chunk table.</summary>
        public int TableSize { get; internal set; }

        /// <summary>SHA-256 of the chunk table.</summary>
        public byte[] TableDigest { get; internal set; }

        /// <summary>Native code that the image's assemblies link to; empty for none.</summary>
        public NativeAssembly[] Natives { get; internal set; }

        /// <summary>Assemblies that the device has to have; empty for none.</summary>
        public ResidentAssembly[] Residents { get; internal set; }
    }

    /// <summary>An assembly that an image needs and does not hold. Thread-safe.</summary>
    public sealed class ResidentAssembly
    {
        internal ResidentAssembly(string name, int version)
        {
            Name = name;
            Version = version;
        }

        /// <summary>The assembly's name.</summary>
        public string Name { get; }

        /// <summary>Major * 65536 + minor: the numbers by which the CLR links.</summary>
        public int Version { get; }
    }

    /// <summary>Native code by the name of its assembly and the checksum of its methods. Thread-safe.</summary>
    public sealed class NativeAssembly
    {
        /// <summary>What a firmware has, or an image needs.</summary>
        public NativeAssembly(string name, uint checksum)
        {
            Name = name;
            Checksum = checksum;
        }

        /// <summary>The assembly's name.</summary>
        public string Name { get; }

        /// <summary>The checksum in its PE header.</summary>
        public uint Checksum { get; }
    }
}
