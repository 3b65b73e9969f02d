using System.Security.Cryptography;
using NanoOta.Formats;
using NanoOta.Sweep;
using NanoOta.Tests.VirtualDevice;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Release;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Life
{
    /// <summary>
    /// A virtual board with OTA slots whose releases are delegates: real images, real boot program, real client with the guard of the firmware. Time
    /// is virtual. What runs is read from the history of boots, what is kept from flash.
    /// </summary>
    internal sealed class SlotDevice : IDisposable
    {
        internal const int Minute = 60000;
        internal const int Hour = 60 * Minute;
        internal const int Day = 24 * Hour;
        internal const string Factory = "1.0";
        private const string Url = "http://life.example/stable/";
        private const string Product = "life";
        private const int MaxRuns = 3000;

        private static readonly byte[] _bootProgram = TinyApp.Compile("public static class Program { public static void Main() { } }", "Boot");
        private static readonly byte[] _program = TinyApp.Compile("public static class Program { public static void Main() { } }", "App");

        private readonly TestSigner _signer = new();
        private readonly NorFlash _flash = new(0x400000);
        private readonly Dictionary<string, Action<SlotRun>> _apps = [];
        private readonly PartitionTable _table = PartitionTable.CreateOta4MB();
        private long _revision = 1;

        internal SlotDevice(Action<SlotRun>? factory = null)
        {
            _apps[Factory] = factory ?? (run => run.Work());
            Board.Provision(_flash, _table, Image(Factory));
            Board = new Board(_flash, new BoardOptions { Clock = Clock, Watchdog = null, AppHost = new Host(this), ClrFaultOf = app => Fault?.Invoke(app) ?? ClrFault.None });
        }

        internal VirtualClock Clock { get; } = new(ReleaseSet.Now);

        internal MemoryTransport Server { get; } = new();

        internal Board Board { get; }

        internal bool HasNetwork { get; set; } = true;

        internal Func<BootedApp, ClrFault>? Fault { get; set; }

        /// <summary>When programs end, so that the test goes on; milliseconds of the clock.</summary>
        internal long Until { get; private set; }

        /// <summary>The release that ran last; the boot program is "ask".</summary>
        internal string Running => NameOf(Board.History[^1]);

        /// <summary>Version and state of the slot that otadata chooses, as inspect reads them from flash.</summary>
        internal string Chosen => FlashReading.Chosen(_flash);

        /// <summary>What was ever said: "version: code".</summary>
        internal List<string> Said { get; } = [];

        internal IEnumerable<string> Runs => Board.History.Select(NameOf);

        /// <summary>The guard's note, from flash.</summary>
        internal GuardNote Note
        {
            get
            {
                _flash.PowerOn();
                GuardNotes notes = new(new EspPartitions(_flash, new BootloaderOptions().Target(EspImageUse.Load)), _table.Find(PartitionTable.StateLabel));
                return notes.Read(out GuardNote note) == NotesState.Read ? note : throw new InvalidOperationException("The notes cannot be read.");
            }
        }

        internal void Publish(string version, Action<SlotRun>? app = null, string? notBelow = null, int retry = 0)
        {
            _apps[version] = app ?? (run => run.Work());
            Publish(version, Image(version), notBelow, retry);
        }

        /// <summary>A signed release whose image is noise behind that byte: each byte is as it was signed, and no slot can start it. Returns its length.</summary>
        internal int PublishNoise(string version, byte first)
        {
            byte[] noise = new byte[Image(version).Length];
            new Random(19).NextBytes(noise);
            noise[0] = first;
            Publish(version, noise, null, 0);
            return noise.Length;
        }

        /// <summary>Nobody answers, or the server is back.</summary>
        internal void Silence(bool isSilent = true) => Silence(isSilent ? OtaResult.ConnectFailed : OtaResult.Ok);

        /// <summary>Each request fails with that code; with Ok the server is back.</summary>
        internal void Silence(OtaResult answer)
        {
            Server.FailWith = answer;
            Server.FailCount = answer == OtaResult.Ok ? 0 : int.MaxValue;
        }

        /// <summary>The power is on for that long; then it goes.</summary>
        internal void Live(long milliseconds)
        {
            Until = Clock.TickMilliseconds + milliseconds;
            int first = Board.History.Count;
            do
            {
                BootReport report = Board.PowerOn();
                if (report.End == RunEnd.NothingBootable || Board.History.Count - first > MaxRuns)
                {
                    throw new InvalidOperationException($"{report.End} after {Board.History.Count - first} runs: {string.Join(' ', Runs.TakeLast(40))}");
                }
            }
            while (Clock.TickMilliseconds < Until);
        }

        /// <summary>Single starts, whatever time passes in them.</summary>
        internal void Start(int count)
        {
            Until = long.MaxValue;
            for (int i = 0; i < count; i++)
            {
                Board.PowerOn();
            }
        }

        internal OtaOptions Options(string? version) => new()
        {
            ManifestUrl = Url + "manifest.jws",
            Keys = _signer.Keys,
            Product = Product,
            Component = "firmware",
            Version = version,
            BaselineRevision = 1,
            DeviceId = "life",
            Retry = new RetryPolicy(1000, 5000, 2, 1),
        };

        internal OtaPorts Ports(IBoard natives)
        {
            EspOtaSlot slot = new(new EspOta(natives));
            return new OtaPorts
            {
                Transport = Server,
                Slot = slot,
                Boot = slot,
                Starts = new EspStartGuard(new EspGuard(natives)),
                Store = new TwoCopyStateStore(new FlashRecordMedium(natives), DeviceRecord.Length),
                Clock = new BoardClock(natives),
                Restart = new BoardRestart(natives),
            };
        }

        public void Dispose()
        {
            _flash.Dispose();
            _signer.Dispose();
        }

        private void Publish(string version, byte[] image, string? notBelow, int retry)
        {
            ImageDigests digests = ImageDigests.Of(image);
            ManifestContent manifest = new()
            {
                Product = Product,
                Channel = "stable",
                Revision = ++_revision,
                Version = version,
                Issued = ReleaseSet.Now - 1000,
                Expires = ReleaseSet.Now + 400000000,
                Retry = retry,
                NotBelow = notBelow,
                Images = [new ImageContent("firmware", version, Packed($"{version}/app.img", image), new TableReference($"{version}/app.chunks", System.Buffers.Text.Base64Url.EncodeToString(digests.Identity)), [])],
            };
            Server.Put(Url + $"{version}/app.img", image);
            Server.Put(Url + $"{version}/app.chunks", digests.File.ToArray());
            Server.Put(Url + "manifest.jws", System.Text.Encoding.ASCII.GetBytes(_signer.Sign(ManifestWriter.Write(manifest))));
        }

        private static string NameOf(BootReport report) =>
            report.End == RunEnd.Guard ? "guard" : report.Region == RegionKind.BootPart ? "ask" : report.Version;

        private static byte[] Image(string version) => TinyApp.Image(version, [_bootProgram], [_program]);

        private static PackedFile Packed(string file, byte[] bytes) => new(file, bytes.Length, System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(bytes)));

        private sealed class Host(SlotDevice device) : IAppHost
        {
            public void Run(BootedApp app, IBoard board)
            {
                if (app.Region.Kind == RegionKind.BootPart)
                {
                    new UpdateProgram(device.Options(app.Version), device.Ports(board), new Network(device)).Run();
                }
                else
                {
                    device._apps[app.Version](new SlotRun(device, app.Version, board));
                }
            }
        }

        private sealed class Network(SlotDevice device) : INetwork
        {
            public OtaResult Connect(int timeout)
            {
                if (!device.HasNetwork)
                {
                    device.Clock.Advance(timeout);
                }

                return device.HasNetwork ? OtaResult.Ok : OtaResult.ConnectFailed;
            }

            public OtaResult SetClock() => OtaResult.Ok;
        }
    }
}
