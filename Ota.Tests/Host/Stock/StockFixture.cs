using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Stock
{
    /// <summary>
    /// A board with stock firmware whose CLR runs the Bootstrap of this process: its drive is the board's, its server is in memory, its apps
    /// are delegates that the loaded assemblies' version chooses. Fast enough for sweeps.
    /// </summary>
    internal sealed class StockFixture : IAppHost, IAppLoader, INetwork
    {
        private const int MaxTries = 5;
        private const int Later = 3600000;

        private static readonly string[] _offers = [SignedApps.First, SignedApps.Second, SignedApps.Third];

        private readonly int _wanted;
        private readonly bool _isSick;
        private readonly MemoryTransport _server = new();
        private readonly List<byte[]> _loaded = [];
        private IBoard? _board;
        private int _running;
        private long _waited;

        /// <summary>
        /// A board on that flash, and a server that offers the wanted release. That one confirms itself, or throws if it is sick; every other one
        /// looks for an update.
        /// </summary>
        public StockFixture(NorFlash flash, int wanted, bool isSick = false)
        {
            _wanted = wanted;
            _isSick = isSick;
            Board = new Board(flash, new BoardOptions { AppHost = this, Watchdog = null });
            for (int release = 1; release <= wanted; release++)
            {
                byte[] image = TestApps.Image(release);
                _server.Put($"http://updates.example/stable/{release}/app.img", image);
                _server.Put($"http://updates.example/stable/{release}/app.chunks", TestImages.Table(image));
            }

            _server.Put(BoardFixture.ManifestUrl, Encoding.UTF8.GetBytes(_offers[wanted - 1]));
        }

        public Board Board { get; }

        /// <summary>What stands between the Bootstrap and the drive.</summary>
        public Func<IAppStorage, IAppStorage> WrapStorage { get; init; } = storage => storage;

        /// <summary>What the firmware says of the start. A board that tells: its cuts are no starts that someone has to ask about.</summary>
        public StartReason Reason { get; init; } = StartReason.PowerOn;

        /// <summary>What the wanted release does on trial.</summary>
        public Action<OtaClient> Prove { get; init; } = client => client.Confirm();

        /// <summary>The releases that ran, in order; 0 for recovery.</summary>
        public List<int> Started { get; } = [];

        /// <summary>The state that the last app left the client in.</summary>
        public OtaState State { get; private set; }

        public static NorFlash EmptyFlash() => StockBoard.Create([], "1.17.11.0");

        public void Run(BootedApp app, IBoard board)
        {
            _board = board;
            _loaded.Clear();
            RunClock clock = new(board, this);
            Assert.AreEqual(OtaResult.Ok, TrustedKeys.Create([SignedReleases.Key()], out TrustedKeys keys));
            OtaOptions ota = new()
            {
                ManifestUrl = BoardFixture.ManifestUrl,
                Keys = keys,
                Product = "lamp",
                DeviceId = "device-1",
                Retry = new RetryPolicy(100, 1000, 3, 1),
            };
            BootPorts ports = new()
            {
                Storage = WrapStorage(new BoardStorage(board)),
                Loader = this,
                Network = this,
                Transport = _server,
                Clock = clock,
                Restart = new BoardRestart(board),
                Reason = Reason,
            };
            try
            {
                Assert.AreEqual(OtaResult.Ok, new BootProgram(new BootOptions { Ota = ota }, ports).Run());
            }
            finally
            {
                clock.Stop();
            }
        }

        public int VersionOf(string name) => name == TestApps.Resident ? TestApps.ResidentVersion : name == "mscorlib" ? TestApps.CoreVersion : -1;

        public OtaResult Load(byte[] assembly)
        {
            _loaded.Add(assembly);
            return OtaResult.Ok;
        }

        OtaResult IAppLoader.Run()
        {
            _running = LittleEndian.ReadUInt16(_loaded[^1], 30);
            Started.Add(_running);
            if (_running == _wanted && _isSick)
            {
                throw new InvalidOperationException("sick");
            }

            OtaClient client = OtaContext.Current.Client;
            if (_running == _wanted && client.IsOnTrial)
            {
                Prove(client);
            }
            else if (_running != _wanted)
            {
                // As an application does: a release that pauses is asked for again later. A sick one would come again and again.
                // The guard's thread may hold the client for a moment, and an application comes again then, too.
                client.SayAlive();
                OtaResult result = OtaResult.Busy;
                for (int tries = 0; (result == OtaResult.Busy || (result == OtaResult.ReleasePaused && !_isSick)) && tries <= MaxTries; tries++)
                {
                    if (tries > 0)
                    {
                        OtaContext.Current.Clock.Sleep(Later);
                    }

                    result = client.Update();
                }
            }

            State = client.State;
            return OtaResult.Ok;
        }

        public OtaResult Connect(int timeout)
        {
            // A board without power does not get as far as its network.
            Assert.AreNotEqual(0, _board!.UtcSeconds);
            Started.Add(0);
            return OtaResult.Ok;
        }

        public OtaResult SetClock() => OtaResult.Ok;

        // Only the main thread's waiting takes time, so that a pause ends and no window closes. The guard's thread ends with the run.
        private sealed class RunClock(IBoard board, StockFixture fixture) : IClock
        {
            private readonly Thread _main = Thread.CurrentThread;
            private volatile bool _stopped;

            public long UtcSeconds => ClientFixture.Now + (fixture._waited / 1000);

            public long TickMilliseconds => fixture._waited;

            public void Stop() => _stopped = true;

            public void Sleep(int milliseconds)
            {
                if (Thread.CurrentThread == _main)
                {
                    // Throws once the run is over.
                    board.Sleep(0);
                    fixture._waited += milliseconds;
                }
                else if (_stopped)
                {
                    throw new OperationCanceledException();
                }

                Thread.Sleep(1);
            }
        }
    }
}
