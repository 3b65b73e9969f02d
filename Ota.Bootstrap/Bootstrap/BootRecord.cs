namespace NanoOta
{
    /// <summary>What the Bootstrap goes by at power-on. docs/FORMAT.md has the layout. Not thread-safe.</summary>
    internal sealed class BootRecord
    {
        public const int Length = 40;

        private const int Magic = 0x3152424E;
        private const int SlotAt = 8;
        private const int SlotLength = 16;

        /// <summary>The slot that was confirmed last, 1 or 2; 0 for none.</summary>
        public int Active;

        /// <summary>The slot that is to be tried or on trial, 1 or 2; 0 for none.</summary>
        public int Candidate;

        /// <summary>How often the candidate may still be started, 0 to 255.</summary>
        public int TrialBoots;

        private readonly byte[] _bytes = new byte[Length];

        /// <summary>
        /// The newest record of a store. Without a sound record no slot is known to be good. Then recovery runs, and finds the release's bytes in the
        /// slots again.
        /// </summary>
        public static BootRecord Read(TwoCopyStateStore store)
        {
            BootRecord record = new BootRecord();
            byte[] bytes = record._bytes;
            int count = store.Read(bytes);
            record.Active = bytes[4];
            record.Candidate = bytes[5];
            record.TrialBoots = bytes[6];
            bool isSound = count == Length && LittleEndian.ReadInt32(bytes, 0) == Magic && record.Active <= 2 && record.Candidate <= 2
                && record.StateOf(1) <= SlotTrial.Failed && record.StateOf(2) <= SlotTrial.Failed;
            return isSound ? record : new BootRecord();
        }

        public OtaResult Write(TwoCopyStateStore store)
        {
            LittleEndian.WriteInt32(_bytes, 0, Magic);
            _bytes[4] = (byte)Active;
            _bytes[5] = (byte)Candidate;
            _bytes[6] = (byte)TrialBoots;
            return store.Write(_bytes, Length);
        }

        public SlotTrial StateOf(int slot)
        {
            return (SlotTrial)_bytes[At(slot)];
        }

        public void SetState(int slot, SlotTrial state)
        {
            _bytes[At(slot)] = (byte)state;
        }

        public long RevisionOf(int slot)
        {
            return LittleEndian.ReadInt64(_bytes, At(slot) + 8);
        }

        public void SetRevision(int slot, long revision)
        {
            LittleEndian.WriteInt64(_bytes, At(slot) + 8, revision);
        }

        private static int At(int slot)
        {
            return SlotAt + ((slot - 1) * SlotLength);
        }
    }
}
