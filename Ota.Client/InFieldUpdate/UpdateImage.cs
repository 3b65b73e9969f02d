namespace NanoOta
{
    /// <summary>The images of a device with In-Field Update. The numbers are those of the platform's ImageType.</summary>
    public enum UpdateImage
    {
        /// <summary>The firmware. Confirmed by itself at its start: it has no trial.</summary>
        NanoClr = 0,

        /// <summary>The managed application.</summary>
        Deployment = 1,
    }
}
