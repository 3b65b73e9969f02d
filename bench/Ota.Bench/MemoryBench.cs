using System.Globalization;

namespace NanoOta.Bench
{
    /// <summary>
    /// The client's live memory while it stages, over what was live before: collected and measured at every 16th chunk, with a server
    /// in memory whose files are not counted.
    /// </summary>
    internal static class MemoryBench
    {
        private const int Stride = 16;

        public static async Task RunAsync()
        {
            // A first run makes everything that is made once.
            await MeasureAsync(64 * 1024).ConfigureAwait(false);
            CultureInfo culture = CultureInfo.InvariantCulture;
            Console.WriteLine("Peak memory of the client (goal: equal but for the head of the chunk table)");
            foreach (int size in (int[])[64 * 1024, 4 * 1024 * 1024])
            {
                (long peak, int head, int group) = await MeasureAsync(size).ConfigureAwait(false);
                Console.WriteLine(string.Create(culture, $"  image {size / 1024,5} KiB: {peak,8:N0} bytes; the head of the table {head:N0}, a group {group:N0}, the rest {peak - head - group:N0}"));
            }
        }

        private static async Task<(long Peak, int Head, int Group)> MeasureAsync(int size)
        {
            using ReleaseOnDisk release = await ReleaseOnDisk.PublishAsync(size).ConfigureAwait(false);
            FolderTransport server = new(release.Served);
            RamPorts ports = new(release.Image.Length);
            OtaOptions options = release.Options(new Uri("http://bench/"));
            OtaPorts all = ports.With(server);
            long before = GC.GetTotalMemory(forceFullCollection: true);
            OtaClient client = new(options, all);
            long peak = 0;
            int chunk = 0;
            client.Progress += (_, _) =>
            {
                if (chunk++ % Stride == 0)
                {
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
                }
            };
            OtaResult result = client.Start();
            result = result == OtaResult.Ok ? client.Update() : result;
            if (result != OtaResult.Ok || !ports.Holds(release.Image))
            {
                throw new InvalidOperationException($"The update ended with {result}.");
            }

            return (peak, ChunkTable.HeadLength(release.Image.Length), ChunkTable.GroupLength);
        }

        // Reads the files beforehand, so that reading allocates nothing.
        private sealed class FolderTransport : ITransport
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
}
