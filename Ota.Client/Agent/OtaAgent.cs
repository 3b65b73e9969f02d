using System;
using System.Threading;

namespace NanoOta
{
    /// <summary>
    /// The updater as a service. The agent settles the trial, checks, and stages in the background. The agent installs when manifest, settings and application
    /// allow. An application makes one agent, adds its health checks, and starts the agent.
    /// </summary>
    /// <remarks>
    /// Thread-safe. All work is done on one thread: the agent's own after <see cref="Start"/>, or the caller's in <see cref="Run"/> and
    /// <see cref="BeforeSleep"/>. Events and handlers are called on that thread. An exception of theirs ends the turn, and the agent goes on a minute
    /// later.
    /// </remarks>
    public sealed partial class OtaAgent
    {
        private const int Second = 1000;
        private const int Minute = 60 * Second;
        private const int Hour = 3600;
        private const int Day = 86400;

        private readonly OtaOptions _options;
        private readonly OtaPorts _ports;
        private readonly AgentPorts _own;
        private readonly AgentOptions _agent;
        private readonly OtaClient _client;
        private readonly HealthMonitor _monitor;
        private readonly OutcomeLog _log;
        private SettingsRecord _settings = new SettingsRecord();
        private readonly string _factoryUrl;
        private readonly string[] _factoryReserve;
        private readonly string _factoryGroup;
        private readonly int _unservedAfter;
        private readonly int _number;
        private readonly RetryPolicy _retry;
        private readonly bool _isClientStarted;
        private bool _isBegun;
        private int _turning;
        private int _asked;
        private int _isAlive;

        /// <summary>An agent with a client of its own. <see cref="Start"/> checks the options.</summary>
        /// <param name="options">The client's options: URL, keys and product at least.</param>
        /// <param name="ports">The client's ports, ready-made for each kind of board.</param>
        /// <param name="own">The agent's own ports; null for an agent that remembers nothing and reports nowhere.</param>
        /// <param name="agent">The agent's options; null for the defaults.</param>
        public OtaAgent(OtaOptions options, OtaPorts ports, AgentPorts own = null, AgentOptions agent = null)
            : this(new OtaClient(options, ports), options, ports, own, agent)
        {
            _isClientStarted = false;
        }

        /// <summary>An agent beside a boot program that has started the client.</summary>
        internal OtaAgent(OtaClient client, OtaOptions options, OtaPorts ports, AgentPorts own, AgentOptions agent)
        {
            _client = client;
            _isClientStarted = true;
            _options = options;
            _ports = ports;
            _own = own == null ? new AgentPorts() : own;
            _agent = agent == null ? new AgentOptions() : agent;
            _monitor = new HealthMonitor(client, ports.Clock);
            _log = new OutcomeLog(_own.Outcomes);
            _settings.Settings = _agent.Defaults;
            _factoryUrl = options.ManifestUrl;
            _factoryReserve = options.ReserveUrls;
            _factoryGroup = options.Group;
            _unservedAfter = options.UnservedAfter;
            _number = Schedule.NumberOf(options.DeviceId == null ? string.Empty : options.DeviceId);
            _retry = new RetryPolicy(_agent.CheckGap < 1 ? Minute : _agent.CheckGap * Second, 4 * Hour * Second, RetryPolicy.Unlimited, OptionsCheck.Seed(string.Empty + _number.ToString()));
        }

        /// <summary>The agent of the program that runs: the last one that was begun. Null before.</summary>
        public static OtaAgent Current { get; internal set; }

        /// <summary>Asked before a download and before a restart; null for an application that never minds.</summary>
        public LeaveHandler LeaveAsked;

        /// <summary>When something ended.</summary>
        public event AgentOutcomeHandler Ended;

        /// <summary>While a release is being staged: after every chunk that reached the slot.</summary>
        public event OtaProgressHandler Progress;

        /// <summary>Whether somebody has started the agent.</summary>
        internal bool IsBegun => _isBegun;

