namespace NanoOta
{
    /// <summary>The board's condition, for reports and for <see cref="NetworkRule"/>.</summary>
    public interface IVitals
    {
        /// <summary>Free bytes of the managed heap; -1 if unknown. Never throws.</summary>
        int FreeMemory { get; }

        /// <summary>Signal strength in dBm, below 0; 0 where there is no radio or the strength is unknown. Never throws.</summary>
        int SignalStrength { get; }

        /// <summary>Whether the network costs by the byte now; false if unknown. Never throws.</summary>
        bool IsMetered { get; }
    }
}
