using System;
using System.Threading;

namespace NanoOta
{
    /// <summary>Decides about a release on trial. If all checks pass within the window, the release stays. Else the release is rejected.</summary>
    /// <remarks>
    /// A check may never return, and the window must close all the same. So the checks are asked on a thread of their own, one after the other. A
    /// check that has passed once is not asked again. Each start of the trial has the whole window, since nothing survives a restart. Not
    /// thread-safe.
    /// </remarks>
    public sealed class HealthMonitor
    {
        /// <summary>Milliseconds that the window is open from the network's coming up, if nothing else is said: 5 minutes.</summary>
        public const int DefaultWindow = TrialRules.Window;

        /// <summary>The most checks there may be, the server's included.</summary>
        public const int MaxChecks = 16;

        private const int DefaultInterval = 1000;
        private const string Server = "server";

        // A server that does not answer is asked again after one interval, then after two, four and eight. This many is the most.
        private const int LongestPause = 16;

        // A test's clock moves only when asked. So the wait for a round is short and in real time, then the clock lets time pass.
        private const int JoinMilliseconds = 200;

        // How often a client that is busy is asked: a minute at the default interval, which is one chunk's deadline.
        private const int MaxTries = 60;

        private readonly OtaClient _client;
        private readonly IClock _clock;
        private readonly string[] _names = new string[MaxChecks];
        private readonly HealthCheck[] _checks = new HealthCheck[MaxChecks];
        private readonly bool[] _passed = new bool[MaxChecks];
        private int _count;
        private int _asked;
        private OtaResult _verdict;
        private string _check;
        private bool _isSurroundings;
        private bool _isAnswered;
        private long _nextAsk;
        private int _pause = 1;

        /// <summary>A monitor of the release that runs.</summary>
        public HealthMonitor(OtaClient client, IClock clock, ServerCheck serverCheck = ServerCheck.Required)
        {
            _client = client;
            _clock = clock;
            if (serverCheck == ServerCheck.Required)
            {
                Add(Server, CheckServer);
            }
        }

        /// <summary>Milliseconds from the network's coming up within which every check must pass.</summary>
        public int Window = DefaultWindow;

        /// <summary>Milliseconds from <see cref="Run"/> within which every check must pass, network or not: 15 minutes if nothing else is said.</summary>
        public int LongestWindow = TrialRules.LongestWindow;

        /// <summary>Milliseconds between two rounds.</summary>
        public int Interval = DefaultInterval;

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
        /// Runs the checks until the release is confirmed or rejected. A rejected release restarts the device, so only tests see the codes of a
        /// rejection. <see cref="OtaClient.LastOutcome"/> names the check that decided.
        /// </summary>
        /// <returns>
        /// - <see cref="OtaResult.Ok"/>: the release is confirmed, or is not on trial.
        /// - <see cref="OtaResult.HealthCheckFailed"/>: a check failed.
        /// - <see cref="OtaResult.NoAnswer"/>: the window closed without an answer of the server.
        /// - <see cref="OtaResult.SurroundingsFailed"/>: the window closed, and a check blames the surroundings.
        /// - <see cref="OtaResult.AppHung"/>: the window closed, and a check did not return.
        /// - <see cref="OtaResult.HealthWindowClosed"/>: the window closed for another reason.
        /// - Other codes: the confirmation or the rollback failed.
        /// </returns>
        public OtaResult Run()
        {
            if (!_client.IsOnTrial)
            {
                return OtaResult.Ok;
            }

            // The native timer is the last resort, behind everything that Decide may wait for.
            _client.TellWindow(LongestWindow + (2 * MaxTries * Interval));
            long start = _clock.TickMilliseconds;
            long linked = -1;
            bool isOffline = true;
            while (true)
            {
                Thread round = new Thread(Round);
                round.Start();
                bool hasEnded;
                bool isClosed;
                do
                {
                    hasEnded = round.Join(JoinMilliseconds);
                    long now = _clock.TickMilliseconds;
                    linked = linked < 0 && _client.IsLinkUp ? now : linked;
                    if (isOffline && linked < 0 && now - start >= AskRules.NetworkWait)
                    {
                        // Perhaps the release before has overwritten the stored network configuration. The trial goes on with the kept one.
                        isOffline = false;
                        _client.ReconnectOnKept(GuardEvent.Restart);
                    }

                    isClosed = TrialRules.IsWindowClosed(now - start, linked < 0 ? -1 : now - linked, Window, LongestWindow);
                    if (!hasEnded && !isClosed)
                    {
                        _clock.Sleep(Interval);
                    }
                }
                while (!hasEnded && !isClosed);
                OtaResult verdict = hasEnded ? _verdict : OtaResult.TrialContinues;
                // The answer matters to the blame for a bad end. A confirmation that follows at once saves the write.
                if (hasEnded && _isAnswered && verdict != OtaResult.Ok && _client.NoteTrialAnswer() == OtaResult.Ok)
                {
                    _isAnswered = false;
                }

                if (verdict == OtaResult.TrialContinues && isClosed)
                {
                    verdict = CauseOfClosing(hasEnded);
                }

                if (verdict != OtaResult.TrialContinues)
                {
                    OtaResult result = Decide(verdict, hasEnded ? _check : _names[_asked]);
                    return result == OtaResult.Ok ? verdict : result;
                }

                _clock.Sleep(Interval);
            }
        }

