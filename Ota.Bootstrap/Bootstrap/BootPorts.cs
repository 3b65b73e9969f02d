namespace NanoOta
{
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
