using NanoOta.Tooling.Pe;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>
    /// The Blink sample on stock firmware of 4 MB. Deployed is the Bootstrap; the drive is empty, so that the first release comes over the
    /// air like all others. A build gives the app and its libraries; what the Bootstrap carries of them is not sent.
    /// </summary>
    internal sealed class StockDevice : IDemoDevice
    {
        /// <summary>What a run is called in which the Bootstrap found no app to start.</summary>
        public const string Recovery = "recovery";

        private const string AppName = "Blink";
        private const string FirmwareVersion = "1.17.11.0";

        // So that there is something to go on with after a power cut: the drive keeps 16 KiB at a time.
        private const int PictureLength = 48 * 1024;

        // Real milliseconds: the network is real.
        private const int HealthWindow = 8000;

        private readonly DemoHooks _hooks;
        private readonly byte[] _deployment;

        public StockDevice(Uri manifest, PublicKey key, DemoHooks hooks)
        {
            _hooks = hooks;
            string settings = $$"""
                using NanoOta;

                namespace Resident
                {
                    internal static class Settings
                    {
                        public static BootOptions Create()
                        {
                            {{AppCompiler.Options(manifest, key, "blink")}}
                            return new BootOptions { Ota = options, Agent = new AgentOptions { StartSpread = 0 }, HealthWindow = {{HealthWindow}} };
                        }
                    }
                }
                """;
            Type[] libraries = [typeof(OtaClient), typeof(OtaAgent), typeof(BootProgram), typeof(EspOta), typeof(HttpTransport), typeof(StockPorts)];
            byte[] program = AppCompiler.Compile(
                "Resident",
                libraries,
                settings,
                AppCompiler.Resource("Resident/Program.cs"),
                AppCompiler.Resource("Resident/ResidentBoard.cs"));
            _deployment = AppImage.FromAssemblies(libraries.Select(AppCompiler.FileOf).Append(program).Select(Assembly)).Bytes;
            Board = new Board(
                StockBoard.Create(_deployment, FirmwareVersion),
                new BoardOptions { OnReport = hooks.OnReport, OnConsole = OnConsole, AppHost = new ClrAppHost() });
        }

        public string Product => "blink";

        public Board Board { get; }

        public string? ReadBack(string folder) => null;

        public void Dispose() => Board.Flash.Dispose();

        public PackRequest Build(string folder, string version, ReleaseFault fault)
        {
            string resident = Path.Combine(folder, "deployment.bin");
            File.WriteAllBytes(resident, _deployment);
            string image = Path.Combine(folder, "app.bin");
            File.WriteAllBytes(image, BuildImage(version, fault));
            return new PackRequest { Input = image, Out = folder, Component = "app", Resident = resident };
        }

        private static byte[] BuildImage(string version, ReleaseFault fault)
        {
            string release = $$"""
                using NanoOta;

                namespace Blink
                {
                    internal static class Release
                    {
                        public const string Version = "{{version}}";

                        public static void Start()
                        {
                            {{StartOf(fault)}}
                        }

                        public static HealthStatus CheckLed()
                        {
                            return HealthStatus.{{(fault == ReleaseFault.Sick ? HealthStatus.Failed : HealthStatus.Healthy)}};
                        }
                    }
                }
                """;
            byte[] picture = new byte[PictureLength];
            new Random(1).NextBytes(picture);
            byte[] app = AppCompiler.Compile(
                AppName,
                [typeof(OtaClient), typeof(OtaAgent), typeof(EspOta)],
                picture,
                release,
                AppCompiler.Resource("ClientReports.cs"),
                AppCompiler.Resource("AgentReports.cs"),
                AppCompiler.Resource("Blink/Program.cs"),
                AppCompiler.Resource("Blink/BlinkBoard.cs"));
            return AppImage.FromAssemblies([Assembly(app), Assembly(AppCompiler.FileOf(typeof(OtaClient))), Assembly(AppCompiler.FileOf(typeof(OtaAgent))), Assembly(AppCompiler.FileOf(typeof(EspOta)))]).Bytes;
        }

        private static string StartOf(ReleaseFault fault) => fault switch
        {
            ReleaseFault.Crashes => "throw new System.InvalidOperationException();",
            ReleaseFault.Hangs => "while (true) { OtaContext.Current.Clock.Sleep(100); }",
            _ => "",
        };

        private static PeAssembly Assembly(byte[] file) => PeAssembly.Parse(HostAssembly.Wrap(file), "host");

        private void OnConsole(string line)
        {
            switch (line.Split(' '))
            {
                case ["app", string version, string slot]:
                    _hooks.Booted(slot, version);
                    break;
                case [Recovery]:
                    _hooks.Booted("deploy", Recovery);
                    break;
                default:
                    break;
            }
        }
    }
}
