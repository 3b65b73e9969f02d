namespace NanoOta.VirtualDevice
{
    /// <summary>Flags of a note. Numbers are in flash.</summary>
    [Flags]
    internal enum GuardMarks : byte
    {
        /// <summary>None.</summary>
        None = 0,

        /// <summary>The next start by software was announced.</summary>
        Declared = 1,

        /// <summary>The next start asks, whatever the count.</summary>
        AskNext = 2,

        /// <summary>The other slot must not be gone back to.</summary>
        NoWayBack = 4,

        /// <summary>The state record was read with another error than a failed read.</summary>
        RecordKind = 8,

        /// <summary>One start in which the record could not be read; the two bits count up to three.</summary>
        RecordError = 16,

        /// <summary>Both bits.</summary>
        RecordErrors = 48,
    }
}
