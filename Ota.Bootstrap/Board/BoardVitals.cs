namespace NanoOta
{
    /// <summary>The board's condition, for reports. Thread-safe.</summary>
    public sealed class BoardVitals : IVitals
    {
        private int _free;

        /// <inheritdoc/>
        /// <remarks>Collects garbage, without compacting the heap.</remarks>
        public int FreeMemory
        {
            get
            {
                // The CLR takes a value that was unsigned for unsigned until a field has held the value.
                _free = (int)nanoFramework.Runtime.Native.GC.Run(false);
                return _free;
            }
        }

        /// <inheritdoc/>
        /// <remarks>0 always. System.Device.Wifi gives a strength for networks of a scan alone, and a scan takes seconds.</remarks>
        public int SignalStrength => 0;

        /// <inheritdoc/>
        /// <remarks>Not told: the platform knows Wi-Fi and Ethernet alone. A board with a modem brings an <see cref="IVitals"/> of its own.</remarks>
        public bool IsMetered => false;
    }
}
