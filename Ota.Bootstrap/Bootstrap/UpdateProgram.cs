namespace NanoOta
{
    /// <summary>
    /// The boot program on boards with OTA slots: network, client, nothing else. The program asks the server for a cure, and restarts into the
    /// application. Without an application the program asks for ever. Not thread-safe.
    /// </summary>
    public sealed class UpdateProgram
    {
        private readonly OtaPorts _ports;
        private readonly OtaClient _client;
        private readonly Recovery _recovery;

        /// <summary>Makes the program. The ports need <see cref="OtaPorts.Starts"/>.</summary>
        public UpdateProgram(OtaOptions options, OtaPorts ports, INetwork network)
        {
            _ports = ports;
            ports.ClockSetter = network;
            _client = new OtaClient(options, ports);
            _recovery = new Recovery(_client, network, ports.Clock, ports.Starts, (uint)ports.Clock.TickMilliseconds);
        }

        /// <summary>The client that asks.</summary>
        public OtaClient Client
        {
            get
            {
                return _client;
            }
        }

        /// <summary>Told what the device waits for while no application runs; null for nobody. Set before <see cref="Run"/>.</summary>
        public WaitHandler Waits { get; set; }

        /// <summary>
        /// Comes back where restarts do: <see cref="OtaResult.Ok"/> for an update that is activated, else what the last asking came to. Comes back
        /// at once with <see cref="OtaResult.ArgumentInvalid"/>, <see cref="OtaResult.UrlInvalid"/> or <see cref="OtaResult.KeyInvalid"/>.
        /// </summary>
        public OtaResult Run()
        {
            // First of all: without a sign the guard takes this for a firmware that hangs.
            _recovery.Sign();
            _recovery.Waits = Waits;
            OtaResult result = _client.Start();
            if (result == OtaResult.ArgumentInvalid || result == OtaResult.UrlInvalid || result == OtaResult.KeyInvalid)
            {
                return result;
            }

            if (_client.IsOnTrial)
            {
                // A firmware without an application is on trial. The firmware is good when the next update could be fetched.
                result = new HealthMonitor(_client, _ports.Clock).Run();
            }

            StartPlan plan = _ports.Starts.Plan;
            if (plan != StartPlan.Ask && plan != StartPlan.AskLong)
            {
                return _recovery.Run();
            }

            result = _recovery.Ask(plan);
            if (result != OtaResult.Ok)
            {
                // Without the word this end would count, and the next start would ask again.
                _ports.Starts.Tell(GuardEvent.Restart, 0);
                _ports.Restart.Restart();
            }

            return result;
        }
    }
}
