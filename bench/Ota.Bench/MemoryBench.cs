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
    }
}
