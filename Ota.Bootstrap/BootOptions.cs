namespace NanoOta
{
    /// <summary>What the resident program is told once, when it is built: it outlives every application.</summary>
    /// <remarks>Fields, because a property is two methods and three names more in an assembly that has to be small.</remarks>
    public sealed class BootOptions
    {
        /// <summary>
        /// The options of the client that the application is going to get. What is known from the image that runs (component, version, running
        /// sequence, residents, version of the Bootstrap) is filled in by <see cref="BootProgram"/>.
        /// </summary>
        public OtaOptions Ota;

        /// <summary>
        /// How often an unconfirmed application is started, 1 to 100. One that sleeps deeply or restarts before its health checks are through
        /// spends one each time.
        /// </summary>
        public int TrialBoots = 3;

        /// <summary>Milliseconds that an application on trial has to be confirmed in, from its start; 1000 or more.</summary>
        public int HealthWindow = HealthMonitor.DefaultWindow;
    }

    /// <summary>The resident program's surroundings. All must be set, but for the firmware.</summary>
    public sealed class BootPorts
    {
        /// <summary>Where slots and records are.</summary>
        public IAppStorage Storage;

        /// <summary>Loads and starts applications.</summary>
        public IAppLoader Loader;

        /// <summary>The network, for recovery.</summary>
        public INetwork Network;

        /// <summary>Fetches files.</summary>
        public ITransport Transport;

        /// <summary>Time.</summary>
        public IClock Clock;

        /// <summary>Restarts the device.</summary>
        public IRestart Restart;

        /// <summary>The boot side of the firmware's own slots, where it has two; null on stock firmware.</summary>
        public IBootControl Firmware;

        /// <summary>The firmware's inactive slot; null on stock firmware. Set both or neither.</summary>
        public IUpdateSlot FirmwareSlot;
    }
}