        private OtaResult CauseOfClosing(bool hasEnded)
        {
            return _count > 0 && _names[0] == Server && !_passed[0] ? OtaResult.NoAnswer
                : !hasEnded ? OtaResult.AppHung
                : _isSurroundings ? OtaResult.SurroundingsFailed
                : OtaResult.HealthWindowClosed;
        }

        // The application may be using the client just now; its operation ends, the decision is not lost. A client that hangs is not healthy.
        private OtaResult Decide(OtaResult verdict, string check)
        {
            for (int i = 0; i < MaxTries; i++)
            {
                OtaResult result = verdict == OtaResult.Ok ? _client.Confirm() : _client.Reject(verdict, check);
                if (result != OtaResult.Busy)
                {
                    return result;
                }

                if (verdict != OtaResult.Ok && i >= MaxTries / 2)
                {
                    _client.Cancel();
                }

                _clock.Sleep(Interval);
            }

            return _client.Abandon();
        }

        // Runs on the thread of the checks, and leaves the name of the first check that has not passed.
        private void Round()
        {
            _check = null;
            _isSurroundings = false;
            OtaResult verdict = OtaResult.Ok;
            for (int i = 0; i < _count && verdict != OtaResult.HealthCheckFailed; i++)
            {
                _asked = i;
                HealthStatus status = _passed[i] ? HealthStatus.Healthy : Ask(_checks[i]);
                _passed[i] = status == HealthStatus.Healthy;
                if (!_passed[i])
                {
                    _check = _names[i];
                    _isSurroundings |= status == HealthStatus.Surroundings;
                    bool canPass = status == HealthStatus.NotYet || status == HealthStatus.Surroundings;
                    verdict = canPass ? OtaResult.TrialContinues : OtaResult.HealthCheckFailed;
                }
            }

            _verdict = verdict;
        }

        private static HealthStatus Ask(HealthCheck check)
        {
            try
            {
                return check();
            }
            catch (Exception)
            {
                // A thread that ends with an exception says nothing at all on a device.
                return HealthStatus.Failed;
            }
        }

        private HealthStatus CheckServer()
        {
            long now = _clock.TickMilliseconds;
            if (now < _nextAsk)
            {
                return HealthStatus.NotYet;
            }

            _isAnswered = _client.AskServer().Code == OtaResult.Ok;
            _nextAsk = now + ((long)_pause * Interval);
            _pause = _pause < LongestPause ? 2 * _pause : _pause;
            return _isAnswered ? HealthStatus.Healthy : HealthStatus.NotYet;
        }
    }
}
