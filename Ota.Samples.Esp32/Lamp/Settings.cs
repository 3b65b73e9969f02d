using NanoOta;

namespace Lamp
{
    /// <summary>What you fill in: where releases are, and whose signature counts.</summary>
    internal static class Settings
    {
        /// <summary>The manifest in the folder of <c>nanoota publish --channel stable</c>, under the URL of your web server.</summary>
        private const string ManifestUrl = "http://192.168.1.10:8080/stable/manifest.jws";

        /// <summary>The options of this device. Put in the line that nanoota keygen printed.</summary>
        public static OtaOptions Create()
        {
            TrustedKeys keys;
            TrustedKeys.Create(new TrustedKey[] { new TrustedKey("your-key", new byte[64]) }, out keys);
            return new OtaOptions
            {
                ManifestUrl = ManifestUrl,
                Keys = keys,
                Product = "lamp",
                Component = "firmware",
                Version = Release.Version,
                DeviceId = DeviceIdentity.Read(),

                // ESP32; see OtaOptions.Chip for the others.
                Chip = 0,
            };
        }
    }
}
