namespace NanoOta
{
    /// <summary>Keeps one small record over restarts.</summary>
    /// <remarks>
    /// Contract: <see cref="Write"/> is atomic. After a power cut at any point in a write, <see cref="Read"/> gives the old record or
    /// the new one, whole. Not thread-safe.
    /// </remarks>
    public interface IStateStore
    {
        /// <summary>Reads the newest whole record into <paramref name="buffer"/>.</summary>
        /// <returns>
        /// The record's length; 0 if none was ever written; the negated <see cref="OtaResult.StateReadFailed"/> or <see cref="OtaResult.StateCorrupt"/> otherwise.
        /// </returns>
        int Read(byte[] buffer);

        /// <summary>Replaces the record. The array is the caller's: the store neither keeps nor changes the array.</summary>
        /// <returns><see cref="OtaResult.Ok"/>, or <see cref="OtaResult.StateWriteFailed"/>: the old record is still there.</returns>
        OtaResult Write(byte[] record, int count);
    }
}
