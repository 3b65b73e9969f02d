using System.Diagnostics.CodeAnalysis;
using NanoOta.VirtualDevice;

namespace NanoOta.Sweep.Life
{
    /// <summary>The application of every release: what a sample does with its client, and whatever is wrong with the release. One object is one start.</summary>
    internal sealed class LifeApp
    {
        private const int Second = 1000;
        private const int Minute = 60 * Second;
        private const int Hour = 60 * Minute;
        private const int LifeAfter = 10 * Minute;
        private const int YoungStep = Minute;
        private const int Step = 10 * Minute;
        private const int CheckInterval = Hour;
        private const int HealthInterval = 30 * Second;
        private const int Awake = 10 * Second;
        private const int HourSeconds = 3600;
        private const int DaySeconds = 86400;

        private readonly LifeWorld _world;
        private readonly LifeRelease _release;
        private readonly RunClock _clock;
        private readonly IBoard _board;
        private readonly long _start;
        private bool _wasCheckedAlive;

        public LifeApp(LifeWorld world, LifeRelease release, RunClock clock, IBoard board)
        {
            _world = world;
            _release = release;
            _clock = clock;
            _board = board;
            _start = clock.TickMilliseconds;
        }

        /// <summary>Whether requests of this application to an address reach anybody.</summary>
        public bool Reaches(string url) => Illness != Illness.CutsItselfOff && !(_world.HasLostFormerUrl && url != LifeServer.GoneUrl);

        private Illness Illness => _world.IllnessOf(_release);

        // A lost domain is the updater's: such an application has a server of its own.
        private bool HasServer => _world.Server.IsLinkUp && (_world.Server.Answers || _world.Server.Has(Trouble.LostDomain));

        private long Uptime => _clock.TickMilliseconds - _start;

        /// <summary>Before the client is made: a release may not get further.</summary>
        public void Begin()
        {
            switch (Illness)
            {
                case Illness.CrashesAtStart:
                    _world.NoteStart(_release, false);
                    throw new InvalidOperationException("The release crashes at its start.");
                case Illness.HangsAtStart:
                    _world.NoteStart(_release, false);
                    _clock.HangMain();
                    break;
                case Illness.DiesInTheClr:
                    // Where a native timer is, the board has ended the run before. Elsewhere native code that crashes restarts the chip.
                    _world.NoteStart(_release, false);
                    _clock.Restart();
                    break;
                default:
                    break;
            }
        }

        /// <summary>The whole start; comes back never but by the end of the run.</summary>
        /// <param name="client">Not started yet.</param>
        public void Run(OtaClient client)
        {
            Watch(client);
            OtaResult started = client.Start();
            _world.Say($"  start: {started}");
            Live(client);
        }

        /// <summary>The whole start, with the agent on this thread.</summary>
        /// <param name="agent">Not started yet.</param>
        /// <param name="isOnTrial">Whether the boot side says that the release is on trial.</param>
        public void Run(OtaAgent agent, bool isOnTrial)
        {
            AgentAccess.Prepare(agent, _world, _clock, HealthInterval);
            OtaClient client = agent.Client;
            Watch(client);
            Tell(agent);
            if (_world.Story.Traits.HasFlag(DeviceTraits.Sleeper))
            {
                _world.NoteStart(_release, isOnTrial);
                LiveAsleep(agent, isOnTrial);
            }

            _world.Say($"  start: {agent.BeginAlone()}");
            _world.NoteStart(_release, client.IsOnTrial);

            // Nothing stops an agent that works: such an illness shows at the next start.
            bool isWithout = Illness == Illness.DisablesUpdates;
            while (true)
            {
                Live(agent);
                if (isWithout && !client.IsOnTrial)
                {
                    client.Tend();
                }
                else
                {
                    agent.TakeTurn();
                }

                _clock.Sleep(Uptime < 2 * LifeAfter ? YoungStep : Step);
            }
        }

        /// <summary>The whole start beside a resident agent, which works on a thread of its own.</summary>
        public void Join(OtaAgent agent)
        {
            AgentAccess.Prepare(agent, _world, _clock, HealthInterval);
            Watch(agent.Client);
            Tell(agent);
            _world.NoteStart(_release, agent.Client.IsOnTrial);
            if (Illness != Illness.DisablesUpdates || agent.Client.IsOnTrial)
            {
                _clock.IsInApp = true;
                _world.Say($"  start: {agent.Start()}");
            }

            while (true)
            {
                Live(agent);
                _clock.Sleep(Uptime < 2 * LifeAfter ? YoungStep : Step);
            }
        }

