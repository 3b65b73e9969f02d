namespace NanoOta
{
    /// <summary>
    /// The staging side of slots that can be read: read the running image, fill the inactive slot. Nothing here can change
    /// what the device boots, except that the inactive slot stops holding a bootable image; that is <see cref="IBootControl"/>'s.
    /// </summary>
    /// <remarks>Contract: no call but <see cref="Begin"/> and <see cref="ISlotSink.Write"/> changes flash. Not thread-safe.</remarks>
    public interface IUpdateSlot : ISlotSink
    {
        /// <summary>The erase unit in bytes, a power of two (4096 on ESP32).</summary>
        int EraseSize { get; }

        /// <summary>The bytes of the running slot that may be read, of which the image is the first part; 0 if not readable.</summary>
        int RunningLength { get; }

        /// <summary>Reads from the running slot. <see cref="OtaResult.SlotReadFailed"/>, <see cref="OtaResult.SlotArgument"/>.</summary>
        OtaResult ReadRunning(int offset, byte[] buffer, int index, int count);

        /// <summary>Reads from the slot being filled, whatever it holds. <see cref="OtaResult.SlotReadFailed"/>, <see cref="OtaResult.SlotArgument"/>.</summary>
        OtaResult ReadStaged(int offset, byte[] buffer, int index, int count);

        /// <summary>
        /// Gets ready to write an image of <paramref name="imageLength"/> bytes from <paramref name="offset"/> on, a multiple
        /// of <see cref="EraseSize"/>; what lies before it stays. May make the inactive slot unbootable, never the running one.
        /// </summary>
        OtaResult Begin(int imageLength, int offset);
    }
}
