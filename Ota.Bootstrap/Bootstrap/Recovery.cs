namespace NanoOta
{
    /// <summary>
    /// Updates while no application runs: before one starts, and for ever where none may start. Network, time, client. Not thread-safe.
    /// </summary>
    internal sealed class Recovery
    {
        private const int ConnectTimeout = 60000;
        private const int FirstDelay = 15000;
        private const int LongestDelay = 1800000;

        /// <summary>Told what each wait is for; null for nobody.</summary>
        public WaitHandler Waits;

        private readonly OtaClient _client;
        private readonly INetwork _network;
        private readonly IClock _clock;
        private readonly IStartGuard _starts;
        private readonly RetryPolicy _retry;
        private bool _isUp;
        private bool _isReached;

        /// <summary>For a client that is started later.</summary>
        public Recovery(OtaClient client, INetwork network, IClock clock, IStartGuard starts, uint seed)
        {
            _client = client;
            _network = network;
            _clock = clock;
            _starts = starts;
            _retry = new RetryPolicy(FirstDelay, LongestDelay, RetryPolicy.Unlimited, seed);
            _client.Progress += (int done, int total) => Sign();
        }

        /// <summary>Comes back where restarts do: the update is activated.</summary>
        public OtaResult Run()
        {
            long start = _clock.TickMilliseconds;
            for (int attempt = 1; ; attempt++)
            {
                OtaResult result = Attempt();
                if (result == OtaResult.Ok)
                {
                    return result;
                }

                if (!_isUp && _clock.TickMilliseconds - start >= AskRules.NetworkWait)
                {
                    _client.ReconnectOnKept(GuardEvent.RestartToAsk);
                }

                Wait(result, _retry.NextDelayMilliseconds(attempt));
            }
        }

        /// <summary>
        /// Asks for a while. An answer with nothing to install ends the asking. Without a way back the whole time is asked.
        /// </summary>
        /// <returns><see cref="OtaResult.Ok"/>, where restarts come back: an update is activated. Else what the last attempt came to.</returns>
        public OtaResult Ask(StartPlan plan)
        {
            int length = AskRules.LengthOf(_starts.Starts);
            long end = _clock.TickMilliseconds + AskRules.NetworkWait;
            bool wasUp = false;
            for (int attempt = 1; ; attempt++)
            {
                OtaResult result = Attempt();
                if (_isUp && !wasUp)
                {
                    // The time runs from the network's coming up.
                    wasUp = true;
                    attempt = 1;
                    end = _clock.TickMilliseconds + length;
                }

                // A release that is offered and cannot be fetched is an answer, too.
                if (AskRules.IsAnswer(result) || _client.Offer != null)
                {
                    _starts.Tell(GuardEvent.Answered, 0);
                }

                long left = end - _clock.TickMilliseconds;
                if (left <= 0 && !_isUp)
                {
                    _client.ReconnectOnKept(GuardEvent.RestartToAsk);
                }

                if (result == OtaResult.Ok || left <= 0 || (plan == StartPlan.Ask && AskRules.EndsAsking(result)))
                {
                    return result;
                }

                int delay = wasUp ? _retry.NextDelayMilliseconds(attempt) : FirstDelay;
                Wait(result, delay < left ? delay : (int)left);
            }
        }

        /// <summary>One round. <see cref="OtaResult.Ok"/>, where restarts come back: an update is activated.</summary>
        public OtaResult Attempt()
        {
            Sign();
            OtaResult result = _network.Connect(ConnectTimeout);
            _isReached = result == OtaResult.Ok;
            if (result != OtaResult.Ok)
            {
                return result;
            }

            _isUp = true;
            if (_clock.UtcSeconds == 0)
            {
                // An expired manifest is better than no way back, so recovery goes on without the time.
                _network.SetClock();
            }

            return _client.UpdateBeforeLife();
        }

        /// <summary>Tells the boot side that the updater works: a native timer waits for this word.</summary>
        public void Sign()
        {
            if (_starts != null)
            {
                _starts.Tell(GuardEvent.Sign, 0);
            }
        }

        private void Wait(OtaResult result, int milliseconds)
        {
            Sign();
            if (Waits != null)
            {
                Waits(!_isReached ? WaitReason.Network : AskRules.IsAnswer(result) ? WaitReason.Release : WaitReason.Server, result);
            }

            _clock.Sleep(milliseconds);
        }
    }
}