        /// <summary>What the agent is doing.</summary>
        public AgentState State { get; private set; }

        /// <summary>The client, for those who want a step by hand. An operation of the client's at the same time gets <see cref="OtaResult.Busy"/>.</summary>
        public OtaClient Client => _client;

        /// <summary>The last 16 outcomes. Read only: the agent writes the log.</summary>
        public OutcomeLog Outcomes => _log;

        /// <summary>
        /// Adds a health check for releases on trial, before <see cref="Start"/>. <see cref="OtaResult.ArgumentInvalid"/> when there are too many, or
        /// one is null.
        /// </summary>
        public OtaResult AddCheck(string name, HealthCheck check)
        {
            return _monitor.Add(name, check);
        }

        /// <summary>Starts the agent on a thread of its own. A second call does nothing.</summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>; for wrong options <see cref="OtaResult.ArgumentInvalid"/>, <see cref="OtaResult.UrlInvalid"/>,
        /// <see cref="OtaResult.KeyInvalid"/>, or the code of <see cref="AgentSettings.Check"/> for wrong defaults. Then no agent runs.
        /// </returns>
        public OtaResult Start()
        {
            if (_isBegun)
            {
                return OtaResult.Ok;
            }

            OtaResult result = Begin();
            if (result == OtaResult.Ok)
            {
                new Thread(RunAlone).Start();
            }

            return result;
        }

        /// <summary>The same on the caller's thread. Comes back only with the code of wrong options.</summary>
        public OtaResult Run()
        {
            OtaResult result = Begin();
            while (result == OtaResult.Ok)
            {
                // Outside of a turn's catch: on a virtual board whose run is over, sleeping unwinds the program.
                _ports.Clock.Sleep(TakeTurn());
            }

            return result;
        }

        /// <summary>
        /// The word of an application that works. Once a start is enough. On trial the word waits for the confirmation. Without the word the agent says
        /// life after ten minutes. From any thread, also before the start.
        /// </summary>
        public void SayAlive()
        {
            Interlocked.Exchange(ref _isAlive, 1);
        }

        /// <summary>
        /// Asks for a check soon, within a minute. From any thread.
        /// </summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>; <see cref="OtaResult.CheckTooSoon"/> within <see cref="AgentOptions.CheckGap"/> of the last check, whoever
        /// asked for that one; <see cref="OtaResult.WrongState"/> before the start.
        /// </returns>
        public OtaResult CheckNow()
        {
            if (!_isBegun)
            {
                return OtaResult.WrongState;
            }

            if (SinceCheck < _agent.CheckGap)
            {
                return OtaResult.CheckTooSoon;
            }

            Interlocked.Exchange(ref _asked, 1);
            return OtaResult.Ok;
        }

        /// <summary>Begins without a thread: for whoever takes the turns by hand.</summary>
        internal OtaResult BeginAlone()
        {
            return Begin();
        }

        /// <summary>One turn, whoever has the thread. Milliseconds until the next one; a second for whoever finds a turn going on.</summary>
        internal int TakeTurn()
        {
            if (Interlocked.CompareExchange(ref _turning, 1, 0) != 0)
            {
                return Second;
            }

            try
            {
                return Turn();
            }
            catch (Exception)
            {
                // A handler of the application, or memory that ran out. An agent that ends here would be the end of all updates.
                Move(AgentEvent.NothingFound);
                Move(AgentEvent.StageFailed);
                Move(AgentEvent.InstallFailed);

                // An offer would otherwise wait for the next regular check, a week at most.
                _nextCheck = Tick + Backoff();
                return Minute;
            }
            finally
            {
                Interlocked.Exchange(ref _turning, 0);
            }
        }

        private void RunAlone()
        {
            try
            {
                while (true)
                {
                    _ports.Clock.Sleep(TakeTurn());
                }
            }
            catch (Exception)
            {
                // A device has restarted by now; a virtual one unwinds its threads with exceptions.
            }
        }
    }
}

