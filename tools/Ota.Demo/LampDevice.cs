using NanoOta.Formats;
using NanoOta.Tooling.Signing;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>The Lamp sample on firmware with two OTA slots, or with In-Field Update. It leaves the factory with 1.0.</summary>
    internal sealed class LampDevice : IDemoDevice
    {
        private const string AppName = "Lamp";
        private const int FlashSize = 4 * 1024 * 1024;

        private readonly string _settings;
        private readonly DemoMcuBoot? _mcuBoot;

        /// <summary>A device of its own; with <paramref name="mcuBoot"/> one that has In-Field Update.</summary>
        public LampDevice(Uri manifest, PublicKey key, DemoHooks hooks, DemoMcuBoot? mcuBoot)
        {
            _mcuBoot = mcuBoot;
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
            byte[] image = BuildImage("1.0", ReleaseFault.None);
            if (mcuBoot == null)
            {
                Board.Provision(flash, PartitionTable.CreateOta4MB(), image);
            }
            else
            {
                Board.Provision(flash, mcuBoot.Options.Layout, mcuBoot.Firmware(), image);
            }

            Board = new Board(flash, new BoardOptions
            {
                OnReport = hooks.OnReport,
                AppHost = new AnnouncingHost(hooks),
                McuBoot = mcuBoot?.Options,
            });
        }

        public string Product => "lamp";

        public Board Board { get; }

        public byte[]? Deployment => null;

        public PublicKey? McuBootKey => _mcuBoot?.PublicKey;

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
            Type[] libraries = _mcuBoot == null
                ? [typeof(OtaClient), typeof(EspOta)]
                : [typeof(OtaClient), typeof(EspOta), typeof(InFieldUpdateSlot)];
            byte[] app = AppCompiler.Compile(
                AppName,
                libraries,
                release,
                _settings,
                AppCompiler.Resource("ClientReports.cs"),
                AppCompiler.Resource("Lamp/Program.cs"),
                AppCompiler.Resource("Lamp/LampBoard.cs"),
                AppCompiler.Resource(_mcuBoot == null ? "Lamp/EspSlot.cs" : "Lamp/UpdateSessionSlot.cs"));
            byte[] image = AppImageBuilder.Build(version, AppName, [new AppAssembly(AppName, app), .. libraries.Select(Own)]);
            return _mcuBoot == null ? image : _mcuBoot.Sign(version, image);
        }

        public void Dispose()
        {
            Board.Flash.Dispose();
            _mcuBoot?.Dispose();
        }

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
