namespace NanoOta.Sweep.Life
{
    /// <summary>The kinds of board whose life is told.</summary>
    public enum LifeBoardKind
    {
        /// <summary>Two OTA slots, the native guard and the native timer.</summary>
        OtaSlots = 0,

        /// <summary>Stock firmware: the Bootstrap and two application slots on a drive.</summary>
        Stock = 1,

        /// <summary>In-Field Update: MCUboot.</summary>
        InFieldUpdate = 2,
    }
}
