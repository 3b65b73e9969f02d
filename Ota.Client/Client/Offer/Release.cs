namespace NanoOta
{
    /// <summary>A release that was found good for this device.</summary>
    internal sealed class Release
    {
        public Release(SignedManifest signed, byte[] envelope, RemoteImage image, RemoteImage firmware)
        {
            Signed = signed;
            Envelope = envelope;
            Image = image;
            Firmware = firmware;
        }

        public readonly SignedManifest Signed;

        /// <summary>The manifest as it was received; null when nobody is there to keep it.</summary>
        public readonly byte[] Envelope;

        /// <summary>The image for the slot.</summary>
        public readonly RemoteImage Image;

        /// <summary>The firmware that the release brings for this device, to be staged first; null for none.</summary>
        public readonly RemoteImage Firmware;
    }
}
