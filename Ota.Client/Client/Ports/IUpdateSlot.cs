namespace NanoOta
{
    /// <summary>
    /// The staging side of the update slots: read the running image, fill the inactive slot. Nothing here can change
    /// what the device boots, except that the inactive slot stops holding a bootable image; that is <see cref="IBootControl"/>'s.
    /// </summary>
    /// <remarks>
    /// Contract: no call but <see cref="Begin"/> and <see cref="Write"/> changes flash. Writes go forward only, from the
    /// offset given to <see cref="Begin"/>; a sector is erased just before its first byte is written, and once per Begin.
    /// No write is atomic: after a power cut the sector being written holds anything, the ones before it what was written,
    /// the ones after it what was there. Not thread-safe: one caller at a time (OtaClient sees to it).
    /// </remarks>
    public interface IUpdateSlot
    {
        /// <summary>The bytes an image may have at most; 0 if there is no slot to write.</summary>
        int Capacity { get; }

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

        /// <summary>Appends. <see cref="OtaResult.SlotWriteFailed"/>, <see cref="OtaResult.SlotEraseFailed"/>: the position is lost, begin again.</summary>
        OtaResult Write(byte[] buffer, int index, int count);

        /// <summary>All is written: the platform checks the image its own way. <see cref="OtaResult.SlotImageInvalid"/>.</summary>
        OtaResult End();

        /// <summary>Gives up after <see cref="Begin"/>. What was written stays and can be resumed.</summary>
        void Abort();
    }
}
