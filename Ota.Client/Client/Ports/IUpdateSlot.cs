namespace NanoOta
{
    /// <summary>
    /// The staging side of slots that can be read: read the running image, fill the inactive slot. Nothing here changes what the device
    /// boots: <see cref="IBootControl"/> alone does. But the inactive slot stops holding a bootable image.
    /// </summary>
    /// <remarks>Contract: no call but <see cref="Begin"/> and <see cref="ISlotSink.Write"/> changes flash. Not thread-safe.</remarks>
    public interface IUpdateSlot : ISlotSink, ISlotImages
    {
        /// <summary>Whether bytes behind the writing stay.</summary>
        SlotWriting Writing { get; }

        /// <summary>The number of bytes of the running slot that may be read. The image is the first part of them. 0 if not readable.</summary>
        int RunningLength { get; }

        /// <summary>
        /// Goes to <paramref name="offset"/>, a multiple of 4096 below <paramref name="imageLength"/>, to write from there on. What lies before the
        /// offset stays. A second call before the end goes on elsewhere. Only slots that write in place take a second call. May make the inactive
        /// slot unbootable, never the running one.
        /// </summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.SlotArgument"/>, <see cref="OtaResult.SlotOnTrial"/>, or why the slot could not be opened (500 to 508, 513).</returns>
        OtaResult Begin(int imageLength, int offset);
    }
}
