namespace NanoOta
{
    /// <summary>Keeps one small record over restarts.</summary>
    /// <remarks>
    /// Contract: <see cref="Write"/> is atomic. After a power cut at any point in it, <see cref="Read"/> gives the old record or
    /// the new one, whole. Not thread-safe.
    /// </remarks>
    public interface IStateStore
    {
        /// <summary>
        /// Reads the newest whole record into <paramref name="buffer"/>. Its length; 0 if none was ever written; the negated
        /// <see cref="OtaResult.StateReadFailed"/> or <see cref="OtaResult.StateCorrupt"/> otherwise.
        /// </summary>
        int Read(byte[] buffer);

        /// <summary>Replaces the record. <see cref="OtaResult.StateWriteFailed"/>: the old one is still there.</summary>
        OtaResult Write(byte[] record, int count);
    }
}
