using System.Globalization;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;

namespace NanoOta.Tests.Tooling
{
    /// <summary>
    /// Readers and publishers at the same time. Here the publishers are threads that end at a random step without taking anything back; the same with
    /// processes that are killed: <c>dotnet run -c Release --project tools/Ota.Fuzz -- publishers 200</c>.
    /// </summary>
    [TestClass]
    public class AtomicPublishingTests
    {
        // 200 with NANOOTA_ROUNDS=334.
        private static readonly int _releases = TestSeed.Rounds(60);

        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        public async Task Every_manifest_that_a_reader_sees_is_whole_while_two_publishers_publish_and_die()
        {
            using ReleaseFixture fixture = new();
            int seed = TestSeed.Create(TestContext).Next();
            await PublishAsync(fixture, 0, int.MaxValue);
            int next = 0;
            int killed = 0;
            using CancellationTokenSource stop = new();
            HashSet<long> seen = [];
            Task<long> reader = Task.Run(() => ReadAsync(fixture, seen, stop.Token));
            await Task.WhenAll(Enumerable.Range(0, 2).Select(publisher => Task.Run(async () =>
            {
                Random random = new(seed + publisher);
                while (Interlocked.Increment(ref next) is int number && (number <= _releases || (seen.Count < 10 && number < 10 * _releases)))
                {
                    try
                    {
                        await PublishAsync(fixture, number, random.Next(4) == 0 ? random.Next(6) : int.MaxValue);
                    }
                    catch (PublisherKilledException)
                    {
                        Interlocked.Increment(ref killed);
                    }
                }
            })));
            await stop.CancelAsync();
            long last = await reader;

            // Whoever comes after the dead goes on.
            PublishResult after = await PublishAsync(fixture, next + 1, int.MaxValue);
            Assert.IsGreaterThan(_releases / 30, killed, $"publishers that died, seed {seed}");
            Assert.IsGreaterThan(5, seen.Count, $"manifests that were seen, seed {seed}");
            Assert.IsGreaterThan(last, after.Content.Revision);
            Assert.IsTrue((await fixture.VerifyAsync()).Passed);
            Assert.IsEmpty(Directory.EnumerateFiles(fixture.Www, "*.tmp", SearchOption.AllDirectories), "half-written files");
        }

        [TestMethod]
        [DataRow("1.1.0/app.img", 2L)]
        [DataRow("1.1.0/app.chunks", 2L)]
        [DataRow("record", 2L)]
        [DataRow("history", 3L)]
        [DataRow("manifest", 3L)]
        public async Task After_a_publisher_s_death_before_a_step_the_old_release_stands_and_the_next_goes_on(string step, long revision)
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            byte[] before = await File.ReadAllBytesAsync(fixture.ManifestPath);
            await Assert.ThrowsExactlyAsync<PublisherKilledException>(() => fixture.PublishAsync(fixture.Request("1.1.0") with { BeforeStep = name => Die(name == step) }));

            CollectionAssert.AreEqual(before, await File.ReadAllBytesAsync(fixture.ManifestPath));
            Assert.IsTrue((await fixture.VerifyAsync()).Passed);
            PublishResult next = await fixture.PublishAsync("1.1.0");
            Assert.AreEqual(revision, next.Content.Revision);
            Assert.IsTrue((await fixture.VerifyAsync()).Passed);
        }

        [TestMethod]
        public async Task Leftovers_of_a_dead_publisher_are_replaced_and_published_files_never()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            await Assert.ThrowsExactlyAsync<PublisherKilledException>(() => fixture.PublishAsync(fixture.Request("1.1.0") with { BeforeStep = name => Die(name == "record") }));

