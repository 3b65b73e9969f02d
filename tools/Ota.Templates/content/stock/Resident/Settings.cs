using NanoOta;

namespace Resident
{
    /// <summary>What the board is to know before the one deployment by cable. No release changes these lines.</summary>
    internal static class Settings
    {
        /// <summary>Where the application lives: the internal drive.</summary>
        public const string Folder = "I:\\";

        /// <summary>
        /// Bytes that an application may have. Two of them fit on the drive of 256 KiB. An application runs in RAM, so take 25000 without PSRAM.
        /// </summary>
        public const int Capacity = 110000;

        // Where 'nanoota serve' or your web server gives out releases.
        private const string Server = "http://192.168.1.10:8080/";

#if DEBUG
        // A build for the desk: the channel of 'nanoota run' and 'nanoota dev'.
        private const string Channel = "dev";
#else
        private const string Channel = "stable";
#endif

        /// <summary>Where releases are, and whose signature counts.</summary>
        public static BootOptions Create()
        {
            TrustedKeys keys;
            TrustedKeys.Create(new TrustedKey[] { new TrustedKey("your-key", new byte[64]) }, out keys);
            OtaOptions ota = new OtaOptions
            {
                ManifestUrl = Server + Channel + "/manifest.jws",
                Channel = Channel,
                Keys = keys,
                Product = "otaapplication1-product",
                DeviceId = DeviceIdentity.Read(),

                // ESP32; see OtaOptions.Chip for the others.
                Chip = 0,
            };
            return new BootOptions { Ota = ota, Agent = CreateAgent() };
        }

        /// <summary>How often the device asks. On the desk the device asks at once, and every ten minutes; in the field sisters spread over a minute, and pauses last longer.</summary>
        private static AgentOptions CreateAgent()
        {
#if DEBUG
            return new AgentOptions { StartSpread = 0, CheckGap = 10, Defaults = new AgentSettings { Interval = 600 } };
#else
            return new AgentOptions();
#endif
        }
    }
}
