using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Sweep.Life
{
    /// <summary>Two OTA slots, the native guard, and the boot program of the segment.</summary>
    internal sealed class OtaLifeDevice : LifeDevice
    {
        private const int FlashSize = 0x30000;

        // Without the count of starts the partition has no room for notes, as on a board of before.
        private const int RecordSectors = 2;
        private const int NoteSectors = 2;

        private static readonly PartitionTable _table = TableOf(RecordSectors + NoteSectors);
        private static readonly PartitionTable _tableWithoutNotes = TableOf(RecordSectors);
        private static readonly Lazy<NorFlash> _factory = new(() => Provision(_table));
        private static readonly Lazy<NorFlash> _factoryWithoutNotes = new(() => Provision(_tableWithoutNotes));

        public OtaLifeDevice(LifeWorld world)
            : base(world)
        {
            world.Flash = (world.Lacks(Defence.StartCount) ? _factoryWithoutNotes : _factory).Value.Clone();
            world.NumbersInSlots = NumbersInSlots;
            Board = new Board(world.Flash, new BoardOptions
            {
                Watchdog = null,
                OtherThreads = OtherThreadsEnd.Unwound,
                Clock = world.Clock,
                AppHost = this,
                NativeTimer = world.Lacks(Defence.NativeTimer) ? NativeTimerUse.Off : NativeTimerUse.On,
                RtcMemory = world.Story.Traits.HasFlag(DeviceTraits.LosesRtcMemory) ? RtcMemory.Lost : RtcMemory.Kept,
                ClrFaultOf = FaultOf,
            });
        }

        public override Board Board { get; }

        protected override void Run(BootedApp app, IBoard board, RunClock clock)
        {
            if (app.Region.Kind == RegionKind.BootPart)
            {
                Ask(board, clock);
                return;
            }

            LifeRelease release = World.Find(app.Version);
            LifeApp program = new(World, release, clock, board);
            OtaPorts ports = CreatePorts(board, clock, program);
            program.Begin();
            OtaOptions options = CreateOptions(release);
            if (World.Story.Agent != AgentUse.None)
            {
                bool isOnTrial = ports.Boot.GetTrial(ports.Boot.RunningSlot) == SlotTrial.OnTrial;
                program.Run(new OtaAgent(options, ports, new AgentPorts { Settings = World.AgentSettings, Outcomes = World.AgentLog }, CreateAgentOptions()), isOnTrial);
            }

            program.Run(new OtaClient(options, ports));
        }

        private static PartitionTable TableOf(int sectors) => PartitionTable.Create(
            FlashSize,
            new Partition("otadata", Partition.TypeData, Partition.SubtypeOtaData, 0x9000, 2 * NorFlash.SectorSize),
            new Partition(PartitionTable.StateLabel, Partition.TypeData, Partition.SubtypeUndefined, 0xB000, sectors * NorFlash.SectorSize),
            new Partition("ota_0", Partition.TypeApp, Partition.SubtypeOta0, 0x10000, 0x10000),
            new Partition("ota_1", Partition.TypeApp, Partition.SubtypeOta0 + 1, 0x20000, 0x10000));

        private static NorFlash Provision(PartitionTable table)
        {
            NorFlash flash = new(FlashSize);
            Board.Provision(flash, table, LifeImages.Of(LifeBoardKind.OtaSlots, new LifeRelease(1, 0)).Image);
            return flash;
        }

        /// <inheritdoc/>
        public override void Rot()
        {
            const int InTheImage = 0x200;
            Partition? slot = SlotOf(World.Running.Number);
            if (slot != null)
            {
                World.Flash.Write(slot.Offset + InTheImage, new byte[4]);
            }
        }

        // From flash, whatever the device believes.
        private IEnumerable<int> NumbersInSlots() => Enumerable.Range(1, World.Story.Releases.Count).Where(number => SlotOf(number) != null);

        private Partition? SlotOf(int number)
        {
            return ((IEnumerable<Partition>)[_table.Ota(0)!, _table.Ota(1)!]).FirstOrDefault(slot =>
                EspAppDescription.Parse(World.Flash.Peek(slot.Offset + EspAppDescription.ImageOffset, EspAppDescription.Size))?.Version == LifeRelease.VersionOf(number));
        }

        private ClrFault FaultOf(BootedApp app)
        {
            return app.Region.Kind == RegionKind.Whole && World.IllnessOf(World.Find(app.Version)) == Illness.DiesInTheClr
                ? ClrFault.WaitsForDebugger
                : ClrFault.None;
        }

        private OtaPorts CreatePorts(IBoard board, RunClock clock, LifeApp? program)
        {
            EspOtaSlot slot = new(new EspOta(board));
            IStateStore store = new LifeStore(World, new TwoCopyStateStore(new FlashRecordMedium(board), DeviceRecord.Length));
            return new OtaPorts
            {
                Transport = new SickTransport(World.Server) { App = program },
                Slot = slot,
                Boot = slot,
                Store = store,
                Clock = clock,
                Restart = new LifeRestart(clock),
                Starts = new EspStartGuard(new LifeGuard(World, new EspGuard(board))),
                ClockSetter = clock,
                Link = clock,
                Network = World.Lacks(Defence.NetworkConfig) ? null : new NetworkKeeper(new LifeConfiguration(World), new TwoCopyStateStore(World.KeptNetwork, NetworkKeeper.MaxLength)),
            };
        }

        private void Ask(IBoard board, RunClock clock)
        {
            World.NoteAsk();
            if (World.Lacks(Defence.Asking))
            {
                LifeGuard guard = new(World, new EspGuard(board));
                guard.Tell(GuardEvent.Sign, 0);
                guard.Tell(GuardEvent.Restart, 0);
                board.Restart();
            }

            UpdateProgram program = new(CreateOptions(null), CreatePorts(board, clock, null), new LifeNetwork(World, clock));
            OtaResult result = program.Run();
            World.Say($"the updater ends with {result}");
            clock.HangMain();
        }
    }
}
