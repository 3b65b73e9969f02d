using NanoOta.Formats;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>The Lamp sample on a board with In-Field Update. It leaves the factory with 1.0.</summary>
    internal sealed class LampDevice : IDemoDevice
    {
        private const int FlashSize = 4 * 1024 * 1024;

        private static readonly Type[] _libraries = [typeof(OtaClient), typeof(OtaAgent), typeof(BootProgram), typeof(EspOta), typeof(HttpTransport), typeof(StockPorts), typeof(InFieldUpdateSlot)];

        private readonly LampApp _app;
        private readonly DemoMcuBoot _mcuBoot = new();

        public LampDevice(Uri manifest, PublicKey key, DemoHooks hooks)
        {
            _app = new LampApp(manifest, key, "app", "Lamp/UpdateSessionSlot.cs", _libraries);
            NorFlash flash = new(FlashSize);
            Board.Provision(flash, _mcuBoot.Options.Layout, _mcuBoot.Firmware(), BuildImage("1.0", ReleaseFault.None));
            Board = new Board(flash, new BoardOptions
            {
                OnReport = hooks.OnReport,
                Clock = LampApp.CreateClock(),
                AppHost = new LampApp.AnnouncingHost(hooks),
                McuBoot = _mcuBoot.Options,
            });
        }

        public string Product => LampApp.Product;

        public Board Board { get; }

        public string? ReadBack(string folder) => null;

        public PackRequest Build(string folder, string version, ReleaseFault fault)
        {
            string image = Path.Combine(folder, "app.bin");
            File.WriteAllBytes(image, BuildImage(version, fault));
            return new PackRequest { Input = image, Out = folder, Component = "app", McuBoot = true, McuBootKey = _mcuBoot.PublicKey };
        }

        public void Dispose()
        {
            Board.Flash.Dispose();
            _mcuBoot.Dispose();
        }

        // No assembly asks for natives here: In-Field Update's firmware is not nanoOta's.
        private byte[] BuildImage(string version, ReleaseFault fault)
        {
            byte[] carrier = new EspImageBuilder { Version = version, ProjectName = LampApp.Name }.Build();
            IEnumerable<byte[]> libraries = _libraries.Select(AppCompiler.FileOf).Select(file => HostAssembly.Wrap(file));
            return _mcuBoot.Sign(version, HostFirmware.AttachWrapped(carrier, libraries, [HostAssembly.Wrap(_app.Compile(version, fault))]));
        }
    }
}
