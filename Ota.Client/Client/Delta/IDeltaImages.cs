namespace NanoOta
{
    /// <summary>The two images that payloads copy from.</summary>
    /// <remarks>Not thread-safe. The caller has checked every argument against the images' sizes.</remarks>
    public interface IDeltaImages
    {
        /// <summary>Reads from the image that runs.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.SlotReadFailed"/>, <see cref="OtaResult.SlotArgument"/>.</returns>
        OtaResult ReadOld(int offset, byte[] buffer, int index, int count);

        /// <summary>Reads from the image that is being made, below the chunk that is being decoded.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.SlotReadFailed"/>, <see cref="OtaResult.SlotArgument"/>.</returns>
        OtaResult ReadNew(int offset, byte[] buffer, int index, int count);
    }
}
