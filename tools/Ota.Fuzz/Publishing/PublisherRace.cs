using System.Diagnostics;
using System.Globalization;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Fuzz
{
    /// <summary>
    /// Two publishers as processes of their own, one of them killed at random again and again, and a reader that fetches all the time: every manifest that
    /// the reader sees is whole, verifies, and its files are there.
    /// </summary>
    internal static class PublisherRace
    {
        private static readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeSeconds(1800000000);

        /// <summary>Runs until so many releases were seen or published; 0 when every claim held.</summary>
        public static async Task<int> RunAsync(int releases, int seed)
        {
            string folder = Directory.CreateTempSubdirectory("nanoota-race-").FullName;
            Random random = new(seed);
            int killed = 0;
            try
            {
                using SigningKey key = SigningKey.Create("race");
                key.Save(Path.Combine(folder, "k.pem"));
                await PublishAsync(folder, key, 0).ConfigureAwait(false);
                using CancellationTokenSource stop = new();
                Task<(int Seen, long Last)> reader = Task.Run(() => ReadAsync(folder, key.PublicKey, stop.Token));
                Process[] publishers = [Start(folder, 1), Start(folder, 2)];
                while (Last(folder) < releases && !reader.IsCompleted)
                {
                    // Both get to their work first, on a slow machine, too.
                    long next = Last(folder) + random.Next(1, 8);
                    while (Last(folder) < next && !reader.IsCompleted)
                    {
                        await Task.Delay(random.Next(1, 50)).ConfigureAwait(false);
                    }

                    int victim = random.Next(2);
                    publishers[victim].Kill();
                    await publishers[victim].WaitForExitAsync().ConfigureAwait(false);
                    publishers[victim].Dispose();
                    publishers[victim] = Start(folder, 10 + killed++);
                }

                foreach (Process publisher in publishers)
                {
                    publisher.Kill();
                    await publisher.WaitForExitAsync().ConfigureAwait(false);
                    publisher.Dispose();
                }

                await stop.CancelAsync().ConfigureAwait(false);
                (int seen, long last) = await reader.ConfigureAwait(false);
                PublishResult after = await PublishAsync(folder, key, 1_000_000).ConfigureAwait(false);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{after.Content.Revision} revisions, {killed} publishers killed, {seen} manifests seen, all whole; the last one seen was {last}; seed {seed}"));
                return after.Content.Revision > last ? 0 : 1;
            }
            catch (FuzzFailureException e)
            {
                Console.WriteLine($"{e.Message}; seed {seed}");
                return 1;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        /// <summary>What a publisher's process does: one release after the other, until it is killed.</summary>
        public static async Task<int> PublishAllAsync(string folder, int publisher)
        {
            using SigningKey key = SigningKey.Load(Path.Combine(folder, "k.pem"));

            // The input ends with the process that started this one.
            _ = Task.Run(() =>
            {
                Console.In.ReadToEnd();
                Environment.Exit(0);
            });
            for (int number = 0; number < 10_000; number++)
            {
                try
                {
                    await PublishAsync(folder, key, (publisher * 10_000) + number).ConfigureAwait(false);
                }
                catch (ToolException e) when (e.Code == ExitCode.InputOutput)
                {
                    // The other one had the turn for too long.
                }
            }

            return 0;
        }

        private static Process Start(string folder, int publisher)
        {
            ProcessStartInfo start = new(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            {
                start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Ota.Fuzz.dll"));
            }

            foreach (string word in (string[])["publisher", folder, publisher.ToString(CultureInfo.InvariantCulture)])
            {
                start.ArgumentList.Add(word);
            }

            return Process.Start(start) ?? throw new InvalidOperationException("The publisher's process did not start.");
        }

        private static Task<PublishResult> PublishAsync(string folder, SigningKey key, int number)
        {
            byte[] image = new byte[5000];
            new Random(number).NextBytes(image);
            string packed = Path.Combine(folder, $"packed-{number}");
            Directory.CreateDirectory(packed);
            File.WriteAllBytes(Path.Combine(packed, "in.bin"), image);
            Packer.Run(new PackRequest { Input = Path.Combine(packed, "in.bin"), Out = packed, Content = PackContent.Raw });
            return Publisher.RunAsync(
                new PublishRequest
                {
                    Packs = [packed],
                    Out = Path.Combine(folder, "www"),
                    Channel = "stable",
                    Product = "race",
                    Version = string.Create(CultureInfo.InvariantCulture, $"1.{number / 10_000}.{number % 10_000}"),
                    RecordFolder = Path.Combine(folder, "records"),
                    Begin = number == 0 ? ChannelBegin.First : ChannelBegin.Goes,
                    Allowed = [ChannelRisk.OlderVersion],
                },
                key,
                _now);
        }

        private static long Last(string folder) =>
            Directory.EnumerateFiles(Path.Combine(folder, "www", "stable", "history")).Select(path => long.Parse(Path.GetFileNameWithoutExtension(path).TrimStart('.').Split('.')[0], CultureInfo.InvariantCulture)).Max();

        private static async Task<(int Seen, long Last)> ReadAsync(string folder, PublicKey key, CancellationToken stop)
        {
            HashSet<long> seen = [];
            long last = 0;
            string channel = Path.Combine(folder, "www", "stable");
            while (!stop.IsCancellationRequested)
            {
                byte[] manifest = await File.ReadAllBytesAsync(Path.Combine(channel, Publisher.ManifestName), CancellationToken.None).ConfigureAwait(false);
                VerifyReport report = await ReleaseVerifier.VerifyAsync(manifest, new FolderRelease(channel), [key], _now, cancellation: CancellationToken.None).ConfigureAwait(false);
                if (!report.Passed || report.Manifest!.Revision < last)
                {
                    throw new FuzzFailureException($"a manifest that was seen after revision {last} does not hold: {string.Join("; ", report.Findings.Where(finding => !finding.IsGood))}");
                }

                last = report.Manifest.Revision;
                seen.Add(last);
            }

            return (seen.Count, last);
        }
    }
}
