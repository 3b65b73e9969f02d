using System.Collections;
using System.Text;
using System.Threading;
using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>What an application does when it is started; the number of its release is given.</summary>
    public delegate void AppMain(int release);

    /// <summary>Looks at the assemblies that are about to be started.</summary>
    public delegate void AppWatch(ArrayList assemblies);

    /// <summary>A device with stock firmware in memory, and a server.</summary>
    public sealed class BoardFixture : IAppLoader, INetwork, IRestart
    {
        /// <summary>Where the manifest is.</summary>
        public const string ManifestUrl = "http://updates.example/stable/manifest.jws";

        // The context of an application is a static: one device at a time, whatever tests run beside each other.
        private static readonly object _turn = new object();

        private readonly ArrayList _loaded = new ArrayList();
        private long _utc;

        /// <summary>An empty device, and a server with nothing.</summary>
        public BoardFixture()
        {
            Storage = new MemoryStorage(Power);
            for (int release = 1; release <= 3; release++)
            {
                Serve(release + "/app", TestApps.Image(release));
            }
        }

        /// <summary>The power of all flash.</summary>
        public PowerSupply Power { get; } = new PowerSupply();

        /// <summary>The drive.</summary>
        public MemoryStorage Storage { get; }

        /// <summary>Another drive than <see cref="Storage"/>; null for that.</summary>
        public IAppStorage Drive { get; set; }

        /// <summary>Another loader than this; null for this.</summary>
        public IAppLoader Loader { get; set; }

        /// <summary>Whose releases are trusted.</summary>
        public TrustedKey Key { get; set; } = SignedReleases.Key();

        /// <summary>The server.</summary>
        public MemoryTransport Server { get; } = new MemoryTransport();

        /// <summary>What the application does.</summary>
        public AppMain App { get; set; }

        /// <summary>Why the chip starts; the power-on of a board that tells, where nobody says otherwise.</summary>
        public StartReason Reason { get; set; } = StartReason.PowerOn;

        /// <summary>Told what the device waits for; null for nobody.</summary>
        public WaitHandler Waits { get; set; }

        /// <summary>Whether there is a network; null where the platform does not tell.</summary>
        public ILink Link { get; set; }

        /// <summary>Trial boots.</summary>
        public int TrialBoots { get; set; } = 3;

        /// <summary>How many times there is no network yet.</summary>
        public int NetworkFailures { get; set; }

        /// <summary>The clock of this boot.</summary>
        public BootClock Clock { get; private set; }

        /// <summary>Releases that were started, one digit each, in order.</summary>
        public string Started { get; set; } = string.Empty;

        /// <summary>The release that the last boot started; 0 if it was none.</summary>
        public int Running { get; private set; }

        /// <summary>Whether the last boot asked for the network, which only recovery and failed applications do.</summary>
        public bool InRecovery { get; private set; }

        /// <summary>What <see cref="IAppLoader.Load"/> says.</summary>
        public OtaResult LoadResult { get; set; }

        /// <summary>Called before an application is started, with what was loaded, the application last.</summary>
        public AppWatch Starting { get; set; }

        /// <summary>
        /// What must never happen and has; null if nothing has. Noted, because an exception may pass for one of the application's. <see cref="Boot"/>
        /// fails with it.
        /// </summary>
        public string Broken { get; set; }

        /// <summary>What the application of the last boot found.</summary>
        public OtaContext Context { get; private set; }

        /// <summary>The client of the application of the last boot.</summary>
        public OtaClient Client => Context.Client;

        /// <summary>Offers a manifest.</summary>
        public void Publish(string envelope)
        {
            Server.Put(ManifestUrl, Encoding.UTF8.GetBytes(envelope));
        }

        /// <summary>A device on which release 1 is confirmed, and a server that offers release 2.</summary>
        public static BoardFixture WithFirst()
        {
            BoardFixture fixture = new BoardFixture();
            fixture.Publish(SignedApps.First);
            fixture.App = release => fixture.Client.Confirm();
            fixture.BootUntilQuiet(4);
            fixture.Started = string.Empty;
            fixture.Publish(SignedApps.Second);
            return fixture;
        }

        /// <summary>
        /// One power-on, until the device restarts, loses its power or comes to rest. True when it came to rest: Main has returned.
        /// </summary>
        public bool Boot()
        {
            Power.Restore();
            Storage.Restart();
            Running = 0;
            InRecovery = false;
            _loaded.Clear();
            Clock = new BootClock(Power, _utc);
            try
            {
                OtaResult result;
                lock (_turn)
                {
                    result = Program().Run();
                }

                if (!Power.IsGone)
                {
                    Expect.Result(OtaResult.Ok, result);
                }
            }
            catch (PowerGoneException)
            {
                // A restart, or a cut.
            }
            finally
            {
                Clock.Stop();
                _utc = Clock.UtcSeconds;
            }

            Assert.IsNull(Broken, Broken);
            return !Power.IsGone;
        }

        /// <summary>Time passes while the device is off; its clock goes on.</summary>
        public void Pass(long seconds)
        {
            _utc += seconds;
        }

        /// <summary>Nobody tells this device the time.</summary>
        public bool HasNoTimeServer { get; set; }

        /// <summary>The power was away: the clock is unset until somebody sets it.</summary>
        public void LoseTime()
        {
            _utc = 0;
        }

        /// <summary>Boots again and again, at most that often. The number of boots; more than that when it never came to rest.</summary>
        public int BootUntilQuiet(int limit)
        {
            int boots = 1;
            while (boots <= limit && !Boot())
            {
                boots++;
            }

            return boots;
        }

        /// <summary>The program of the next boot.</summary>
        public BootProgram Program()
        {
            TrustedKeys keys;
            Expect.Result(OtaResult.Ok, TrustedKeys.Create(new TrustedKey[] { Key }, out keys));
            OtaOptions ota = new OtaOptions();
            ota.ManifestUrl = ManifestUrl;
            ota.Keys = keys;
            ota.Product = "lamp";
            ota.DeviceId = "device-1";
            ota.Retry = new RetryPolicy(100, 1000, 3, 1);
            BootOptions options = new BootOptions();
            options.Ota = ota;
            options.TrialBoots = TrialBoots;
            BootPorts ports = new BootPorts();
            ports.Storage = Drive ?? Storage;
            ports.Loader = Loader ?? this;
            ports.Network = this;
            ports.Transport = Server;
            ports.Clock = Clock;
            ports.Restart = this;
            ports.Reason = Reason;
            ports.Link = Link;
            ports.Waits = Waits;
            return new BootProgram(options, ports);
        }

        private void Serve(string path, byte[] image)
        {
            Server.Put("http://updates.example/stable/" + path + ".img", image);
            Server.Put("http://updates.example/stable/" + path + ".chunks", TestImages.Table(image));
        }

        /// <inheritdoc/>
        public int VersionOf(string name)
        {
            return name == TestApps.Resident ? TestApps.ResidentVersion : name == "mscorlib" ? TestApps.CoreVersion : -1;
        }

        /// <inheritdoc/>
        public OtaResult Load(byte[] assembly)
        {
            if (LoadResult == OtaResult.Ok)
            {
                _loaded.Add(assembly);
            }

            return LoadResult;
        }

        /// <inheritdoc/>
        public OtaResult Run()
        {
            // The app is last: Lamp.Light, which it needs, is before it.
            byte[] app = (byte[])_loaded[_loaded.Count - 1];
            Running = LittleEndian.ReadUInt16(app, 30);
            Started += Running.ToString();
            if (Starting != null)
            {
                Starting(_loaded);
            }

            Context = OtaContext.Current;
            App(Running);
            return OtaResult.Ok;
        }

        /// <inheritdoc/>
        public OtaResult Connect(int timeout)
        {
            Power.Check();
            InRecovery = true;
            if (NetworkFailures > 0)
            {
                NetworkFailures--;
                return OtaResult.ConnectFailed;
            }

            return OtaResult.Ok;
        }

        /// <inheritdoc/>
        public OtaResult SetClock()
        {
            if (HasNoTimeServer)
            {
                return OtaResult.ClockUnset;
            }

            Clock.UtcSeconds = ClientFixture.Now;
            return OtaResult.Ok;
        }

        /// <inheritdoc/>
        public void Restart()
        {
            Power.Cut();
        }
    }

    /// <summary>The time of one boot: it moves when the main thread sleeps; other threads wait for it, and end when the boot does.</summary>
    public sealed class BootClock : IClock
    {
        private readonly Thread _main = Thread.CurrentThread;
        private readonly PowerSupply _power;
        private Thread _other;
        private long _utc;
        private int _sleeps = 20000;
        private bool _stopped;

        /// <summary>A clock of the thread that makes it, which shows that time; 0 for unset.</summary>
        public BootClock(PowerSupply power, long utc)
        {
            _power = power;
            _utc = utc;
        }

        /// <inheritdoc/>
        public long UtcSeconds
        {
            get { return _utc == 0 ? 0 : _utc + (TickMilliseconds / 1000); }
            set { _utc = value - (TickMilliseconds / 1000); }
        }

        /// <inheritdoc/>
        public long TickMilliseconds { get; private set; }

        /// <summary>Milliseconds that the longest sleep took.</summary>
        public int LongestSleep { get; private set; }

        /// <summary>The boot is over, its other thread too: it must not write into the next one.</summary>
        public void Stop()
        {
            _stopped = true;
            if (_other != null)
            {
                _other.Join();
            }
        }

        /// <inheritdoc/>
        public void Sleep(int milliseconds)
        {
            _power.Check();
            if (_stopped || _sleeps-- == 0)
            {
                throw new PowerGoneException();
            }

            if (Thread.CurrentThread == _main)
            {
                TickMilliseconds += milliseconds;
                LongestSleep = milliseconds > LongestSleep ? milliseconds : LongestSleep;
            }
            else
            {
                _other = Thread.CurrentThread;
            }

            // So that the guard gets a turn in every second of a hanging app's time.
            Thread.Sleep(Thread.CurrentThread == _main && milliseconds != 1000 ? 0 : 1);
        }
    }
}
