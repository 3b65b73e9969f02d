namespace NanoOta
{
    /// <summary>Where the bytes of an image go, whatever kind of slot is behind it.</summary>
    /// <remarks>
    /// Contract: writes go forward only, from where the slot was opened; a sector is erased just before its first byte is written, and once per
    /// opening. No write is atomic: after a power cut the sector being written holds anything, the ones before it what was written, the ones
    /// after it what was there. Not thread-safe: one caller at a time (OtaClient sees to it).
    /// </remarks>
    public interface ISlotSink
    {
        /// <summary>The bytes an image may have at most; 0 if there is no slot to write.</summary>
        int Capacity { get; }

        /// <summary>Appends. <see cref="OtaResult.SlotWriteFailed"/>, <see cref="OtaResult.SlotEraseFailed"/>: the position is lost, open again.</summary>
        OtaResult Write(byte[] buffer, int index, int count);

        /// <summary>All is written: the platform checks the image its own way. <see cref="OtaResult.SlotImageInvalid"/>.</summary>
        OtaResult End();

        /// <summary>Gives up after opening. What was written stays and can be resumed.</summary>
        void Abort();
    }
}
