namespace NanoOta
{
    /// <summary>Keeps the proof of a staged image. So the boot side can prove the image again without a network.</summary>
    public interface IReleaseKeeper
    {
        /// <summary>Called when the release's image is in its slot and proven, before the activation.</summary>
        /// <param name="envelope">The signed manifest as received. Not kept or changed.</param>
        /// <param name="imageLength">Bytes of the app's image.</param>
        /// <param name="revision">The release's revision.</param>
        /// <returns>
        /// - <see cref="OtaResult.Ok"/>: the manifest is on flash. The platform has looked at the image, and would start the image.
        /// - 311 to 314: why the image would not link, about the assembly that is the cause.
        /// - Else a slot code.
        /// </returns>
        OtaOutcome Keep(byte[] envelope, int imageLength, long revision);
    }
}
