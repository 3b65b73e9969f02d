namespace NanoOta.Sweep
{
    /// <summary>A part of a file in memory as the answer of a server.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="from">The first byte of the answer.</param>
    /// <param name="end">Behind its last byte.</param>
    /// <param name="status">The kind of answer.</param>
    /// <param name="tag">The file's entity tag.</param>
    /// <param name="count">Gets how many bytes each read took; null for nobody.</param>
    /// <param name="limit">The body breaks off after that many bytes.</param>
    internal sealed class MemoryResponse(
        byte[] file,
        int from,
        int end,
        TransportStatus status,
        string tag,
        Action<int>? count,
        int limit = int.MaxValue) : ITransportResponse
    {
        private int _sent;

        public TransportStatus Status => status;

        public int Length => end - from;

        public int TotalLength => status == TransportStatus.Unchanged ? -1 : file.Length;

        public string Tag => tag;

        public int Read(byte[] buffer, int index, int wanted)
        {
            int sent = Math.Min(Math.Min(wanted, end - from - _sent), limit - _sent);
            if (sent <= 0 && _sent < end - from)
            {
                return -(int)OtaResult.BodyTooShort;
            }

            Array.Copy(file, from + _sent, buffer, index, sent);
            _sent += sent;
            count?.Invoke(sent);
            return sent;
        }

        public void Close()
        {
        }
    }
}
