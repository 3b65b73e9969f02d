namespace NanoOta
{
    /// <summary>
    /// The staging side of slots that can be read: read the running image, fill the inactive slot. Nothing here changes what the device
    /// boots: <see cref="IBootControl"/> alone does. But the inactive slot stops holding a bootable image.
    /// </summary>
    /// <remarks>Contract: no call but <see cref="Begin"/> and <see cref="ISlotSink.Write"/> changes flash. Not thread-safe.</remarks>
    public interface IUpdateSlot : ISlotSink
    {
        /// <summary>The erase unit in bytes, a power of two (4096 on ESP32).</summary>
        int EraseSize { get; }

        /// <summary>The number of bytes of the running slot that may be read. The image is the first part of them. 0 if not readable.</summary>
        int RunningLength { get; }

        /// <summary>Reads from the running slot.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.SlotReadFailed"/> or <see cref="OtaResult.SlotArgument"/>.</returns>
        OtaResult ReadRunning(int offset, byte[] buffer, int index, int count);

        /// <summary>Reads from the slot being filled, whatever the slot holds.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.SlotReadFailed"/> or <see cref="OtaResult.SlotArgument"/>.</returns>
        OtaResult ReadStaged(int offset, byte[] buffer, int index, int count);

        /// <summary>
        /// Gets ready to write an image of <paramref name="imageLength"/> bytes from <paramref name="offset"/> on, a multiple
        /// of <see cref="EraseSize"/>. What lies before the offset stays. May make the inactive slot unbootable, never the running one.
        /// </summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.SlotArgument"/>, <see cref="OtaResult.SlotOnTrial"/>, or why the slot could not be opened (500 to 508, 513).</returns>
        OtaResult Begin(int imageLength, int offset);
    }
}
