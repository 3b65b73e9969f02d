using System.Globalization;
using System.Text.Json.Nodes;
using NanoOta.Formats;
using NanoOta.Tooling.Inspection;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Serving;
using NanoOta.Tooling.Signing;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>A line of the week: what happened around the device, or what the device reported.</summary>
    /// <param name="Seconds">From the beginning of the week.</param>
    /// <param name="Who">"world" or "device".</param>
    /// <param name="What">In words.</param>
    public sealed record WeekLine(long Seconds, string Who, string What);

    /// <summary>What the week came to.</summary>
    /// <param name="Lines">In the order of time.</param>
    /// <param name="Failures">What went otherwise; empty if nothing did.</param>
    /// <param name="Running">The version that the flash starts, as 'inspect' reads it.</param>
    /// <param name="Reports">The reports at the collector.</param>
    /// <param name="BrokerReports">The reports at the broker; null where mosquitto is not installed.</param>
    public sealed record WeekResult(
        IReadOnlyList<WeekLine> Lines,
        IReadOnlyList<string> Failures,
        string? Running,
        IReadOnlyList<JsonObject> Reports,
        IReadOnlyList<JsonObject>? BrokerReports)
    {
        /// <summary>Whether the week went as it must.</summary>
        public bool Passed => Failures.Count == 0;
    }

    /// <summary>
    /// A week of one device with the agent, in virtual time: real servers, a real collector of reports, and the virtual ESP32 with its flash. Reports
    /// come from the collector, and the log and the running release from the flash.
    /// </summary>
    public sealed class WeekStory : IAsyncDisposable
    {
        private const long Hour = 3600;
        private const long Day = 24 * Hour;
        private const string Token = "token-of-the-lamp";
        private const string Channel = "stable";
        private const int MaxRuns = 20;
        private const long AskedAt = (Day * 6) + (12 * Hour);

        private readonly string _folder = Directory.CreateTempSubdirectory("nanoota-week-").FullName;
        private readonly SigningKey _key = SigningKey.Create();
        private readonly ReportCollector _collector = new(Token);
        private readonly List<WeekLine> _world = [];
        private readonly long _start = DateTimeOffset.UtcNow.ToUnixTimeSeconds() / Day * Day;
        private readonly WeekClock _clock;
        private DemoBroker? _broker;
        private StaticServer? _first;
        private StaticServer? _reserve;
        private FirmwareDevice? _device;
        private bool _hasNetwork = true;
        private bool _isHeard;

        private WeekStory()
        {
            _clock = new WeekClock(_start);
        }

        /// <summary>Tells the week.</summary>
        public static async Task<WeekResult> RunAsync(CancellationToken cancellation)
        {
            WeekStory story = new();
            await using (story.ConfigureAwait(false))
            {
                return await story.TellAsync(cancellation).ConfigureAwait(false);
            }
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            foreach (StaticServer server in new[] { _first, _reserve }.OfType<StaticServer>())
            {
                await server.DisposeAsync().ConfigureAwait(false);
            }

            _collector.Dispose();
            _broker?.Dispose();
            _key.Dispose();
            _device?.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        private async Task<WeekResult> TellAsync(CancellationToken cancellation)
        {
            string served = Directory.CreateDirectory(Path.Combine(_folder, "served")).FullName;
            _first = await StaticServer.StartAsync(new StaticServerOptions { Root = served }, cancellation).ConfigureAwait(false);
            _reserve = await StaticServer.StartAsync(new StaticServerOptions { Root = served }, cancellation).ConfigureAwait(false);
            _broker = await DemoBroker.StartAsync(cancellation).ConfigureAwait(false);
            Uri manifest = new(_first.Url, $"{Channel}/manifest.jws");
            string week = $$"""
                namespace Lamp
                {
                    internal static class Week
                    {
                        public const string Collector = "{{_collector.Url}}";
                        public const string Token = "{{Token}}";
                        public const int BrokerPort = {{_broker?.Port ?? 0}};
                        public const string Reserve = "{{new Uri(_reserve.Url, $"{Channel}/manifest.jws")}}";
                    }
                }
                """;
            _device = FirmwareDevice.OfWeek(manifest, _key.PublicKey, new DemoHooks((_, _) => { }, _ => { }), week, _clock, () => _hasNetwork);
            Plan(served, _first.Url.Port, _reserve.Url.Port, cancellation);
            while (_clock.TickMilliseconds < 7 * Day * 1000)
            {
                _device.Board.Flash.PowerOn();
                _device.Board.Run(MaxRuns);
            }

            return Judge();
        }

        private void Plan(string served, int port, int reservePort, CancellationToken cancellation)
        {
            Happens(0, "1.0 is on the server", () => Publish("1.0", 1, cancellation));
            Happens(20 * Hour, "the network goes away", () => _hasNetwork = false);
            Happens((Day * 2) + (4 * Hour), "the network comes back", () => _hasNetwork = true);
            Happens((Day * 2) + (9 * Hour), "1.1 is published; somebody uses the lamp from 18:00 to 24:00", () => Publish("1.1", 2, cancellation));
            Happens((Day * 3) + (12 * Hour), "the server dies for three days, and the reserve for half a day", () =>
            {
                _first!.DisposeAsync().AsTask().GetAwaiter().GetResult();
                _reserve!.DisposeAsync().AsTask().GetAwaiter().GetResult();
            });
            Happens((Day * 4) + (2 * Hour), "the reserve is back, and 1.2 is published there alone", () =>
            {
                Publish("1.2", 3, cancellation);
                _reserve = Serve(served, reservePort, cancellation);
            });
            Happens(AskedAt, $"the server is back with 1.3, which is critical{(_broker == null ? string.Empty : ", and a message over MQTT asks for a check")}", () =>
            {
                Publish("1.3", 4, cancellation, critical: true);
                _first = Serve(served, port, cancellation);
                _isHeard = _broker == null || _broker.Ask(LampApp.Product, "demo");
            });
            _clock.At(7 * Day, () => _device!.Board.Flash.CutPower());
        }

        private static StaticServer Serve(string served, int port, CancellationToken cancellation) =>
            StaticServer.StartAsync(new StaticServerOptions { Root = served, Port = port }, cancellation).GetAwaiter().GetResult();

        private void Happens(long seconds, string what, Action action)
        {
            _clock.At(seconds, () =>
            {
                _world.Add(new WeekLine(seconds, "world", what));
                action();
            });
        }

        private void Publish(string version, long revision, CancellationToken cancellation, bool critical = false)
        {
            string packed = Directory.CreateDirectory(Path.Combine(_folder, $"packed-{version}")).FullName;
            PackResult pack = Packer.Run(_device!.Build(packed, version, ReleaseFault.None), cancellation: cancellation);
            Publisher.RunAsync(
                new PublishRequest
                {
                    Packs = [pack.PackPath],
                    Out = Path.Combine(_folder, "served"),
                    Channel = Channel,
                    Product = LampApp.Product,
                    Version = version,
                    Revision = revision,
                    Install = new InstallContent(Critical: critical),
                },
                _key,
                DateTimeOffset.FromUnixTimeSeconds(_clock.UtcSeconds),
                cancellation: cancellation).GetAwaiter().GetResult();
        }

        private WeekResult Judge()
        {
            IReadOnlyList<JsonObject> reports = _collector.Reports;
            List<WeekLine> lines = [.. _world];
            lines.AddRange(reports.Select(report => new WeekLine(When(report), "device", Words(report))));
            List<string> failures = [];
            void Must(bool holds, string what)
            {
                if (!holds)
                {
                    failures.Add(what);
                }
            }

            Must(Find(reports, AgentPhase.Check, OtaResult.UpToDate, "") >= 0, "no report that 1.0 is up to date");
            Must(Find(reports, AgentPhase.Leave, OtaResult.LeaveWithheld, "1.1.0.0") >= 0, "no report that the application put 1.1 off");
            long installed = Find(reports, AgentPhase.Install, OtaResult.Ok, "1.1.0.0");
            Must(installed >= 0 && installed % Day is >= Hour and < 3 * Hour, $"1.1 was not installed between 01:00 and 03:00 UTC, but at {installed}");
            Must(Find(reports, AgentPhase.Trial, OtaResult.Ok, "1.1.0.0") >= installed, "no report that 1.1 was confirmed");
            Must(Find(reports, AgentPhase.Check, OtaResult.ConnectFailed, "") >= Day * 3, "no report of the outage");
            long second = Find(reports, AgentPhase.Trial, OtaResult.Ok, "1.2.0.0");
            Must(second >= Day * 4 && second < (Day * 6) + (12 * Hour), "1.2 did not come from the reserve while the server was away");
            long third = Find(reports, AgentPhase.Trial, OtaResult.Ok, "1.3.0.0");
            Must(third >= AskedAt && (_broker == null || third < AskedAt + Hour), $"1.3 is critical, and was confirmed at {third}");
            Must(_isHeard, "the device did not hear the message that asks for a check");
            string? running = _device!.ReadBack(_folder);
            Must(running == "1.3", $"the flash starts {running}");
            CompareWithFlash(reports, Must);
            IReadOnlyList<JsonObject>? brokered = _broker?.Reports;
            Must(brokered == null || Texts(brokered).SequenceEqual(Texts(reports)), "the broker has other reports than the collector");
            return new WeekResult([.. lines.OrderBy(line => line.Seconds)], failures, running, reports, brokered);
        }

        // What the device has told is what its flash has.
        private void CompareWithFlash(IReadOnlyList<JsonObject> reports, Action<bool, string> must)
        {
            IReadOnlyList<OutcomeRow> rows = ReadLog();
            must(rows.Count > 0, "flash has no outcome log");
            foreach (OutcomeRow row in rows)
            {
                JsonObject? report = reports.FirstOrDefault(other => (int)other["number"]! == row.Number);
                must(report == null || ((int)report["code"]! == (int)row.Code && (int)report["phase"]! == row.Phase), $"row {row.Number} of the flash is not what was reported");
            }

            must(rows.Count(row => reports.Any(other => (int)other["number"]! == row.Number)) >= rows.Count - 1, "rows of the flash were never reported");
        }

        private IReadOnlyList<OutcomeRow> ReadLog()
        {
            NorFlash flash = _device!.Board.Flash;
            flash.PowerOn();
            Partition partition = PartitionTable.CreateOta4MB().Find(Partition.TypeData, Partition.SubtypeLittleFs)!;
            LittleFsDrive drive = LittleFsDrive.Mount(flash, partition)!;
            return OutcomeLogReader.Read(File("log.0"), File("log.1"));

            byte[] File(string name)
            {
                if (drive.Open(name, DriveMode.Read, out DriveFile? file) != DriveStatus.Ok)
                {
                    return [];
                }

                byte[] bytes = new byte[file!.Length];
                file.Read(0, bytes, out _);
                file.Close();
                return bytes;
            }
        }

        private static IEnumerable<string> Texts(IEnumerable<JsonObject> reports) => reports.Select(report => report.ToJsonString());

        private long When(JsonObject report) => report["time"] is { } time ? (long)time - _start : 0;

        private long Find(IReadOnlyList<JsonObject> reports, AgentPhase phase, OtaResult code, string release)
        {
            JsonObject? found = reports.FirstOrDefault(report => (int)report["phase"]! == (int)phase && (int)report["code"]! == (int)code
                && (release.Length == 0 || (string?)report["release"] == release));
            return found == null ? -1 : When(found);
        }

        private static string Words(JsonObject report)
        {
            OtaResult code = (OtaResult)(int)report["code"]!;
            string release = report["release"] is { } version ? $" {version}" : string.Empty;
            return string.Create(CultureInfo.InvariantCulture, $"runs {report["version"]}: {((AgentPhase)(int)report["phase"]!).ToString().ToLowerInvariant()}{release}: {code} ({(int)code})");
        }
    }
}
