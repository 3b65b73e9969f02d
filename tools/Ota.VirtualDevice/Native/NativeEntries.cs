using System.Buffers.Binary;
using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// The two entries of otadata as the native half writes them: ota_otadata.c. An entry's sector is erased, 28 bytes are programmed and read
    /// back, and the CRC comes last. A power cut leaves an entry that does not count, or the whole one. A mark in the label says what for.
    /// </summary>
    internal sealed class NativeEntries
    {
        private const int Count = 2;
        private const int LabelAt = 4;
        private const int StateAt = 24;
        private const int CrcAt = 28;

        // 0xFFFFFFFF is no sequence, and 0xFFFFFFFE leads there with two slots.
        private const uint LastSequence = 0xFFFFFFFD;

        private readonly EspPartitions _partitions;
        private readonly Partition _partition;
        private readonly byte[][] _bytes = [new byte[OtaEntry.Size], new byte[OtaEntry.Size]];
        private readonly uint _slots;

        private NativeEntries(EspPartitions partitions, Partition partition, int slots)
        {
            _partitions = partitions;
            _partition = partition;
            _slots = (uint)slots;
        }

        /// <summary>OTA partitions.</summary>
        public int Slots => (int)_slots;

        /// <summary>The entry that the bootloader follows; -1 for none.</summary>
        public int Active
        {
            get
            {
                bool first = Boots(0);
                bool second = Boots(1);
                return first && second ? Sequence(0) >= Sequence(1) ? 0 : 1 : first ? 0 : second ? 1 : -1;
            }
        }

        private static ReadOnlySpan<byte> TrialMark => "nanoOtaT"u8;

        private static ReadOnlySpan<byte> GoodMark => "nanoOtaV"u8;

        /// <summary>Reads both; null without otadata, without OTA partitions, and when flash cannot be read.</summary>
        public static NativeEntries? Read(EspPartitions partitions, PartitionTable table)
        {
            if (table.OtaData == null || table.OtaCount == 0)
            {
                return null;
            }

            NativeEntries entries = new(partitions, table.OtaData, table.OtaCount);
            for (int i = 0; i < Count; i++)
            {
                if (partitions.Read(table.OtaData, i * NorFlash.SectorSize, entries._bytes[i]) != EspError.Ok)
                {
                    return null;
                }
            }

            return entries;
        }

        /// <summary>Number of an OTA partition; -1 for others.</summary>
        public static int SlotOf(Partition? partition) => partition?.IsOta == true ? partition.OtaIndex : -1;

        /// <summary>What an entry is worth.</summary>
        public EntryKind KindOf(int index)
        {
            return !HasRightCrc(index)
                ? EntryKind.None
                : State(index) switch
                {
                    OtaImageState.New => EntryKind.New,
                    OtaImageState.PendingVerify => EntryKind.Trial,
                    OtaImageState.Invalid or OtaImageState.Aborted => EntryKind.Rejected,
                    OtaImageState.Valid => IsForTrial(index) ? EntryKind.Odd : EntryKind.Good,
                    _ => EntryKind.Odd,
                };
        }

        /// <summary>The state.</summary>
        public OtaImageState State(int index) => (OtaImageState)BinaryPrimitives.ReadUInt32LittleEndian(_bytes[index].AsSpan(StateAt));

        /// <summary>The entry has the mark of a trial.</summary>
        public bool IsForTrial(int index) => _bytes[index].AsSpan(LabelAt).StartsWith(TrialMark);

        /// <summary>The label is not empty: nanoOta wrote the entry. A torn mark is one of these as well.</summary>
        public bool IsLabelled(int index) => _bytes[index].AsSpan(LabelAt, TrialMark.Length).ContainsAnyExcept((byte)0xFF);

        /// <summary>The entry has the mark of a confirmed image.</summary>
        public bool IsForGood(int index) => _bytes[index].AsSpan(LabelAt).StartsWith(GoodMark);

        /// <summary>The entry of a slot: the slot's own active one, else the first with a right CRC; -1 for none.</summary>
        public int Find(int slot)
        {
            int active = Active;
            if (active >= 0 && SlotAt(active) == slot)
            {
                return active;
            }

            for (int i = 0; i < Count; i++)
            {
                if (HasRightCrc(i) && SlotAt(i) == slot)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>Erases an entry's sector.</summary>
        public bool Erase(int index)
        {
            Array.Fill(_bytes[index], (byte)0xFF);
            return _partitions.EraseRange(_partition, index * NorFlash.SectorSize, NorFlash.SectorSize) == EspError.Ok;
        }

        /// <summary>Rewrites the state of an entry that counts; its sequence stays.</summary>
        public bool Rewrite(int index, OtaImageState state) => Write(index, Sequence(index), state);

        /// <summary>Writes an entry for a slot that comes before the other entry.</summary>
        public bool Choose(int index, int slot, OtaImageState state)
        {
            uint above = Boots(index ^ 1) ? Sequence(index ^ 1) : 0;
            if (above > LastSequence - Partition.MaxOtaSlots)
            {
                return false;
            }

            uint sequence = (uint)slot + 1;
            if (sequence <= above)
            {
                sequence += ((above - sequence) / _slots * _slots) + _slots;
            }

            return Write(index, sequence, state);
        }

        /// <summary>Makes sure that the running image has an entry that boots. True without a write where there is nothing to do.</summary>
        public bool KeepRunning(int running)
        {
            int index = running < 0 ? -1 : Find(running);
            if (running < 0 || (index >= 0 && Boots(index)))
            {
                return true;
            }

            int active = Active;
            return Choose(active < 0 ? 0 : active ^ 1, running, OtaImageState.Valid);
        }

        private bool Boots(int index) => KindOf(index) is not (EntryKind.None or EntryKind.Rejected);

        private uint Sequence(int index) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[index]);

        private bool HasRightCrc(int index) =>
            Sequence(index) != uint.MaxValue && BinaryPrimitives.ReadUInt32LittleEndian(_bytes[index].AsSpan(CrcAt)) == OtaEntry.CrcOf(Sequence(index));

        private int SlotAt(int index) => (int)((Sequence(index) - 1) % _slots);

        private bool Write(int index, uint sequence, OtaImageState state)
        {
            bool isErased = Erase(index);
            byte[] entry = _bytes[index];
            BinaryPrimitives.WriteUInt32LittleEndian(entry, sequence);
            (state == OtaImageState.Valid ? GoodMark : TrialMark).CopyTo(entry.AsSpan(LabelAt));
            BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(StateAt), (uint)state);
            BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(CrcAt), OtaEntry.CrcOf(sequence));
            return isErased && Put(index, 0, CrcAt) && Put(index, CrcAt, OtaEntry.Size);
        }

        // Programs a part of an entry, and reads back all that was programmed.
        private bool Put(int index, int from, int end)
        {
            int address = index * NorFlash.SectorSize;
            byte[] read = new byte[end];
            return _partitions.Write(_partition, address + from, _bytes[index].AsSpan(from..end)) == EspError.Ok
                && _partitions.Read(_partition, address, read) == EspError.Ok
                && read.AsSpan().SequenceEqual(_bytes[index].AsSpan(0, end));
        }
    }
}
