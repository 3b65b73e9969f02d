using System.Text.Json.Nodes;
using NanoOta.Formats;
using NanoOta.Tooling.Firmware;
using NanoOta.Tooling.Inspection;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>
    /// The Lamp sample inside a firmware's image, in one of two OTA slots; beside it the boot program. The firmware is a stand-in of a real one's size.
    /// The board leaves the factory with 0.9, which crashes.
    /// </summary>
    internal sealed class FirmwareDevice : IDemoDevice
    {
        /// <summary>What a run of the boot program is called.</summary>
        public const string BootProgram = "updater";

        private const int FlashSize = 4 * 1024 * 1024;

        // What the boot program refers to, each behind those that it refers to itself, else by name: so does pack, and the factory has the same bytes.
        private static readonly Type[] _libraries = [typeof(OtaClient), typeof(OtaAgent), typeof(BootProgram), typeof(EspOta), typeof(HttpTransport), typeof(StockPorts)];

        // What the lamp of the week has beside its program.
        private readonly byte[][] _extra;
        private readonly LampApp _app;
        private readonly byte[] _updater;
        private readonly DemoHooks _hooks;
        private readonly Func<bool> _hasNetwork;
        private readonly byte[] _firmware = new StandInFirmware { Natives = HostFirmware.Natives }.Build();

        public FirmwareDevice(Uri manifest, PublicKey key, DemoHooks hooks)
            : this(manifest, key, hooks, null, LampApp.CreateClock(), () => true)
        {
        }

        private FirmwareDevice(Uri manifest, PublicKey key, DemoHooks hooks, string? week, IBoardClock clock, Func<bool> hasNetwork)
        {
            _hooks = hooks;
            _hasNetwork = hasNetwork;
            _extra = week == null ? [] : [AppCompiler.FileOf(typeof(MqttLink))];
            _app = new LampApp(manifest, key, "firmware", "Lamp/EspSlot.cs", week == null ? _libraries : [.. _libraries, typeof(MqttLink)], week);
            string settings = $$"""
                using NanoOta;

                namespace Updater
                {
                    internal static class Settings
                    {
                        public static OtaOptions Create()
                        {
                            {{AppCompiler.Options(manifest, key, LampApp.Product)}}
                            options.Component = "firmware";
                            return options;
                        }
                    }
                }
                """;
            _updater = AppCompiler.Compile(
                "Updater",
                _libraries,
                settings,
                AppCompiler.Resource("ClientReports.cs"),
                AppCompiler.Resource("Updater/Program.cs"),
                AppCompiler.Resource("Updater/UpdaterBoard.cs"));
            NorFlash flash = new(FlashSize);
            byte[] factory = HostFirmware.Attach(_firmware, BootPart(), week == null ? Apps("0.9", ReleaseFault.CrashesInStaticConstructor) : Apps("1.0", ReleaseFault.None));
            Board.Provision(flash, PartitionTable.CreateOta4MB(), factory);
            Board = BoardOf(flash, clock);
        }

        /// <summary>The lamp of the week, which leaves the factory with a good 1.0.</summary>
        public static FirmwareDevice OfWeek(Uri manifest, PublicKey key, DemoHooks hooks, string week, IBoardClock clock, Func<bool> hasNetwork) =>
            new(manifest, key, hooks, week, clock, hasNetwork);

        public string Product => LampApp.Product;

        public Board Board { get; }

        public PackRequest Build(string folder, string version, ReleaseFault fault)
        {
            string firmware = Path.Combine(folder, "nanoCLR.bin");
            File.WriteAllBytes(firmware, _firmware);
            return new PackRequest
            {
                Input = Folder(folder, "app", Apps(version, fault)),
                Out = folder,
                Firmware = new FirmwareRequest
                {
                    Path = firmware,
                    Boot = Folder(folder, "boot", BootPart()),
                    SlotSize = PartitionTable.CreateOta4MB().Ota(0)!.Size,
                },
            };
        }

        public string? ReadBack(string folder) => ReadBack(Board.Flash, folder);

        /// <summary>A board of this kind around another flash.</summary>
        public Board BoardOf(NorFlash flash, IBoardClock clock) =>
            new(flash, new BoardOptions { OnReport = _hooks.OnReport, AppHost = new LampApp.AnnouncingHost(_hooks), Clock = clock, HasNetwork = _hasNetwork });

        /// <summary>The same as <see cref="ReadBack(string)"/>, of another flash.</summary>
        public static string? ReadBack(NorFlash flash, string folder)
        {
            flash.PowerOn();
            string path = Path.Combine(folder, "flash.bin");
            File.WriteAllBytes(path, flash.Peek(0, FlashSize));
            JsonObject seen = Inspector.Inspect(File.ReadAllBytes(path), path);
            JsonNode? slot = seen["slots"]!.AsArray().FirstOrDefault(row => (string?)row!["slot"] == (string?)seen["chosen"]);
            JsonNode? program = slot?["app assemblies"]?.AsArray().FirstOrDefault(row => (string?)row!["name"] == LampApp.Name);
            return program == null ? null : Version.Parse((string)program["version"]!).ToString(2);
        }

        public void Dispose() => Board.Flash.Dispose();

        private static string Folder(string folder, string name, IEnumerable<byte[]> assemblies)
        {
            string path = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
            foreach (byte[] assembly in assemblies)
            {
                File.WriteAllBytes(Path.Combine(path, HostAssembly.NameOf(assembly) + ".pe"), HostFirmware.Wrap(assembly));
            }

            return path;
        }

        private byte[][] Apps(string version, ReleaseFault fault) => [.. _extra, _app.Compile(version, fault)];

        private IEnumerable<byte[]> BootPart() => _libraries.Select(AppCompiler.FileOf).Append(_updater);
    }
}
