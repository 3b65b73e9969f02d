namespace NanoOta.VirtualDevice
{
    /// <summary>What changes flash. Reads change nothing, so a power cut at one is a cut between two of these.</summary>
    public enum FlashOperationKind
    {
        /// <summary>One sector to 0xFF.</summary>
        Erase = 0,

        /// <summary>Bits of one sector from 1 to 0.</summary>
        Write = 1,
    }

    /// <summary>How a call to the flash ended; anything but these is an exception.</summary>
    public enum FlashStatus
    {
        /// <summary>The part reports success.</summary>
        Ok = 0,

        /// <summary>The part reports a failure.</summary>
        Failed = 1,
    }

    /// <summary>One operation of the log. A call that spans sectors is one operation a sector.</summary>
    public readonly record struct FlashOperation(FlashOperationKind Kind, int Offset, int Length);

    /// <summary>What an amount of work cost the flash. Subtract two readings for what lies between them.</summary>
    /// <param name="BytesRead">Bytes read.</param>
    /// <param name="BytesWritten">Bytes programmed.</param>
    /// <param name="Erases">Sectors erased.</param>
    /// <param name="Writes">Program operations.</param>
    /// <param name="Pages">256-byte pages that the program operations touched.</param>
    public readonly record struct FlashCost(long BytesRead, long BytesWritten, long Erases, long Writes, long Pages)
    {
        /// <summary>Typical sector erase of the NOR flash on ESP32 modules. Source: Winbond W25Q32FV, AC characteristics, tSE (at most 400 ms).</summary>
        public const int EraseMicroseconds = 45000;

        /// <summary>Typical page program. Source: the same, tPP (at most 3 ms).</summary>
        public const int PageProgramMicroseconds = 700;

        /// <summary>How long a real part would have been busy erasing and programming, with typical timings.</summary>
        public TimeSpan BusyTime => TimeSpan.FromMicroseconds((Erases * EraseMicroseconds) + (Pages * PageProgramMicroseconds));

        public static FlashCost operator -(FlashCost after, FlashCost before)
        {
            return new FlashCost(
                after.BytesRead - before.BytesRead,
                after.BytesWritten - before.BytesWritten,
                after.Erases - before.Erases,
                after.Writes - before.Writes,
                after.Pages - before.Pages);
        }

        /// <summary>Sum of two costs.</summary>
        public static FlashCost operator +(FlashCost left, FlashCost right)
        {
            return new FlashCost(
                left.BytesRead + right.BytesRead,
                left.BytesWritten + right.BytesWritten,
                left.Erases + right.Erases,
                left.Writes + right.Writes,
                left.Pages + right.Pages);
        }
    }
}
