namespace NanoOta
{
    /// <summary>The image that runs, and the one in the other slot. Payloads of a delta file copy from both.</summary>
    /// <remarks>Not thread-safe.</remarks>
    public interface ISlotImages
    {
        /// <summary>Reads from the image that runs.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.SlotReadFailed"/>, <see cref="OtaResult.SlotArgument"/>.</returns>
        OtaResult ReadRunning(int offset, byte[] buffer, int index, int count);

        /// <summary>Reads from the slot for the new image. Bytes that were written since the opening can be read before the end, too.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.SlotReadFailed"/>, <see cref="OtaResult.SlotArgument"/>.</returns>
        OtaResult ReadStaged(int offset, byte[] buffer, int index, int count);
    }
}
