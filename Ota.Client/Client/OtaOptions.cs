namespace NanoOta
{
    /// <summary>
    /// What the application tells the client once. <see cref="OtaClient.Start"/> checks the options. Do not change them afterwards.
    /// </summary>
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

        /// <summary>The running version, such as "1.0.0"; null if unknown. Then a manifest's fromVersion refuses.</summary>
        public string Version;

        /// <summary>The channel whose releases are taken; the manifest must name the same.</summary>
        public string Channel = Manifest.DefaultChannel;

        /// <summary>
        /// Reserve addresses of the manifest, for a day without a manifest from <see cref="ManifestUrl"/>. The factory's address is the last. Null
        /// for none.
        /// </summary>
        public string[] ReserveUrls;

        /// <summary>
        /// The revision of the running build, 0 to 10^15 - 1. A device without a state record takes no lower revision. Once there is a record, the
        /// record alone counts.
        /// </summary>
        public long BaselineRevision;

        /// <summary>Name of this hardware, as in a manifest's list; null for none.</summary>
        public string Hardware;

        /// <summary>ESP-IDF chip id (esp_chip_id_t). ESP32 is 0, S2 2, C3 5, S3 9, C6 13, H2 16, P4 18. -1 if unknown.</summary>
        public int Chip = -1;

        /// <summary>Version of the firmware; null if unknown.</summary>
        public string FirmwareVersion;

        /// <summary>Version of Ota.Bootstrap; null if there is none.</summary>
        public string BootstrapVersion;

        /// <summary>The native code of this firmware. An image that needs what is not here is refused.</summary>
        public NativeAssembly[] Natives;

        /// <summary>The assemblies that an image may count on; null for none: an image that names any is refused.</summary>
        public IResidents Residents;

        /// <summary>Where the client learns what runs.</summary>
        public RunningImage Running = RunningImage.ByRecord;

        /// <summary>The kept manifest of the image that runs, with <see cref="RunningImage.ByManifest"/>; else not looked at.</summary>
        public Manifest RunningManifest;

        /// <summary>
        /// A name that no other device has, such as a serial number or the MAC (see DeviceIdentity). Must be set. The name decides the place in a
        /// rollout, spreads retries, and spreads checks over their interval.
        /// </summary>
        public string DeviceId;

        /// <summary>Who a release is offered to: the fleet, or this device by its name.</summary>
        public OfferKind Offer;

        /// <summary>The rollout group that this device is in; null for none.</summary>
        public string Group;

        /// <summary>The longest head of a chunk table to hold in memory, 32 bytes or more. The default of 4 KiB is enough for 16 MiB of image.</summary>
        public int MaxTableLength = 4096;

        /// <summary>How long 4 KiB may take, milliseconds, 1000 or more. So a slow drip of bytes has an end.</summary>
        public int ChunkDeadline = 60000;

        /// <summary>Seconds of the first pause after a trial that was not confirmed, 1 to 86400. Each next pause is twice as long.</summary>
        public int FirstPause = PauseRules.First;

        /// <summary>Seconds that the application runs before the client says life, 60 to 86400.</summary>
        public int LifeAfter = 600;

        /// <summary>Seconds without an answered check after which the device restarts and asks, 3600 to 2592000 (30 days).</summary>
        public int UnservedAfter = ServingRules.UnservedAfter;

        /// <summary>Whether a release is staged before its install window opens. Who says so looks at the window before the activation.</summary>
        internal bool StagesAhead;

        /// <summary>When and how often to try again. Null stands for 8 attempts, 1 s to 60 s apart, with a jitter from the device id.</summary>
        public RetryPolicy Retry;
    }
}
