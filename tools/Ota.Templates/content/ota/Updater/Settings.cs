using NanoOta;

namespace Updater
{
    /// <summary>What the boot program is to know: the same as the application.</summary>
    internal static class Settings
    {
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
                Component = "firmware",
                DeviceId = DeviceIdentity.Read(),

                // ESP32; see OtaOptions.Chip for the others.
                Chip = 0,
            };
            return ota;
        }
    }
}
