namespace NanoOta
{
    /// <summary>A release that was found good for this device.</summary>
    internal sealed class Release
    {
        public Release(SignedManifest signed, byte[] envelope, RemoteImage image)
        {
            Signed = signed;
            Envelope = envelope;
            Image = image;
        }

        public readonly SignedManifest Signed;

        /// <summary>The signed manifest, unchanged; null when nobody is there to keep the bytes.</summary>
        public readonly byte[] Envelope;

        /// <summary>The image for the slot.</summary>
        public readonly RemoteImage Image;
    }
}
