using System.Diagnostics;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Serving;
using NanoOta.Tooling.Signing;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>Sees the story as it goes on.</summary>
    public interface IDemoObserver
    {
        /// <summary>A step begins.</summary>
        void StepBegins(string title);

        /// <summary>The device begins to run a release.</summary>
        void Booted(string slot, string version);

        /// <summary>The client reached another state.</summary>
        void StateChanged(OtaState state);

        /// <summary>The slot is being filled.</summary>
        void Progressed(long done, long total);

        /// <summary>A step is over.</summary>
        void StepEnds(DemoStep done);
    }

    /// <summary>
    /// The whole story on one virtual ESP32: a real server, real signatures, the sample's sources compiled into five releases, and the
    /// bytes in the slot running after each restart.
    /// </summary>
    public sealed class LampDemo : IAsyncDisposable
    {
        private const string Channel = "stable";
        private const int FlashSize = 4 * 1024 * 1024;
        private const int MaxRuns = 8;

        private readonly string _folder;
        private readonly IDemoObserver _observer;
        private readonly StaticServer _server;
        private readonly SigningKey _key;
        private readonly LampCompiler _compiler;
        private readonly Board _board;
        private readonly DemoMcuBoot? _mcuBoot;
        private StepWatch _watch = new();
        private double _cutAt = 2;
        private string _booted = "";

        private LampDemo(string folder, IDemoObserver observer, StaticServer server, SigningKey key, DemoDevice device)
        {
            _folder = folder;
            _observer = observer;
            _server = server;
            _key = key;
            _compiler = new LampCompiler(new Uri(server.Url, $"{Channel}/manifest.jws"), key.PublicKey, device);
            NorFlash flash = new(FlashSize);
            if (device == DemoDevice.InFieldUpdate)
            {
                _mcuBoot = new DemoMcuBoot();
                Board.Provision(flash, _mcuBoot.Options.Layout, _mcuBoot.Firmware(), BuildImage("1.0", isSick: false));
            }
            else
            {
                Board.Provision(flash, PartitionTable.CreateOta4MB(), BuildImage("1.0", isSick: false));
            }

            _board = new Board(flash, new BoardOptions { OnReport = OnReport, AppHost = new AnnouncingHost(this), McuBoot = _mcuBoot?.Options });
        }

        /// <summary>A device with 1.0 on it, and a server with nothing yet. Files go into a folder that <see cref="DisposeAsync"/> removes.</summary>
        public static async Task<LampDemo> StartAsync(IDemoObserver observer, DemoDevice device, CancellationToken cancellation)
        {
            string folder = Directory.CreateTempSubdirectory("nanoota-demo-").FullName;
            string served = Directory.CreateDirectory(Path.Combine(folder, "served")).FullName;
            StaticServer server = await StaticServer.StartAsync(new StaticServerOptions { Root = served }, cancellation).ConfigureAwait(false);
            return new LampDemo(folder, observer, server, SigningKey.Create(), device);
        }

        /// <summary>All steps, in order; a step that goes wrong does not stop the ones after it.</summary>
        public async Task<IReadOnlyList<DemoStep>> RunAsync(CancellationToken cancellation)
        {
            return
            [
                await UpdateAsync(cancellation).ConfigureAwait(false),
                await SickReleaseAsync(cancellation).ConfigureAwait(false),
                await ForgedReleaseAsync(cancellation).ConfigureAwait(false),
                await PowerCutAsync(cancellation).ConfigureAwait(false),
            ];
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            await _server.DisposeAsync().ConfigureAwait(false);
            _key.Dispose();
            _mcuBoot?.Dispose();
            _board.Flash.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        private byte[] BuildImage(string version, bool isSick)
        {
            byte[] image = _compiler.BuildImage(version, isSick);
            return _mcuBoot == null ? image : _mcuBoot.Sign(version, image);
        }

        private async Task<DemoStep> UpdateAsync(CancellationToken cancellation)
        {
            await PublishAsync("1.1", 2, isSick: false, _key, cancellation).ConfigureAwait(false);
            return Step("1.0 boots, updates to 1.1 over HTTP, confirms", _board.Run, (watch, runs) =>
                runs is ["1.0", "1.1"] && watch.Said.Contains(("trial", OtaResult.Ok, OtaState.Confirmed)) && watch.HighestSequence == 2
                    ? "confirmed 1.1"
                    : null);
        }

        private async Task<DemoStep> SickReleaseAsync(CancellationToken cancellation)
        {
            await PublishAsync("1.2", 3, isSick: true, _key, cancellation).ConfigureAwait(false);
            return Step("1.2 boots, fails its health check, goes back by itself", _board.Run, (watch, runs) =>
                runs is ["1.1", "1.2", "1.1"]
                && watch.Said.Contains(("1.1", OtaResult.HealthCheckFailed, OtaState.RolledBack))
                && watch.Said[^1].Result == OtaResult.ReleaseFailedBefore && watch.HighestSequence == 2
                    ? "back on 1.1, 1.2 is left alone"
                    : null);
        }

        private async Task<DemoStep> ForgedReleaseAsync(CancellationToken cancellation)
        {
            using SigningKey stranger = SigningKey.Create(_key.PublicKey.Kid);
            await PublishAsync("1.3", 4, isSick: false, stranger, cancellation).ConfigureAwait(false);
            long before = _board.Flash.Cost.BytesWritten;
            return Step("1.3 is signed by a stranger in the right key's name", _board.Run, (watch, runs) =>
                runs is ["1.1"] && watch.Said[^1].Result == OtaResult.SignatureInvalid && _board.Flash.Cost.BytesWritten == before
                    ? "refused before a byte was written"
                    : null);
        }

        private async Task<DemoStep> PowerCutAsync(CancellationToken cancellation)
        {
            await PublishAsync("1.4", 5, isSick: false, _key, cancellation).ConfigureAwait(false);
            return Step(
                "1.4 is cut off half way by a power cut, and goes on after it",
                maxRuns =>
                {
                    _cutAt = 0.5;
                    _board.Run(maxRuns);
                    _watch.EndRun();
                    return _board.Run(maxRuns);
                },
                (watch, runs) =>
                    runs is ["1.1", "1.1", "1.4"] && watch.Sum("resumed") > 0 && watch.HighestSequence == 5
                    && watch.Said.Contains(("trial", OtaResult.Ok, OtaState.Confirmed))
                        ? $"resumed behind {watch.Sum("resumed")} bytes, confirmed 1.4"
                        : null);
        }

        private DemoStep Step(string title, Func<int, BootReport> run, Func<StepWatch, string[], string?> judge)
        {
            _observer.StepBegins(title);
            _watch = new StepWatch();
            int first = _board.History.Count;
            long erases = _board.Flash.Cost.Erases;
            long start = Stopwatch.GetTimestamp();
            run(MaxRuns);
            _watch.EndRun();
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            BootReport[] runs = [.. _board.History.Skip(first)];
            string[] versions = [.. runs.Select(r => r.Version)];
            string? outcome = judge(_watch, versions);
            DemoStep step = new(
                title,
                outcome != null,
                outcome ?? $"went otherwise: {string.Join(", ", runs.Select(r => $"{r.Version} {r.End} {r.Detail}"))}; {string.Join(", ", _watch.Said)}",
                versions,
                _watch.Sum("fetched"),
                _watch.Sum("reused"),
                _watch.Sum("resumed"),
                _board.Flash.Cost.Erases - erases,
                _watch.Sum("writes"),
                runs.Count(r => r.RestartsByItself),
                (long)time.TotalMilliseconds);
            _observer.StepEnds(step);
            return step;
        }

        private async Task PublishAsync(string version, long sequence, bool isSick, SigningKey key, CancellationToken cancellation)
        {
            string packed = Directory.CreateDirectory(Path.Combine(_folder, $"packed-{version}")).FullName;
            string image = Path.Combine(packed, "lamp.bin");
            await File.WriteAllBytesAsync(image, BuildImage(version, isSick), cancellation).ConfigureAwait(false);
            PackResult pack = Packer.Run(new PackRequest
            {
                Input = image,
                Out = packed,
                Component = "app",
                McuBoot = _mcuBoot != null,
                McuBootKey = _mcuBoot?.PublicKey,
            });
            await Publisher.RunAsync(
                new PublishRequest
                {
                    Packs = [pack.PackPath],
                    Out = Path.Combine(_folder, "served"),
                    Channel = Channel,
                    Product = "lamp",
                    Version = version,
                    Sequence = sequence,
                },
                key,
                DateTimeOffset.UtcNow,
                cancellation: cancellation).ConfigureAwait(false);
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
                        _board.Flash.CutPower();
                    }

                    break;
                case "update":
                    // The lamp has nothing more to do: the step is over.
                    _board.Flash.CutPower();
                    break;
                default:
                    break;
            }
        }

        private void Boots(BootedApp app)
        {
            _watch.EndRun();
            _booted = app.Version;
            _observer.Booted(app.Slot.Label, _booted);
        }

        private sealed class AnnouncingHost(LampDemo demo) : IAppHost
        {
            private readonly SlotAppHost _inner = new();

            public void Run(BootedApp app, IBoard board)
            {
                demo.Boots(app);
                _inner.Run(app, board);
            }
        }
    }
}
