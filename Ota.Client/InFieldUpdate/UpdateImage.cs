namespace NanoOta
{
    /// <summary>The images of a device with In-Field Update. The numbers are those of the platform's ImageType.</summary>
    public enum UpdateImage
    {
        /// <summary>The firmware. Confirms itself at its start, and so has no trial.</summary>
        NanoClr = 0,

        /// <summary>The managed application.</summary>
        Deployment = 1,
    }
}
