using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Sweep.Life
{
    /// <summary>Stock firmware: the Bootstrap in the deployment, applications on the drive.</summary>
    internal sealed class StockLifeDevice : LifeDevice
    {
        private const int FlashSize = 0x60000;
        private const string ResidentVersion = "1.0.0";
        private const int BeginAnewPause = 60000;

        private static readonly PartitionTable _table = PartitionTable.Create(
            FlashSize,
            new Partition("factory", Partition.TypeApp, Partition.SubtypeFactory, 0x10000, 0x10000),
            new Partition("deploy", Partition.TypeData, Partition.SubtypeDeployment, 0x20000, 0x10000),
            new Partition("config", Partition.TypeData, Partition.SubtypeLittleFs, 0x30000, 0x30000));

        private static readonly Lazy<NorFlash> _factory = new(Provision);

        public StockLifeDevice(LifeWorld world)
            : base(world)
        {
            world.Flash = _factory.Value.Clone();
            world.NumbersInSlots = NumbersInSlots;
            Board = new Board(world.Flash, new BoardOptions
            {
                Watchdog = null,
                OtherThreads = OtherThreadsEnd.Unwound,
                Clock = world.Clock,
                AppHost = this,
            });
        }

        public override Board Board { get; }

        /// <summary>The kept manifest of the slot that the newest boot record calls active; null if there is none.</summary>
        public static byte[]? ActiveManifest(NorFlash flash)
        {
            int active = StockFlash.ActiveSlot(flash, _table);
            return active == 0 ? null : StockFlash.ReadFile(flash, _table, (active == 1 ? "a" : "b") + ".jws");
        }

        /// <inheritdoc/>
        public override void Rot()
        {
            foreach (string slot in (string[])["a", "b"])
            {
                if (StockFlash.ReleaseIn(World.Flash, _table, slot) == World.Running.Number)
                {
                    StockFlash.Damage(World.Flash, _table, slot + ".img");
                }
            }
        }

        protected override void Run(BootedApp app, IBoard board, RunClock clock)
        {
            BoardStorage storage = new(board);
            SickTransport transport = new(World.Server);
            BootPorts ports = new()
            {
                Storage = World.Lacks(Defence.DriveReserve) ? new LifeStorage(storage) : storage,
                Loader = new StockLoader(this, board, clock, transport),
                Network = new LifeNetwork(World, clock),
                Link = clock,
                Configuration = World.Lacks(Defence.NetworkConfig) ? null : new LifeConfiguration(World),
                Transport = transport,
                Clock = clock,
                Restart = new LifeRestart(clock),
            };
            try
            {
                OtaResult result = new BootProgram(new BootOptions { Ota = CreateOptions(null), Agent = CreateAgentOptions() }, ports).Run();
                World.Say($"  the Bootstrap ends with {result}");
            }
            catch (Exception exception) when (exception is not (PowerCutException or RestartException or FlashContractException))
            {
                World.Say($"  the Bootstrap begins anew: {exception.Message}");
                clock.Sleep(BeginAnewPause);
                clock.Restart();
            }

            clock.HangMain();
        }

        // Whoever starts it: the first release came over the air when the device was new, and stands in both records.
        private static NorFlash Provision()
        {
            byte[] carrier = new EspImageBuilder { Version = ResidentVersion, ProjectName = "nanoCLR" }.Build();
            NorFlash flash = new(FlashSize);
            Board.Provision(flash, _table, carrier);
            flash.Program(_table.Find("deploy")!.Offset, new PeWriter { Name = "Resident", HasEntryPoint = true, Payload = new byte[16] }.Write());
            return flash;
        }

        private IEnumerable<int> NumbersInSlots()
        {
            foreach (string slot in (string[])["a", "b"])
            {
                int number = StockFlash.ReleaseIn(World.Flash, _table, slot);
                if (number > 0)
                {
                    yield return number;
                }
            }
        }

        // Assemblies are not looked at: a delegate runs in their place.
        private sealed class StockLoader(StockLifeDevice device, IBoard board, RunClock clock, SickTransport transport) : IAppLoader
        {
            public int VersionOf(string name) => -1;

            public OtaResult Load(byte[] assembly) => OtaResult.Ok;

            public OtaResult Run()
            {
                OtaContext context = OtaContext.Current;
                LifeWorld world = device.World;
                LifeApp app = new(world, world.Find(context.Version), clock, board);
                transport.App = app;
                app.Begin();
                if (world.Story.Agent != AgentUse.None)
                {
                    app.Join(OtaAgent.Current);
                }

                app.Join(context.Client);
                return OtaResult.Ok;
            }
        }
    }
}
