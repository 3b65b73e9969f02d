namespace NanoOta
{
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
