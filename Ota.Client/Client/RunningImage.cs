namespace NanoOta
{
    /// <summary>Where the client learns which image runs.</summary>
    public enum RunningImage
    {
        /// <summary>From its own record; on a device without one from <see cref="OtaOptions.Version"/>.</summary>
        ByRecord = 0,

        /// <summary>No image runs: the updater is alone.</summary>
        None = 1,

        /// <summary>From the manifest beside the image. The boot side has proven both.</summary>
        ByManifest = 2,
    }
}
