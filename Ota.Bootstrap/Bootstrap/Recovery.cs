namespace NanoOta
{
    /// <summary>
    /// What is left when no image boots, and what a new device does first: network, time, update client, for ever. Not thread-safe.
    /// </summary>
    internal sealed class Recovery
    {
        private const int ConnectTimeout = 60000;
        private const int FirstDelay = 15000;
        private const int LongestDelay = 1800000;

        private readonly OtaClient _client;
        private readonly BootPorts _ports;
        private readonly RetryPolicy _retry;

        public Recovery(OtaClient client, BootPorts ports, uint seed)
        {
            _client = client;
            _ports = ports;
            _retry = new RetryPolicy(FirstDelay, LongestDelay, RetryPolicy.Unlimited, seed);
        }

        /// <summary>Comes back where restarts do: the update is activated.</summary>
        public OtaResult Run()
        {
            for (int attempt = 1; ; attempt++)
            {
                OtaResult result = Attempt();
                if (result == OtaResult.Ok)
                {
                    return result;
                }

                _ports.Clock.Sleep(_retry.NextDelayMilliseconds(attempt));
            }
        }

        /// <summary>One round. <see cref="OtaResult.Ok"/>, where restarts come back: an update is activated.</summary>
        public OtaResult Attempt()
        {
            OtaResult result = _ports.Network.Connect(ConnectTimeout);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            if (_ports.Clock.UtcSeconds == 0)
            {
                // An expired manifest is better than no way back, so recovery goes on without the time.
                _ports.Network.SetClock();
            }

            return _client.Update();
        }
    }
}
