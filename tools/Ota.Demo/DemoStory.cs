using System.Diagnostics;
using System.Globalization;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Serving;
using NanoOta.Tooling.Signing;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>
    /// The whole story on one virtual ESP32: a real server, real signatures, a sample's sources compiled into a handful of releases, and
    /// the bytes in the slot running after each restart.
    /// </summary>
    public sealed partial class DemoStory : IAsyncDisposable
    {
        private const string Channel = "stable";
        private const int MaxRuns = 8;

        private readonly DemoProfile _profile;
        private readonly string _folder;
        private readonly IDemoObserver _observer;
        private readonly StaticServer _server;
        private readonly SigningKey _key;
        private readonly IDemoDevice _device;
        private readonly List<string> _runs = [];
        private StepWatch _watch = new();
        private double _cutAt = 2;
        private bool _isUpToDate;
        private bool _lives;

        private DemoStory(DemoProfile profile, string folder, IDemoObserver observer, StaticServer server, SigningKey key)
        {
            _folder = folder;
            _observer = observer;
            _server = server;
            _key = key;
            Uri manifest = new(server.Url, $"{Channel}/manifest.jws");
            DemoHooks hooks = new(Boots, OnReport);
            _device = profile switch
            {
                DemoProfile.Stock => new StockDevice(manifest, key.PublicKey, hooks),
                DemoProfile.InFieldUpdate => new LampDevice(manifest, key.PublicKey, hooks),
                _ => new FirmwareDevice(manifest, key.PublicKey, hooks),
            };
            _profile = profile;
        }

        private Board Board => _device.Board;

        /// <summary>A device as it comes from the workbench, and a server with nothing yet. Files go into a folder that <see cref="DisposeAsync"/> removes.</summary>
        public static async Task<DemoStory> StartAsync(DemoProfile profile, IDemoObserver observer, CancellationToken cancellation)
        {
            string folder = Directory.CreateTempSubdirectory("nanoota-demo-").FullName;
            string served = Directory.CreateDirectory(Path.Combine(folder, "served")).FullName;
            StaticServer server = await StaticServer.StartAsync(new StaticServerOptions { Root = served }, cancellation).ConfigureAwait(false);
            return new DemoStory(profile, folder, observer, server, SigningKey.Create());
        }

        /// <summary>All steps, in order; a step that goes wrong does not stop the ones after it.</summary>
        public async Task<IReadOnlyList<DemoStep>> RunAsync(CancellationToken cancellation)
        {
            Func<CancellationToken, Task<DemoStep>>[] both = [UpdateAsync, SickReleaseAsync, ForgedReleaseAsync, PowerCutAsync];
            Func<CancellationToken, Task<DemoStep>>[] steps = _profile switch
            {
                DemoProfile.Stock => [ProvisionAsync, .. both, CrashAsync, HangAsync, TwoDeadSlotsAsync],
                DemoProfile.OtaSlots => [CureAsync, .. both],
                _ => both,
            };
            List<DemoStep> done = [];
            foreach (Func<CancellationToken, Task<DemoStep>> step in steps)
            {
                done.Add(await step(cancellation).ConfigureAwait(false));
            }

            return done;
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            await _server.DisposeAsync().ConfigureAwait(false);
            _key.Dispose();
            _device.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        private async Task<DemoStep> CureAsync(CancellationToken cancellation)
        {
            await PublishAsync("1.0", 1, ReleaseFault.None, _key, cancellation).ConfigureAwait(false);
            return Step("the factory's 0.9 crashes in a static constructor, and its boot program fetches 1.0", Board.Run, (watch, runs) =>
                runs is ["0.9", "0.9", FirmwareDevice.BootProgram, "1.0"] && watch.HasConfirmed("1.0") ? "confirmed 1.0" : null);
        }

        private async Task<DemoStep> UpdateAsync(CancellationToken cancellation)
        {
            // The other releases go without a delta file, since the encoder takes a second for each.
            DeltaSources delta = DeltaSources.History() with { ServesOtherDevices = false };
            PackFile pack = await PublishAsync("1.1", 2, ReleaseFault.None, _key, cancellation, delta).ConfigureAwait(false);
            return Step("1.0 boots, updates to 1.1 over HTTP, confirms", Board.Run, (watch, runs) =>
                runs is ["1.0", "1.1"] && watch.HasConfirmed("1.1") ? $"confirmed 1.1, fetched {watch.Sum("fetched")} bytes{Compare(pack, watch.Sum("fetched"))}" : null);
        }

        private Task<DemoStep> SickReleaseAsync(CancellationToken cancellation) =>
            UndoneAsync("1.2", 3, ReleaseFault.Sick, "1.2 boots, fails its health check, goes back by itself", "1.1", OtaResult.HealthCheckFailed, cancellation);

        // A bad release, and the good one before it, to which the device goes back for that reason.
        private async Task<DemoStep> UndoneAsync(
            string version,
            long revision,
            ReleaseFault fault,
            string title,
            string good,
            OtaResult reason,
            CancellationToken cancellation)
        {
            await PublishAsync(version, revision, fault, _key, cancellation).ConfigureAwait(false);
            return Step(title, Board.Run, (watch, runs) =>
                runs.SequenceEqual([good, version, good]) && watch.HasGoneBack(good, reason) && watch.InstalledVersion == ReleaseVersion.Parse(good)
                    ? $"back on {good}, {version} is left alone"
                    : null);
        }

        private async Task<DemoStep> ForgedReleaseAsync(CancellationToken cancellation)
        {
            using SigningKey stranger = SigningKey.Create(_key.PublicKey.Kid);
            await PublishAsync("1.3", 4, ReleaseFault.None, stranger, cancellation).ConfigureAwait(false);
            long before = Board.Flash.Cost.BytesWritten;

            // Small files of the drive: the count of starts, and the agent's outcome log.
            const long SmallFileBytes = 4096;
            return Step("1.3 is signed by a stranger in the right key's name", Board.Run, (watch, runs) =>
                runs is ["1.1"] && watch.Said[^1].Result == OtaResult.SignatureInvalid && Board.Flash.Cost.BytesWritten - before <= SmallFileBytes
                    ? "refused before a byte of the release was written"
                    : null);
        }

        private async Task<DemoStep> PowerCutAsync(CancellationToken cancellation)
        {
            await PublishAsync("1.4", 5, ReleaseFault.None, _key, cancellation).ConfigureAwait(false);
            return Step(
                "1.4 is cut off half way by a power cut, and goes on after it",
                maxRuns =>
                {
                    _cutAt = 0.5;
                    Board.Run(maxRuns);
                    _watch.EndRun();
                    return Board.Run(maxRuns);
                },
                (watch, runs) =>
                    runs is ["1.1", "1.1", "1.4"] && watch.Sum("resumed") > 0 && watch.HasConfirmed("1.4")
                        ? $"found {watch.LastRun("resumed")} bytes staged already, confirmed 1.4"
                        : null);
        }

        private DemoStep Step(string title, Func<int, BootReport> run, Func<StepWatch, string[], string?> judge)
        {
            _observer.StepBegins(title);
            _watch = new StepWatch();
            int first = Board.History.Count;
            _runs.Clear();
            FlashCost before = Board.Flash.Cost;
            long start = Stopwatch.GetTimestamp();
            run(MaxRuns);
            _watch.EndRun();
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            BootReport[] runs = [.. Board.History.Skip(first)];
            string[] versions = [.. _runs];
            FlashCost cost = Board.Flash.Cost - before;
            string? outcome = judge(_watch, versions);
            string? readBack = _device.ReadBack(_folder);
            if (readBack != null)
            {
                outcome = outcome != null && readBack == versions[^1] ? $"{outcome}; inspect reads {readBack} from the flash" : null;
            }

            DemoStep step = new(
                title,
                outcome != null,
                outcome ?? $"went otherwise: {string.Join(", ", versions)}; {string.Join(", ", runs.Select(r => $"{r.End} {r.Detail}"))}; {string.Join(", ", _watch.Said)}",
                versions,
                _watch.Sum("fetched"),
                _watch.Sum("reused"),
                _watch.Sum("resumed"),
                cost.Erases,
                (long)cost.BusyTime.TotalMilliseconds,
                _watch.Sum("writes"),
                runs.Count(r => r.RestartsByItself),
                (long)time.TotalMilliseconds);
            _observer.StepEnds(step);
            return step;
        }

        private async Task<PackFile> PublishAsync(string version, long revision, ReleaseFault fault, SigningKey key, CancellationToken cancellation, DeltaSources? delta = null)
        {
            string packed = Directory.CreateDirectory(Path.Combine(_folder, $"packed-{version}")).FullName;
            PackResult pack = Packer.Run(_device.Build(packed, version, fault));
            await Publisher.RunAsync(
                new PublishRequest
                {
                    Packs = [pack.PackPath],
                    Out = Path.Combine(_folder, "served"),
                    Channel = Channel,
                    Product = _device.Product,
                    Version = version,
                    Revision = revision,
                    DeltaFrom = delta,

                    // The stranger of the story writes over the channel, and the owner over the stranger's manifest.
                    Allowed = [ChannelRisk.ForeignManifest],
                },
                key,
                DateTimeOffset.UtcNow,
                cancellation: cancellation).ConfigureAwait(false);
            return pack.Pack;
        }

        // What the same update fetches without the delta file, from the images that the server has; nothing where the server has no old image.
        private string Compare(PackFile pack, long fetched)
        {
            string channel = Path.Combine(_folder, "served", Channel);
            string old = Path.Combine(channel, "1.0", pack.Component + ".img");
            if (!File.Exists(old))
            {
                return $" of {pack.Image.Size}";
            }

            byte[] image = File.ReadAllBytes(Path.Combine(channel, "1.1", pack.Component + ".img"));
            long delta = new FileInfo(Path.Combine(channel, "1.1", pack.Component + ".delta")).Length;
            ImageDigests digests = ImageDigests.Of(image);
            long without = fetched - digests.Head.Length - delta + UpdateCost.Without(File.ReadAllBytes(old), image, digests);
            return string.Create(CultureInfo.InvariantCulture, $" of {image.Length}; without the delta file {without}");
        }

        // Called on the app's thread.
        private void OnReport(BoardProgress report)
        {
            _watch.Take(report);
            switch (report.Name)
            {
                case "state":
                    _observer.StateChanged((OtaState)report.Value);
                    break;
                case "progress":
                    _observer.Progressed(report.Done, report.Total);
                    if ((double)report.Done / report.Total >= _cutAt)
                    {
                        _cutAt = 2;
                        _observer.PowerCut();
                        (_cutBoard ?? Board).Flash.CutPower();
                    }

                    break;
                case "update":
                    // Nothing more to do, so the step is over, once the lamp has said life. Boards that count no starts hear no such word.
                    _isUpToDate = true;
                    EndRun(_profile != DemoProfile.OtaSlots || _lives);
                    break;
                case "life":
                    _lives = true;
                    EndRun(_isUpToDate);
                    break;
                default:
                    break;
            }
        }

        private void EndRun(bool isOver)
        {
            if (isOver)
            {
                (_cutBoard ?? Board).Flash.CutPower();
            }
        }

        private void Boots(string slot, string version)
        {
            _watch.EndRun();
            _isUpToDate = false;
            _lives = false;
            _runs.Add(version);
            _observer.Booted(slot, version);
        }
    }
}
