namespace NanoOta
{
    /// <summary>Decides about a release on trial: all checks pass inside the window, and it stays; else it goes.</summary>
    /// <remarks>
    /// A check that has passed once is not asked again. Nothing survives a restart: each trial boot has the whole window. Not thread-safe.
    /// </remarks>
    public sealed class HealthMonitor
    {
        /// <summary>Milliseconds that the window is open if nothing else is said: 5 minutes.</summary>
        public const int DefaultWindow = 300000;

        /// <summary>The most checks there may be, the server's included.</summary>
        public const int MaxChecks = 16;

        private const int DefaultInterval = 1000;

        private readonly OtaClient _client;
        private readonly IClock _clock;
        private readonly string[] _names = new string[MaxChecks];
        private readonly HealthCheck[] _checks = new HealthCheck[MaxChecks];
        private readonly bool[] _passed = new bool[MaxChecks];
        private int _count;

        /// <summary>A monitor of the release that runs.</summary>
        public HealthMonitor(OtaClient client, IClock clock, ServerCheck serverCheck = ServerCheck.Required)
        {
            _client = client;
            _clock = clock;
            if (serverCheck == ServerCheck.Required)
            {
                Add("server", CheckServer);
            }
        }

        /// <summary>Milliseconds from <see cref="Run"/> within which every check must pass.</summary>
        public int Window { get; set; } = DefaultWindow;

        /// <summary>Milliseconds between two rounds.</summary>
        public int Interval { get; set; } = DefaultInterval;

        /// <summary>Adds a check. <see cref="OtaResult.ArgumentInvalid"/> when there are <see cref="MaxChecks"/> already or one is null.</summary>
        public OtaResult Add(string name, HealthCheck check)
        {
            if (name == null || check == null || _count == MaxChecks)
            {
                return OtaResult.ArgumentInvalid;
            }

            _names[_count] = name;
            _checks[_count] = check;
            _count++;
            return OtaResult.Ok;
        }

        /// <summary>
        /// Runs the checks until the release is confirmed or rejected; returns at once when it is not on trial
        /// (<see cref="OtaResult.Ok"/>). A rejected release restarts the device, so a return of <see cref="OtaResult.HealthCheckFailed"/> or
        /// <see cref="OtaResult.HealthWindowClosed"/> is seen in tests only; other codes are what confirming or rolling back failed with. The check
        /// that decided against the release, or had not passed when the window closed, is what <see cref="OtaClient.LastOutcome"/> is about.
        /// </summary>
        public OtaResult Run()
        {
            if (!_client.IsOnTrial)
            {
                return OtaResult.Ok;
            }

            long end = _clock.TickMilliseconds + Window;
            while (true)
            {
                string check;
                OtaResult verdict = Round(out check);
                if (verdict == OtaResult.TrialContinues && _clock.TickMilliseconds >= end)
                {
                    verdict = OtaResult.HealthWindowClosed;
                }

                if (verdict != OtaResult.TrialContinues)
                {
                    OtaResult result = Decide(verdict, check);
                    return result == OtaResult.Ok ? verdict : result;
                }

                _clock.Sleep(Interval);
            }
        }

        // The application may be using the client just now; its operation ends, the decision is not lost.
        private OtaResult Decide(OtaResult verdict, string check)
        {
            while (true)
            {
                OtaResult result = verdict == OtaResult.Ok ? _client.Confirm() : _client.Reject(verdict, check);
                if (result != OtaResult.Busy)
                {
                    return result;
                }

                _clock.Sleep(Interval);
            }
        }

        // With the name of a check that has not passed, if there is one.
        private OtaResult Round(out string check)
        {
            check = null;
            for (int i = 0; i < _count; i++)
            {
                if (_passed[i])
                {
                    continue;
                }

                HealthStatus status = _checks[i]();
                if (status == HealthStatus.Healthy)
                {
                    _passed[i] = true;
                }
                else
                {
                    check = _names[i];
                    if (status != HealthStatus.NotYet)
                    {
                        return OtaResult.HealthCheckFailed;
                    }
                }
            }

            return check == null ? OtaResult.Ok : OtaResult.TrialContinues;
        }

        private HealthStatus CheckServer()
        {
            return _client.ProbeServer().Code == OtaResult.Ok ? HealthStatus.Healthy : HealthStatus.NotYet;
        }
    }
}
