namespace NanoOta
{
    /// <summary>What a report says of the board's condition.</summary>
    public interface IVitals
    {
        /// <summary>Free bytes of the managed heap; -1 if unknown. Never throws.</summary>
        int FreeMemory { get; }

        /// <summary>Signal strength in dBm, below 0; 0 where there is no radio or the strength is unknown. Never throws.</summary>
        int SignalStrength { get; }
    }
}
