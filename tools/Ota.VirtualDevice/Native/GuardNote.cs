namespace NanoOta.VirtualDevice
{
    /// <summary>What the guard counts (ota_note).</summary>
    internal struct GuardNote
    {
        /// <summary>What is known of a slot.</summary>
        public GuardWord Word;

        /// <summary>Subtype of that slot.</summary>
        public byte Slot;

        /// <summary>Starts without life, this one included.</summary>
        public byte Starts;

        /// <summary>How far the asking has come.</summary>
        public GuardAsk Ask;

        /// <summary>Answered or mute asks that an end before life followed.</summary>
        public byte Ends;

        /// <summary>Declared restarts and sleeps of the trial that runs.</summary>
        public byte Declared;

        /// <summary>What was announced.</summary>
        public GuardMarks Flags;

        /// <summary>Why the start came that was counted last.</summary>
        public byte Cause;

        /// <summary>Bytes of the content.</summary>
        public const int Size = 8;

        /// <summary>Reads the content of a note.</summary>
        public static GuardNote Parse(ReadOnlySpan<byte> bytes) => new()
        {
            Word = (GuardWord)bytes[0],
            Slot = bytes[1],
            Starts = bytes[2],
            Ask = (GuardAsk)bytes[3],
            Ends = bytes[4],
            Declared = bytes[5],
            Flags = (GuardMarks)bytes[6],
            Cause = bytes[7],
        };

        /// <summary>The content of a note.</summary>
        public readonly byte[] ToBytes() => [(byte)Word, Slot, Starts, (byte)Ask, Ends, Declared, (byte)Flags, Cause];

        /// <summary>How the state record was read at this start: 0 whole, 1 a failed read, 2 any other error.</summary>
        public void CountRecordRead(int value)
        {
            GuardMarks kind = value == 2 ? GuardMarks.RecordKind : GuardMarks.None;
            GuardMarks before = Flags & GuardMarks.RecordErrors;
            bool isSame = (Flags & GuardMarks.RecordKind) == kind;
            GuardMarks errors = value == 0 ? GuardMarks.None
                : !isSame ? GuardMarks.RecordError
                : before < GuardMarks.RecordErrors ? before + (int)GuardMarks.RecordError
                : before;
            Flags = (Flags & ~(GuardMarks.RecordKind | GuardMarks.RecordErrors)) | kind | errors;
        }

        /// <summary>The application lives: nothing is counted any more.</summary>
        public void ClearCount()
        {
            Starts = 0;
            Ends = 0;
            Ask = GuardAsk.None;
        }
    }
}