            await fixture.PublishAsync(fixture.Request("2.0.0") with { Version = "1.1.0" });
            Assert.IsTrue((await fixture.VerifyAsync()).Passed);
            await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(fixture.Request("1.1.0")));
        }

        [TestMethod]
        public async Task P9_Ctrl_C_leaves_everything_as_it_was()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            string[] before = [.. Directory.EnumerateFiles(fixture.Temp.Path, "*", SearchOption.AllDirectories).Order()];
            PublishRequest next = fixture.Request("1.1.0") with { DeltaFrom = DeltaSources.History() };
            string[] packed = [.. Directory.EnumerateFiles(fixture.Temp["packed-1.1.0"]), .. Directory.EnumerateFiles(fixture.Temp["built-1.1.0"])];
            using CancellationTokenSource pressed = new();
            Progress pressedAtFirst = new(pressed);

            await Assert.ThrowsAsync<OperationCanceledException>(() => Publisher.RunAsync(next, fixture.Key, ReleaseFixture.Now, pressedAtFirst, pressed.Token));

            CollectionAssert.AreEqual(before, Directory.EnumerateFiles(fixture.Temp.Path, "*", SearchOption.AllDirectories).Order().Except(packed).ToArray());
        }

        [TestMethod]
        public async Task An_error_while_files_are_written_takes_back_what_was_written()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            byte[] record = await File.ReadAllBytesAsync(fixture.RecordPath);
            await Assert.ThrowsExactlyAsync<IOException>(() => fixture.PublishAsync(fixture.Request("1.1.0") with
            {
                BeforeStep = name =>
                {
                    if (name == "manifest")
                    {
                        throw new IOException("The disk is full.");
                    }
                },
            }));

            CollectionAssert.AreEqual(record, await File.ReadAllBytesAsync(fixture.RecordPath));
            Assert.IsFalse(Directory.Exists(Path.Combine(fixture.Channel, "1.1.0")));
            Assert.IsFalse(File.Exists(Path.Combine(fixture.Channel, "history", "2.jws")));
        }

        private static Task<PublishResult> PublishAsync(ReleaseFixture fixture, int number, int lastStep)
        {
            string version = string.Create(CultureInfo.InvariantCulture, $"1.0.{number}");
            string folder = fixture.Temp[$"p{number}"];
            byte[] image = new byte[100 + number];
            new Random(number).NextBytes(image);
            Packer.Run(new PackRequest { Input = fixture.Temp.Write($"in/{number}.img", image), Out = folder, Content = PackContent.Raw });
            int steps = 0;
            return Publisher.RunAsync(
                new PublishRequest
                {
                    Packs = [folder],
                    Out = fixture.Www,
                    Channel = "stable",
                    Product = "thermostat",
                    Version = version,
                    RecordFolder = fixture.Records,
                    Begin = number == 0 ? ChannelBegin.First : ChannelBegin.Goes,
                    Allowed = [ChannelRisk.OlderVersion],
                    BeforeStep = _ => Die(steps++ == lastStep),
                },
                fixture.Key,
                ReleaseFixture.Now);
        }

        private static async Task<long> ReadAsync(ReleaseFixture fixture, HashSet<long> seen, CancellationToken stop)
        {
            long last = 0;
            while (!stop.IsCancellationRequested)
            {
                byte[] manifest;
                try
                {
                    manifest = await File.ReadAllBytesAsync(fixture.ManifestPath, CancellationToken.None);
                }
                catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
                {
                    continue;
                }

                VerifyReport report = await ReleaseVerifier.VerifyAsync(manifest, new FolderRelease(fixture.Channel), [fixture.Key.PublicKey], ReleaseFixture.Now, cancellation: CancellationToken.None);
                Assert.IsTrue(report.Passed, string.Join("; ", report.Findings.Where(finding => !finding.IsGood)));
                Assert.IsGreaterThanOrEqualTo(last, report.Manifest!.Revision, "the revision that a reader saw");
                last = report.Manifest.Revision;
                seen.Add(last);
            }

            return last;
        }

        private static void Die(bool now)
        {
            if (now)
            {
                throw new PublisherKilledException();
            }
        }

        private sealed class Progress(CancellationTokenSource pressed) : IProgress<double>
        {
            public void Report(double value) => pressed.Cancel();
        }
    }
}
