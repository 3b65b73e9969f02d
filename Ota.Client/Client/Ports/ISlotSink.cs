namespace NanoOta
{
    /// <summary>Where the bytes of an image go, whatever kind of slot stands behind.</summary>
    /// <remarks>
    /// Contract: writes go forward only, from where the slot was opened. A sector is erased just before its first byte is written, and once per
    /// opening. No write is atomic. After a power cut the sector being written holds anything. The sectors before hold what was written, and the
    /// sectors behind hold what was there. Not thread-safe: OtaClient lets one caller in at a time.
    /// </remarks>
    public interface ISlotSink
    {
        /// <summary>The bytes an image may have at most; 0 if there is no slot to write.</summary>
        int Capacity { get; }

        /// <summary>Appends. After a failure the position is lost: open the slot again.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, <see cref="OtaResult.SlotWriteFailed"/> or <see cref="OtaResult.SlotEraseFailed"/>.</returns>
        OtaResult Write(byte[] buffer, int index, int count);

        /// <summary>The whole image is written, and the platform verifies the image its own way.</summary>
        /// <returns><see cref="OtaResult.Ok"/> or <see cref="OtaResult.SlotImageInvalid"/>.</returns>
        OtaResult End();

        /// <summary>Gives up after opening. What was written stays and can be resumed.</summary>
        void Abort();
    }
}
