using NanoOta.Tooling.Signing;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>The Lamp sample on firmware with two OTA slots. It leaves the factory with 1.0.</summary>
    internal sealed class OtaSlotsDevice : IDemoDevice
    {
        private const string AppName = "Lamp";
        private const int FlashSize = 4 * 1024 * 1024;

        private readonly string _settings;

        public OtaSlotsDevice(Uri manifest, PublicKey key, DemoHooks hooks)
        {
            _settings = $$"""
                using NanoOta;

                namespace Lamp
                {
                    internal static class Settings
                    {
                        public const int CheckInterval = 1000;

                        public static OtaOptions Create()
                        {
                            {{AppCompiler.Options(manifest, key, "lamp")}}
                            options.Version = Release.Version;
                            options.BaselineSequence = 1;
                            return options;
                        }
                    }
                }
                """;
            NorFlash flash = new(FlashSize);
            Board.Provision(flash, PartitionTable.CreateOta4MB(), BuildImage("1.0", ReleaseFault.None));
            Board = new Board(flash, new BoardOptions { OnReport = hooks.OnReport, AppHost = new AnnouncingHost(hooks) });
        }

        public string Product => "lamp";

        public Board Board { get; }

        public byte[]? Deployment => null;

        public byte[] BuildImage(string version, ReleaseFault fault)
        {
            string release = $$"""
                using NanoOta;

                namespace Lamp
                {
                    internal static class Release
                    {
                        public const string Version = "{{version}}";

                        public static HealthStatus CheckLight()
                        {
                            return HealthStatus.{{(fault == ReleaseFault.Sick ? HealthStatus.Failed : HealthStatus.Healthy)}};
                        }
                    }
                }
                """;
            byte[] app = AppCompiler.Compile(
                AppName,
                [typeof(OtaClient), typeof(EspOta)],
                release,
                _settings,
                AppCompiler.Resource("Lamp/Program.cs"),
                AppCompiler.Resource("Lamp/LampBoard.cs"));
            return AppImageBuilder.Build(version, AppName, new AppAssembly(AppName, app), Own(typeof(OtaClient)), Own(typeof(EspOta)));
        }

        public void Dispose() => Board.Flash.Dispose();

        private static AppAssembly Own(Type type) => new(type.Assembly.GetName().Name!, AppCompiler.FileOf(type));

        private sealed class AnnouncingHost(DemoHooks hooks) : IAppHost
        {
            private readonly SlotAppHost _inner = new();

            public void Run(BootedApp app, IBoard board)
            {
                hooks.Booted(app.Slot.Label, app.Version);
                _inner.Run(app, board);
            }
        }
    }
}
