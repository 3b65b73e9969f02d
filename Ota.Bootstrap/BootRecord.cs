namespace NanoOta
{
    /// <summary>What the Bootstrap goes by at power-on. docs/FORMAT.md has the layout. Not thread-safe.</summary>
    internal sealed class BootRecord
    {
        public const int Length = 40;

        private const int Magic = 0x3152424E;
        private const int SlotAt = 8;
        private const int SlotLength = 16;

        private readonly byte[] _bytes = new byte[Length];

        public BootRecord()
        {
            LittleEndian.WriteInt32(_bytes, 0, Magic);
        }

        public byte[] Bytes => _bytes;

        public bool IsSound => LittleEndian.ReadInt32(_bytes, 0) == Magic && Active <= 2 && Candidate <= 2
            && StateOf(1) <= SlotTrial.Failed && StateOf(2) <= SlotTrial.Failed;

        /// <summary>The slot that was confirmed last, 1 or 2; 0 for none.</summary>
        public int Active
        {
            get { return _bytes[4]; }
            set { _bytes[4] = (byte)value; }
        }

        /// <summary>The slot that is to be tried or on trial, 1 or 2; 0 for none.</summary>
        public int Candidate
        {
            get { return _bytes[5]; }
            set { _bytes[5] = (byte)value; }
        }

        /// <summary>How often the candidate may still be started, 0 to 255.</summary>
        public int TrialBoots
        {
            get { return _bytes[6]; }
            set { _bytes[6] = (byte)value; }
        }

        public SlotTrial StateOf(int slot)
        {
            return (SlotTrial)_bytes[At(slot)];
        }

        public void SetState(int slot, SlotTrial state)
        {
            _bytes[At(slot)] = (byte)state;
        }

        /// <summary>Whether the slot's image came with a firmware and is to be confirmed and undone with it.</summary>
        public bool IsPaired(int slot)
        {
            return _bytes[At(slot) + 1] != 0;
        }

        /// <summary>The firmware slot that the image is bound to; 0 where there is one firmware only.</summary>
        public int FirmwareOf(int slot)
        {
            return LittleEndian.ReadInt32(_bytes, At(slot) + 4);
        }

        public void Bind(int slot, long sequence, int firmware, ReleaseScope scope)
        {
            _bytes[At(slot) + 1] = (byte)scope;
            LittleEndian.WriteInt32(_bytes, At(slot) + 4, firmware);
            LittleEndian.WriteInt64(_bytes, At(slot) + 8, sequence);
        }

        private static int At(int slot)
        {
            return SlotAt + ((slot - 1) * SlotLength);
        }
    }
}
