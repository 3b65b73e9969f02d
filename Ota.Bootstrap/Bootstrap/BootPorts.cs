namespace NanoOta
{
    /// <summary>The resident program's surroundings. All must be set, but for link, configuration, agent and waits.</summary>
    public sealed class BootPorts
    {
        /// <summary>Where slots and records are.</summary>
        public IAppStorage Storage;

        /// <summary>Loads and starts applications.</summary>
        public IAppLoader Loader;

        /// <summary>The network, for recovery.</summary>
        public INetwork Network;

        /// <summary>Whether there is a network; null where the platform does not tell. Then a trial's window runs from the start.</summary>
        public ILink Link;

        /// <summary>The network configuration that the platform stores; null where nobody can read that configuration.</summary>
        public INetworkConfiguration Configuration;

        /// <summary>Fetches files.</summary>
        public ITransport Transport;

        /// <summary>Time.</summary>
        public IClock Clock;

        /// <summary>Restarts the device.</summary>
        public IRestart Restart;

        /// <summary>The agent's own ports: reporter, trigger, vitals. The Bootstrap adds the files. Null for none of them.</summary>
        public AgentPorts Agent;

        /// <summary>Told what the device waits for while no application runs; null for nobody.</summary>
        public WaitHandler Waits;

        /// <summary>Why the chip started, where the firmware tells; else <see cref="StartReason.Unknown"/>, which counts every start.</summary>
        public StartReason Reason;
    }
}
