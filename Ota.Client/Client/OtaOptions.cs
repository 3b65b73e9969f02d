namespace NanoOta
{
    /// <summary>What the application tells the client once. Checked by <see cref="OtaClient.Start"/>; not to be changed after it.</summary>
    public sealed class OtaOptions
    {
        /// <summary>Absolute URL of manifest.jws. Must be set.</summary>
        public string ManifestUrl;

        /// <summary>The keys whose releases are believed. Must be set.</summary>
        public TrustedKeys Keys;

        /// <summary>The product whose releases are taken. Must be set.</summary>
        public string Product;

        /// <summary>The component that the slot holds: "app" or "firmware".</summary>
        public string Component = "app";

        /// <summary>The version that runs, such as "1.0.0"; null if it is not known (then a manifest's fromVersion refuses).</summary>
        public string Version;

        /// <summary>
        /// The sequence that the running build is at least: the floor of the anti-rollback check for a device whose state record is new
        /// or lost. 0 to 10^15 - 1.
        /// </summary>
        public long BaselineSequence;

        /// <summary>Name of this hardware, as in a manifest's list; null if it has none.</summary>
        public string Hardware;

        /// <summary>ESP-IDF chip id (esp_chip_id_t: ESP32 0, S2 2, C3 5, S3 9, C6 13, H2 16, P4 18); -1 if it is not known.</summary>
        public int Chip = -1;

        /// <summary>Version of the firmware; null if it is not known.</summary>
        public string FirmwareVersion;

        /// <summary>Version of Ota.Bootstrap; null if there is none.</summary>
        public string BootstrapVersion;

        /// <summary>The native code of this firmware. An image that needs what is not here is refused.</summary>
        public NativeAssembly[] Natives;

        /// <summary>The assemblies that an image may count on; null for none: an image that names any is refused.</summary>
        public IResidents Residents;

        /// <summary>
        /// The sequence of the image that runs, where the boot side knows it from the stored manifest, 0 if none runs; -1 to go by the state
        /// record. A boot side that fell back by itself would otherwise be told that it is up to date.
        /// </summary>
        public long RunningSequence = -1;

        /// <summary>
        /// What makes this device differ from its sisters (serial number, MAC, see DeviceIdentity): decides its place in a rollout and spreads
        /// retries. Devices without one are all in the same place.
        /// </summary>
        public string DeviceId = string.Empty;

        /// <summary>The rollout group that this device is in; null for none.</summary>
        public string Group;

        /// <summary>The largest chunk table to hold in memory, bytes; the default of 64 KiB is enough for about 4 MiB of image.</summary>
        public int MaxTableLength = 64 * 1024;

        /// <summary>How long 4 KiB may take, milliseconds, 1000 or more: what a slow drip of bytes can cost is bounded by this.</summary>
        public int ChunkDeadline = 60000;

        /// <summary>
        /// How often a release is activated, 1 to 100, that does not come up or goes again unconfirmed, before it is left alone. To the device
        /// a power cut during a trial looks like a crash, so 1 gives up releases that nothing is wrong with.
        /// </summary>
        public int MaxActivations = 3;

        /// <summary>When and how often to try again; null for 8 attempts, 1 s to 60 s apart, with a jitter that the device id seeds.</summary>
        public RetryPolicy Retry;
    }
}