        private void Tell(OtaAgent agent)
        {
            agent.AddCheck("self", () => CheckSelf(agent.Client));
            agent.Ended += outcome => _world.Say($"  {outcome.Phase}: {outcome.Code}");
        }

        // One round of an application that works beside its agent.
        private void Live(OtaAgent agent)
        {
            Suffer();
            if (_world.Lacks(Defence.LifeBeforeStaging) && !agent.Client.IsOnTrial)
            {
                agent.SayAlive();
            }

            if (_world.Lacks(Defence.AttemptBounds))
            {
                agent.Client.Journal.Attempts.Clear();
            }

            ChangeSettings(agent);
            if (Uptime >= LifeAfter && !agent.Client.IsOnTrial)
            {
                _world.NoteLife(_release);
            }
        }

        // What somebody does to the settings, once. What a power cut or an end of the run undoes is done again.
        private void ChangeSettings(OtaAgent agent)
        {
            if (_world.IsSettingChanged || _world.Story.Agent == AgentUse.Plain || _world.Clock.Seconds < _world.Story.SettingsAt || agent.Client.IsOnTrial)
            {
                return;
            }

            AgentSettings settings = agent.GetSettings();
            settings.Url = _world.Story.Agent == AgentUse.ChangedUrl ? LifeServer.GoneUrl : null;
            settings.Interval = _world.Story.Agent == AgentUse.ChangedInterval ? DaySeconds : HourSeconds;
            settings.Updates = _world.Story.Agent == AgentUse.Disabled ? UpdateSwitch.Off : UpdateSwitch.On;
            OtaResult result = agent.ChangeSettings(settings);
            _world.IsSettingChanged = result == OtaResult.Ok;
            _world.Say($"  settings are changed, {_world.Story.Agent}: {result}");
        }

        // Awake for some seconds: its work, whatever the agent has to do, and asleep again.
        private void LiveAsleep(OtaAgent agent, bool isOnTrial)
        {
            _clock.Sleep(Awake);
            Suffer();
            if (Illness == Illness.DisablesUpdates && !isOnTrial)
            {
                agent.Client.Start();
                agent.Client.SayAlive();
                agent.Client.DeclareRestart(NextStart.AfterSleep);
            }
            else
            {
                while (agent.BeforeSleep(_world.SleepSeconds) == 0)
                {
                    _clock.Sleep(YoungStep);
                    Suffer();
                }

                ChangeSettings(agent);
            }

            if (!agent.Client.IsOnTrial)
            {
                _world.NoteLife(_release);
            }

            _board.DeepSleep(_world.SleepSeconds * Second);
        }

        /// <summary>The same with a client that the boot program has started.</summary>
        public void Join(OtaClient client)
        {
            Watch(client);
            Live(client);
        }

        /// <summary>Takes memory, if the release does so, until there is none for a request.</summary>
        [SuppressMessage("Usage", "CA2201", Justification = "It stands for the runtime here.")]
        public void SpendMemory(string url)
        {
            bool isStarved = Illness == Illness.StarvesUpdates && !url.EndsWith(".jws", StringComparison.Ordinal);
            if (isStarved || (Illness == Illness.EatsMemory && Uptime >= 3 * Minute))
            {
                throw new OutOfMemoryException();
            }
        }

        private void Watch(OtaClient client)
        {
            client.StateChanged += state =>
            {
                if (state is not (OtaState.Checking or OtaState.Idle))
                {
                    _world.Say($"  {state}");
                }

                if (state == OtaState.Confirmed)
                {
                    _world.NoteConfirmed(_release);
                }
            };
        }

        private void Live(OtaClient client)
        {
            _world.NoteStart(_release, client.IsOnTrial);
            if (client.IsOnTrial)
            {
                Prove(client);
            }

            if (_world.Story.Traits.HasFlag(DeviceTraits.Sleeper))
            {
                LiveAsleep(client);
            }

            LiveAwake(client);
        }

        private void Prove(OtaClient client)
        {
            bool hasWindow = !_world.Lacks(Defence.TrialWindow);
            HealthMonitor monitor = new(client, _clock, _world.Lacks(Defence.ServerCheck) ? ServerCheck.UnsafeSkipped : ServerCheck.Required)
            {
                Interval = HealthInterval,
                Window = hasWindow ? HealthMonitor.DefaultWindow : int.MaxValue,
                LongestWindow = hasWindow ? TrialRules.LongestWindow : int.MaxValue,
            };
            monitor.Add("self", () => CheckSelf(client));
            OtaResult result = monitor.Run();
            _world.Say($"  trial: {result}, {client.LastOutcome.Code}");
            if (client.IsOnTrial)
            {
                _clock.Restart();
            }
        }

