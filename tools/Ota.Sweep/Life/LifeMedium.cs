namespace NanoOta.Sweep.Life
{
    /// <summary>Two copies of a record in memory, which outlive the power.</summary>
    public sealed class LifeMedium : IRecordMedium
    {
        private readonly byte[][] _copies = [[], []];

        /// <inheritdoc/>
        public int CopySize => 512;

        /// <inheritdoc/>
        public int Read(int copy, byte[] buffer, int count)
        {
            int taken = Math.Min(count, _copies[copy].Length);
            _copies[copy].AsSpan(0, taken).CopyTo(buffer);
            return taken;
        }

        /// <inheritdoc/>
        public OtaResult Write(int copy, byte[] buffer, int count)
        {
            _copies[copy] = buffer[..count];
            return OtaResult.Ok;
        }
    }
}
