namespace NanoOta
{
    /// <summary>Two places for a record. A write may lose the copy that is written, never the other one.</summary>
    /// <remarks>Two files on a drive, two sectors of a partition. Not thread-safe.</remarks>
    public interface IRecordMedium
    {
        /// <summary>Bytes that fit into one copy.</summary>
        int CopySize { get; }

        /// <summary>Reads up to <paramref name="count"/> bytes of copy 0 or 1.</summary>
        /// <returns>The number of bytes, 0 when the copy was never written; or the negated <see cref="OtaResult.StateReadFailed"/>.</returns>
        int Read(int copy, byte[] buffer, int count);

        /// <summary>Replaces one copy. On return the copy has reached flash.</summary>
        /// <returns><see cref="OtaResult.Ok"/> or <see cref="OtaResult.StateWriteFailed"/>.</returns>
        OtaResult Write(int copy, byte[] buffer, int count);
    }
}
