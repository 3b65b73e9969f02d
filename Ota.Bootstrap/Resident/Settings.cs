using NanoOta;

namespace Resident
{
    /// <summary>What you fill in before the one deployment by cable: where releases are, and whose signature counts.</summary>
    internal static class Settings
    {
        /// <summary>Where the application lives: the internal drive.</summary>
        public const string Folder = "I:\\";

        /// <summary>
        /// Bytes that an application may have. Two applications with their tables fit on the 256 KiB drive of a 4 MB ESP32. LittleFS needs the rest.
        /// An application runs in RAM. Without PSRAM take 15000 to 40000 (docs/FOOTPRINT.md). A larger application is refused before its first byte.
        /// </summary>
        public const int Capacity = 110000;

        /// <summary>The manifest in the folder of <c>nanoota publish --channel stable</c>, under the URL of your web server.</summary>
        private const string ManifestUrl = "http://192.168.1.10:8080/stable/manifest.jws";

        /// <summary>The options of this device. Put in the line that nanoota keygen printed.</summary>
        public static BootOptions Create()
        {
            TrustedKeys keys;
            TrustedKeys.Create(new TrustedKey[] { new TrustedKey("your-key", new byte[64]) }, out keys);
            OtaOptions ota = new OtaOptions
            {
                ManifestUrl = ManifestUrl,
                Keys = keys,
                Product = "blink",
                DeviceId = DeviceIdentity.Read(),

                // ESP32; see OtaOptions.Chip for the others.
                Chip = 0,
            };

            // A release has three starts and five minutes to prove itself; TrialBoots and HealthWindow would change that.
            return new BootOptions { Ota = ota };
        }
    }
}
