namespace NanoOta
{
    /// <summary>Keeps what proves a staged image beside it, so that the boot side can prove it again without a network.</summary>
    public interface IReleaseKeeper
    {
        /// <summary>
        /// Called when the release's image is in its slot and proven, before it can be activated. On <see cref="OtaResult.Ok"/> both
        /// arrays are on flash, and the platform has looked at the image and would start it. Else a slot code, or why it would not link (311 to 314),
        /// about the assembly that it would not link for.
        /// </summary>
        /// <param name="envelope">The signed manifest as it was received. Not kept or changed.</param>
        /// <param name="table">The app's chunk table. Not kept or changed.</param>
        /// <param name="revision">The release's revision.</param>
        OtaOutcome Keep(byte[] envelope, byte[] table, long revision);
    }
}
