using NanoOta;

namespace OtaApplication1
{
    /// <summary>What the application is to know.</summary>
    internal static class Settings
    {
        /// <summary>The version of this build. Give the same to "nanoota release --version".</summary>
        public const string Version = "1.0";

        // Where 'nanoota serve' or your web server gives out releases.
        private const string Server = "http://192.168.1.10:8080/";

#if DEBUG
        // A build for the desk: the channel of 'nanoota run' and 'nanoota dev'.
        private const string Channel = "dev";
#else
        private const string Channel = "stable";
#endif

        /// <summary>Where releases are, and whose signature counts.</summary>
        public static OtaOptions Create()
        {
            TrustedKeys keys;
            TrustedKeys.Create(new TrustedKey[] { new TrustedKey("your-key", new byte[64]) }, out keys);
            OtaOptions ota = new OtaOptions
            {
                ManifestUrl = Server + Channel + "/manifest.jws",
                Channel = Channel,
                Keys = keys,
                Product = "otaapplication1-product",
                Component = "app",
                Version = Version,
                DeviceId = DeviceIdentity.Read(),

                // ESP32; see OtaOptions.Chip for the others.
                Chip = 0,
            };
            return ota;
        }

        /// <summary>How often the device asks. On the desk the device asks at once, and every ten minutes; in the field sisters spread over a minute, and pauses last longer.</summary>
        public static AgentOptions CreateAgent()
        {
#if DEBUG
            return new AgentOptions { StartSpread = 0, CheckGap = 10, Defaults = new AgentSettings { Interval = 600 } };
#else
            return new AgentOptions();
#endif
        }
    }
}
