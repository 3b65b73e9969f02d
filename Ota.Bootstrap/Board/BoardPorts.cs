namespace NanoOta
{
    /// <summary>
    /// Ready-made ports of an ESP32: HTTP over the board's network, the time from SNTP, the drive I:. The virtual board has a class of the same name.
    /// Not thread-safe; call each method once.
    /// </summary>
    public static class BoardPorts
    {
        /// <summary>
        /// All ports of the client but slot, boot side, keeper, starts and store. Those differ by the kind of board: see <c>EspPorts.AddTo</c>. Writes
        /// nothing.
        /// </summary>
        public static OtaPorts Create()
        {
            SystemClock clock = new SystemClock();
            return new OtaPorts
            {
                Transport = new HttpTransport(new HttpTransportOptions()),
                Clock = clock,
                Restart = new DeviceRestart(),
                ClockSetter = new WifiNetwork(clock),
                Link = new NetworkLink(),
                Network = CreateKeeper(),
            };
        }

        /// <summary>Keeps the stored network configuration in two files of the drive I:. Reads the configuration.</summary>
        public static INetworkKeeper CreateKeeper()
        {
            int size = NetworkKeeper.MaxLength;
            return new NetworkKeeper(new StoredNetwork(), new TwoCopyStateStore(new FileRecordMedium("I:\\net.0", "I:\\net.1", size + TwoCopyStateStore.HeaderLength), size));
        }

        /// <summary>The agent's files on the drive I:, and the board's condition. Reads and writes nothing.</summary>
        public static AgentPorts CreateAgent()
        {
            return new AgentPorts
            {
                Settings = new FileRecordMedium("I:\\set.0", "I:\\set.1", AgentSettings.MaxLength + TwoCopyStateStore.HeaderLength),
                Outcomes = new FileRecordMedium("I:\\log.0", "I:\\log.1", OutcomeLog.Length + TwoCopyStateStore.HeaderLength),
                Vitals = new BoardVitals(),
            };
        }
    }
}
