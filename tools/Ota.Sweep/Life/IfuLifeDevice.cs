using System.Globalization;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Sweep.Life
{
    /// <summary>In-Field Update: MCUboot swaps, tests and reverts. Nothing runs before the application, and nothing counts its starts.</summary>
    internal sealed class IfuLifeDevice : LifeDevice
    {
        private const int Start = 0x10000;
        private const int NanoClrSize = 0x8000;
        private const int DeploymentSize = 0x10000;
        private const int ConfigSize = 0x6000;

        private static readonly McuBootOptions _mcuBoot = new()
        {
            Layout = McuBootLayout.Create(Start, NanoClrSize, DeploymentSize, isOverwriteOnly: false),
            PublicKey = LifeImages.McuBootKey,
            Verdicts = new(),
        };

        private static readonly Lazy<NorFlash> _factory = new(Provision);

        public IfuLifeDevice(LifeWorld world)
            : base(world)
        {
            world.Flash = _factory.Value.Clone();
            world.NumbersInSlots = () => [.. ReadSlots(world.Flash)];
            Board = new Board(world.Flash, new BoardOptions
            {
                Watchdog = null,
                OtherThreads = OtherThreadsEnd.Unwound,
                Clock = world.Clock,
                AppHost = this,
                McuBoot = _mcuBoot,
            });
        }

        public override Board Board { get; }

        /// <summary>The image in the slot that runs; all of the slot if there is none.</summary>
        public static byte[] PrimaryImage(NorFlash flash)
        {
            Partition primary = _mcuBoot.Layout.Deployment.Primary;
            byte[] slot = flash.Peek(primary.Offset, primary.Size);
            return McuBootImage.Check(slot, out McuBootInfo? image) == McuBootFault.None ? slot[..image!.Length] : slot;
        }

        protected override void Run(BootedApp app, IBoard board, RunClock clock)
        {
            LifeRelease release = World.Find(app.Version);
            LifeApp program = new(World, release, clock, board);
            program.Begin();
            InFieldUpdateSlot slot = new(new BoardUpdateSessions(board, UpdateImage.Deployment), 0, _mcuBoot.Layout.Deployment.Capacity);
            OtaPorts ports = new()
            {
                Transport = new SickTransport(World.Server) { App = program },
                Session = slot,
                Boot = slot,
                Store = new LifeStore(World, new TwoCopyStateStore(new FlashRecordMedium(board), DeviceRecord.Length)),
                Clock = clock,
                Restart = new LifeRestart(clock),
                ClockSetter = clock,
                Link = clock,
            };
            OtaOptions options = CreateOptions(release);
            if (World.Story.Agent != AgentUse.None)
            {
                bool isOnTrial = ports.Boot.GetTrial(ports.Boot.RunningSlot) == SlotTrial.OnTrial;
                program.Run(new OtaAgent(options, ports, new AgentPorts { Settings = World.AgentSettings, Outcomes = World.AgentLog }, CreateAgentOptions()), isOnTrial);
            }

            program.Run(new OtaClient(options, ports));
        }

        private static IEnumerable<int> ReadSlots(NorFlash flash)
        {
            foreach (Partition slot in (IEnumerable<Partition>)[_mcuBoot.Layout.Deployment.Primary, _mcuBoot.Layout.Deployment.Secondary])
            {
                McuBootFault fault = McuBootImage.Check(flash.Peek(slot.Offset, slot.Size), out McuBootInfo? image);
                if (fault == McuBootFault.None)
                {
                    yield return int.Parse(image!.Version.Split('.')[0], CultureInfo.InvariantCulture);
                }
            }
        }

        private static NorFlash Provision()
        {
            NorFlash flash = new(Start + (2 * NanoClrSize) + (2 * DeploymentSize) + ConfigSize);
            byte[] nanoClr = LifeImages.SignForMcuBoot(1, new EspImageBuilder { ProjectName = "nanoCLR" }.AddSegment("nanoCLR"u8).Build());
            Board.Provision(flash, _mcuBoot.Layout, nanoClr, LifeImages.Of(LifeBoardKind.InFieldUpdate, new LifeRelease(1, 0)).Image);
            return flash;
        }
    }
}