        private HealthStatus CheckSelf(OtaClient client)
        {
            Suffer();
            if (_world.SeenInTrial is SignedManifest seen)
            {
                // Without that defence: what a check would keep, by the same call.
                client.Journal.KeepSeen(seen.Manifest.Revision, seen.Digest);
                client.Journal.Keep();
            }

            if (Illness == Illness.HangsInHealthCheck)
            {
                _clock.Hang();
            }

            return Illness == Illness.FailsHealthCheck ? HealthStatus.Failed
                : Illness == Illness.RestartsWithoutNetwork && !HasServer ? HealthStatus.NotYet
                : HealthStatus.Healthy;
        }

        private void LiveAwake(OtaClient client)
        {
            if (_world.Lacks(Defence.LifeBeforeStaging))
            {
                client.SayAlive();
            }

            long nextCheck = _clock.TickMilliseconds;
            while (true)
            {
                Suffer();
                OtaResult tended = client.Tend();
                if (Uptime >= LifeAfter && tended == OtaResult.Ok)
                {
                    _world.NoteLife(_release);
                }

                // Life first: what waits for life is then staged at once, and not an hour later.
                if (_clock.TickMilliseconds >= nextCheck)
                {
                    OtaResult result = Check(client);
                    bool waitsForLife = result == OtaResult.LifePending && Uptime < LifeAfter;
                    nextCheck = waitsForLife ? _start + LifeAfter : _clock.TickMilliseconds + CheckInterval;
                }

                long step = Uptime < 2 * LifeAfter ? YoungStep : Step;
                _clock.Sleep((int)Math.Clamp(nextCheck - _clock.TickMilliseconds, Second, step));
            }
        }

        // Awake for some seconds: its work, a check if one is due, and asleep again.
        private void LiveAsleep(OtaClient client)
        {
            _clock.Sleep(Awake);
            Suffer();
            client.SayAlive();
            if (_world.IsCheckDue(CheckInterval / Second))
            {
                Check(client);
            }

            client.Tend();
            _world.NoteLife(_release);
            client.DeclareRestart(NextStart.AfterSleep);
            _board.DeepSleep(_world.SleepSeconds * Second);
        }

        private OtaResult Check(OtaClient client)
        {
            if (Illness == Illness.DisablesUpdates)
            {
                return OtaResult.UpToDate;
            }

            if (_world.Lacks(Defence.AttemptBounds))
            {
                client.Journal.Attempts.Clear();
            }

            OtaResult result = client.Update();
            if (!_wasCheckedAlive || result != OtaResult.UpToDate)
            {
                _world.Say($"  update: {result}");
                _wasCheckedAlive = result == OtaResult.UpToDate;
            }

            return result;
        }

        // What the illness does to a release that runs.
        private void Suffer()
        {
            const int BatterySeconds = 3600;
            const int MinutesToLive = 11;
            switch (Illness)
            {
                case Illness.CrashesAtStart when Uptime < Minute:
                case Illness.CrashesAfterElevenMinutes when Uptime >= MinutesToLive * Minute:
                case Illness.CrashesAfterAnHour when Uptime >= Hour:
                    throw new InvalidOperationException("The release crashes.");
                case Illness.HangsLater when Uptime >= 2 * LifeAfter:
                    _clock.HangApp();
                    break;
                case Illness.EatsBattery when Uptime >= 3 * Minute:
                    _world.Cut(BatterySeconds);
                    _clock.Sleep(Second);
                    break;
                case Illness.RestartsWithoutNetwork when Uptime >= 3 * Minute && !HasServer:
                    _clock.Restart();
                    break;
                case Illness.FillsDrive:
                    FillDrive();
                    break;
                case Illness.OverwritesNetwork:
                    _world.StoredNetwork = 0;
                    break;
                case Illness.SleepsUndeclared when Uptime >= 40 * Second:
                    _board.DeepSleep(Minute);
                    break;
                default:
                    break;
            }
        }

        // A log that nobody looks after: it takes every block that it can get.
        private void FillDrive()
        {
            const int UpdateMode = 2;
            int handle = _board.Drive.BlockCount == 0 ? -1 : _board.Drive.Open("log", UpdateMode);
            byte[] block = new byte[4096];
            for (int length = Math.Max(0, _board.Drive.GetLength("log")); handle > 0 && _board.Drive.Write(handle, length, block, 0, block.Length) == 0; length += block.Length)
            {
                if (_board.Drive.Flush(handle) != 0)
                {
                    break;
                }
            }

            if (handle > 0)
            {
                _board.Drive.Close(handle);
            }
        }
    }
}
