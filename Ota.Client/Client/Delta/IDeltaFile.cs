namespace NanoOta
{
    /// <summary>A delta file, read by offsets that mostly go forward: the server's, or bytes in memory.</summary>
    /// <remarks>Nothing that the file says is trusted, so an implementation proves nothing. Not thread-safe.</remarks>
    public interface IDeltaFile
    {
        /// <summary>
        /// Reads 1 to <paramref name="count"/> bytes of the file from <paramref name="offset"/> on. Nothing from <paramref name="end"/> on
        /// will be asked for next: where a ranged request may stop. The offset is 0 or more, and below the end.
        /// </summary>
        /// <returns>
        /// The number of bytes; a negated <see cref="OtaResult.DeltaMalformed"/> where the file ends, a negated error of transport, or a negated
        /// <see cref="OtaResult.Cancelled"/>.
        /// </returns>
        int Read(int offset, int end, byte[] buffer, int index, int count);
    }
}
