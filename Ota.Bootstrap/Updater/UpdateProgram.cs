using NanoOta;

namespace Updater
{
    /// <summary>
    /// The program that runs before the application on boards with OTA slots, when the guard says so. The program has network and client, and nothing
    /// else. The program asks the server for a cure, then restarts into the application. Without an application the program asks for ever. Not
    /// thread-safe.
    /// </summary>
    public sealed class UpdateProgram
    {
        // Of IEspGuard.GetStatus.
        private const int StatusLength = 16;
        private const int PlanAt = 2;
        private const int StartsAt = 5;
        private const int Ask = 1;
        private const int AskLong = 2;

        // Milliseconds: for the network to come up; to ask from then on, doubled at each asking.
        private const int NetworkTime = 600000;
        private const int ConnectTime = 60000;
        private const int FirstAskTime = 60000;
        private const int LongestAskTime = 3600000;
        private const int MaxDoublings = 6;

        private const int FirstDelay = 15000;
        private const int LongestDelay = 1800000;

        // From 300 on, a code is a result of the policy, so the server has answered.
        private const int FirstVerdict = 300;
        private const int LastVerdict = 349;

        private readonly OtaPorts _ports;
        private readonly INetwork _network;
        private readonly IEspGuard _guard;
        private readonly RetryPolicy _retry;
        private readonly OtaClient _client;

        /// <summary>A program. <see cref="Run"/> starts the program.</summary>
        public UpdateProgram(OtaOptions options, OtaPorts ports, INetwork network, IEspGuard guard)
        {
            _ports = ports;
            _network = network;
            _guard = guard;
            _retry = new RetryPolicy(FirstDelay, LongestDelay, RetryPolicy.Unlimited, (uint)ports.Clock.TickMilliseconds);
            _client = new OtaClient(options, ports);
            _client.Progress += OnProgress;
        }

        /// <summary>The client that asks.</summary>
        public OtaClient Client
        {
            get
            {
                return _client;
            }
        }

        /// <summary>
        /// Comes back where restarts do: <see cref="OtaResult.Ok"/> for an update that is activated, else what the last asking came to. Comes back
        /// at once with <see cref="OtaResult.ArgumentInvalid"/>, <see cref="OtaResult.UrlInvalid"/> or <see cref="OtaResult.KeyInvalid"/>.
        /// </summary>
        public OtaResult Run()
        {
            // First of all: without a sign the guard takes this for a firmware that hangs.
            Sign();
            byte[] status = new byte[StatusLength];
            bool isAsking = _guard.GetStatus(status) == OtaResult.Ok && (status[PlanAt] == Ask || status[PlanAt] == AskLong);
            OtaResult result = _client.Start();
            if (result == OtaResult.ArgumentInvalid || result == OtaResult.UrlInvalid || result == OtaResult.KeyInvalid)
            {
                return result;
            }

            if (_client.IsOnTrial)
            {
                // A firmware on trial without an application is good when the firmware can fetch an application.
                result = new HealthMonitor(_client, _ports.Clock).Run();
            }

            if (!isAsking)
            {
                return Rescue();
            }

            result = AskServer(AskTime(status[StartsAt]), status[PlanAt] == AskLong);
            if (result != OtaResult.Ok)
            {
                // A restart that is not announced would be counted, and the next start would ask again. So the restart is announced, and counts as no
                // fault.
                _guard.Tell(GuardEvent.Restart, 0);
                _ports.Restart.Restart();
            }

            return result;
        }

        // No application may be started: an empty device.
        private OtaResult Rescue()
        {
            for (int attempt = 1; ; attempt++)
            {
                OtaResult result = _network.Connect(ConnectTime);
                result = result == OtaResult.Ok ? Update() : result;
                if (result == OtaResult.Ok)
                {
                    return result;
                }

                Wait(_retry.NextDelayMilliseconds(attempt));
            }
        }

        private OtaResult AskServer(int time, bool isLong)
        {
            OtaResult result = ConnectFor(NetworkTime);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            long end = _ports.Clock.TickMilliseconds + time;
            for (int attempt = 1; ; attempt++)
            {
                result = Update();
                bool isAnswer = IsAnswer(result);
                if (isAnswer)
                {
                    _guard.Tell(GuardEvent.Answered, 0);
                }

                long left = end - _ports.Clock.TickMilliseconds;
                if (result == OtaResult.Ok || (isAnswer && !isLong) || left <= 0)
                {
                    return result;
                }

                int delay = _retry.NextDelayMilliseconds(attempt);
                Wait(delay < left ? delay : (int)left);
            }
        }

        private OtaResult ConnectFor(int time)
        {
            long end = _ports.Clock.TickMilliseconds + time;
            OtaResult result = _network.Connect(ConnectTime);
            while (result != OtaResult.Ok && _ports.Clock.TickMilliseconds < end)
            {
                Wait(FirstDelay);
                result = _network.Connect(ConnectTime);
            }

            return result;
        }

        private OtaResult Update()
        {
            Sign();
            if (_ports.Clock.UtcSeconds == 0)
            {
                // An expired manifest is better than no way back. So the program goes on without the time.
                _network.SetClock();
            }

            return _client.Update();
        }

        // The native timer gives half an hour after each sign.
        private void Wait(int milliseconds)
        {
            Sign();
            _ports.Clock.Sleep(milliseconds);
            Sign();
        }

        private void Sign()
        {
            _guard.Tell(GuardEvent.Sign, 0);
        }

        private void OnProgress(int done, int total)
        {
            Sign();
        }

        // Every second start asks, so there were half as many askings as starts.
        private static int AskTime(int starts)
        {
            int doublings = (starts / 2) - 1;
            doublings = doublings < 0 ? 0 : doublings > MaxDoublings ? MaxDoublings : doublings;
            int time = FirstAskTime << doublings;
            return time < LongestAskTime ? time : LongestAskTime;
        }

        private static bool IsAnswer(OtaResult result)
        {
            int code = (int)result;
            return result == OtaResult.Ok || result == OtaResult.UpToDate || result == OtaResult.Deferred || result == OtaResult.NotInRollout
                || result == OtaResult.ReleasePaused || (code >= FirstVerdict && code <= LastVerdict);
        }
    }
}
