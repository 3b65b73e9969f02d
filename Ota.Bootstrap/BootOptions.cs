namespace NanoOta
{
    /// <summary>What the resident program is told once, when it is built: it outlives every application.</summary>
    public sealed class BootOptions
    {
        /// <summary>
        /// The options of the client that the application is going to get. What is known from the image that runs (component, version, running
        /// sequence, residents, version of the Bootstrap) is filled in by <see cref="BootProgram"/>.
        /// </summary>
        public OtaOptions Ota { get; set; }

        /// <summary>
        /// How often an unconfirmed application is started, 1 to 100. One that sleeps deeply or restarts before its health checks are through
        /// spends one each time.
        /// </summary>
        public int TrialBoots { get; set; } = 3;

        /// <summary>Milliseconds that an application on trial has to be confirmed in, from its start; 1000 or more.</summary>
        public int HealthWindow { get; set; } = HealthMonitor.DefaultWindow;
    }

    /// <summary>The resident program's surroundings. All must be set, but for the firmware.</summary>
    public sealed class BootPorts
    {
        /// <summary>Where slots and records are.</summary>
        public IAppStorage Storage { get; set; }

        /// <summary>Loads and starts applications.</summary>
        public IAppLoader Loader { get; set; }

        /// <summary>The network, for recovery.</summary>
        public INetwork Network { get; set; }

        /// <summary>Fetches files.</summary>
        public ITransport Transport { get; set; }

        /// <summary>Time.</summary>
        public IClock Clock { get; set; }

        /// <summary>Restarts the device.</summary>
        public IRestart Restart { get; set; }

        /// <summary>The boot side of the firmware's own slots, where it has two; null on stock firmware.</summary>
        public IBootControl Firmware { get; set; }

        /// <summary>The firmware's inactive slot; null on stock firmware. Set both or neither.</summary>
        public IUpdateSlot FirmwareSlot { get; set; }
    }
}
