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

    /// <summary>Two places for a record, each of which may be lost while it is being written, never the other.</summary>
    /// <remarks>Two files on a drive, two sectors of a partition. Not thread-safe.</remarks>
    public interface IRecordMedium
    {
        /// <summary>Bytes that fit into one copy.</summary>
        int CopySize { get; }

        /// <summary>
        /// Reads up to <paramref name="count"/> bytes of copy 0 or 1. Bytes read (0 when the copy was never written), or the
        /// negated <see cref="OtaResult.StateReadFailed"/>.
        /// </summary>
        int Read(int copy, byte[] buffer, int count);

        /// <summary>Replaces one copy; on return it has reached flash. <see cref="OtaResult.StateWriteFailed"/>.</summary>
        OtaResult Write(int copy, byte[] buffer, int count);
    }
}
