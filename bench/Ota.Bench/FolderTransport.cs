namespace NanoOta.Bench
{
    /// <summary>A server in memory. The files are read beforehand, so that reading allocates nothing.</summary>
    internal sealed class FolderTransport : ITransport
    {
        private readonly Dictionary<string, byte[]> _files;

        public FolderTransport(string folder)
        {
            _files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
                .ToDictionary(path => "http://bench/" + Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes);
        }

        public string Resolve(string? baseUrl, string reference) => ReleaseUrl.Resolve(baseUrl, reference);

        public OtaOutcome Get(TransportRequest request, out ITransportResponse response)
        {
            byte[] file = _files[request.Url];
            bool whole = request.To < 0;
            response = new Body(file, whole ? 0 : request.From, whole ? file.Length : request.To + 1, whole ? TransportStatus.Whole : TransportStatus.Part);
            return OtaOutcome.Ok;
        }

        private sealed class Body(byte[] file, int at, int end, TransportStatus status) : ITransportResponse
        {
            private int _at = at;

            public TransportStatus Status => status;

            public int Length { get; } = end - at;

            public int TotalLength => file.Length;

            public string? Tag => null;

            public int Read(byte[] buffer, int index, int count)
            {
                int n = Math.Min(count, end - _at);
                Array.Copy(file, _at, buffer, index, n);
                _at += n;
                return n;
            }

            public void Close()
            {
            }
        }
    }
}
