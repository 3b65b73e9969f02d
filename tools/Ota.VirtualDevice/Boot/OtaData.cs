using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>The two entries of otadata, as read, and the rules for choosing between them.</summary>
    public sealed class OtaData
    {
        private readonly NorFlash _flash;
        private readonly Partition _partition;
        private readonly OtaEntry[] _entries = new OtaEntry[2];
        private readonly byte[][] _labels = [new byte[OtaEntry.LabelSize], new byte[OtaEntry.LabelSize]];

        private OtaData(NorFlash flash, Partition partition)
        {
            _flash = flash;
            _partition = partition;
        }

        /// <summary>The entry of the running choice: 0, 1, or -1 for none.</summary>
        public int Active => Select(_entries[0].IsValid, _entries[1].IsValid);

        /// <summary>Entry 0 or 1.</summary>
        public OtaEntry this[int index] => _entries[index];

        /// <summary>Reads both entries.</summary>
        public static OtaData Read(NorFlash flash, Partition partition)
        {
            OtaData data = new(flash, partition);
            Span<byte> bytes = stackalloc byte[OtaEntry.Size];
            for (int i = 0; i < 2; i++)
            {
                flash.Read(partition.Offset + (i * NorFlash.SectorSize), bytes);
                data._entries[i] = OtaEntry.Parse(bytes);
                bytes.Slice(OtaEntry.LabelOffset, OtaEntry.LabelSize).CopyTo(data._labels[i]);
            }

            return data;
        }

        /// <summary>Of those eligible the one with the larger sequence, the first if equal; -1 for none.</summary>
        public int Select(bool first, bool second)
        {
            if (first && second)
            {
                return _entries[0].Sequence >= _entries[1].Sequence ? 0 : 1;
            }

            return first ? 0 : second ? 1 : -1;
        }

        /// <summary>
        /// Erases the entry's sector and writes the entry anew: two operations. A cut between them leaves a blank sector. The label, which ESP-IDF
        /// does not use, stays.
        /// </summary>
        public FlashStatus Write(int index, OtaEntry entry)
        {
            _entries[index] = entry;
            FlashStatus status = Erase(index);
            byte[] bytes = entry.ToBytes();
            _labels[index].CopyTo(bytes, OtaEntry.LabelOffset);
            return status == FlashStatus.Ok
                ? _flash.Write(_partition.Offset + (index * NorFlash.SectorSize), bytes)
                : status;
        }

        /// <summary>Erases an entry's sector.</summary>
        public FlashStatus Erase(int index) => _flash.Erase(_partition.Offset + (index * NorFlash.SectorSize), NorFlash.SectorSize);
    }
}
