using System.Buffers.Binary;
using System.IO.Hashing;
using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>
    /// The guard's notes in flash: ota_notes.c. A note of 16 bytes behind the last one, in the third and the fourth sector of the partition
    /// "nanoota". The newest whole one counts. One object is one start of the chip.
    /// </summary>
    internal sealed class GuardNotes
    {
        private const int FirstSector = 2;
        private const int Sectors = 2;
        private const int NoteSize = 16;
        private const int NotesInSector = NorFlash.SectorSize / NoteSize;
        private const int ContentAt = 4;
        private const int CrcAt = 12;
        private const int Attempts = 3;

        private readonly EspPartitions _partitions;
        private readonly Partition? _partition;
        private bool _isLoaded;
        private uint _generation;
        private int _sector;
        private int _next;
        private byte[] _content = new byte[GuardNote.Size];

        public GuardNotes(EspPartitions partitions, Partition? records)
        {
            _partitions = partitions;
            _partition = records?.Size >= (FirstSector + Sectors) * NorFlash.SectorSize ? records : null;
        }

        /// <summary>The newest note; all zero if none was written.</summary>
        public NotesState Read(out GuardNote note)
        {
            bool isLoaded = _partition != null && Load(_partition);
            note = isLoaded ? GuardNote.Parse(_content) : default;
            return _partition == null ? NotesState.Absent : isLoaded ? NotesState.Read : NotesState.Failed;
        }

        /// <summary>Writes a note unless the newest one says the same. False: flash failed, or there is no room for notes.</summary>
        public bool Write(GuardNote note)
        {
            if (_partition == null || !Load(_partition))
            {
                return false;
            }

            byte[] content = note.ToBytes();
            if (content.AsSpan().SequenceEqual(_content))
            {
                return true;
            }

            byte[] bytes = new byte[NoteSize];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, _generation + 1);
            content.CopyTo(bytes, ContentAt);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(CrcAt), Crc32.HashToUInt32(bytes.AsSpan(0, CrcAt)));
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                if (Put(_partition, bytes))
                {
                    _generation++;
                    _content = content;
                    return true;
                }
            }

            return false;
        }

        private static int AddressOf(int sector, int index) => ((FirstSector + sector) * NorFlash.SectorSize) + (index * NoteSize);

        private bool Load(Partition partition)
        {
            _isLoaded = _isLoaded || Scan(partition);
            return _isLoaded;
        }

        private bool Scan(Partition partition)
        {
            int[] used = new int[Sectors];
            byte[] bytes = new byte[NorFlash.SectorSize];
            _generation = 0;
            for (int sector = 0; sector < Sectors; sector++)
            {
                if (_partitions.Read(partition, AddressOf(sector, 0), bytes) != EspError.Ok)
                {
                    return false;
                }

                for (int index = 0; index < NotesInSector; index++)
                {
                    LookAt(bytes.AsSpan(index * NoteSize, NoteSize), sector, index, used);
                }
            }

            // Without a whole note the second sector counts as full, so that the first one is erased before the write.
            _sector = _generation == 0 ? 1 : _sector;
            _next = _generation == 0 ? NotesInSector : used[_sector];
            return true;
        }

        private void LookAt(ReadOnlySpan<byte> bytes, int sector, int index, int[] used)
        {
            if (!bytes.ContainsAnyExcept((byte)0xFF))
            {
                return;
            }

            used[sector] = index + 1;
            uint generation = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[CrcAt..]) == Crc32.HashToUInt32(bytes[..CrcAt]) && generation > _generation)
            {
                _generation = generation;
                _sector = sector;
                _content = bytes.Slice(ContentAt, GuardNote.Size).ToArray();
            }
        }

        private bool Put(Partition partition, byte[] bytes)
        {
            if (_next == NotesInSector)
            {
                if (_partitions.EraseRange(partition, AddressOf(_sector ^ 1, 0), NorFlash.SectorSize) != EspError.Ok)
                {
                    return false;
                }

                _sector ^= 1;
                _next = 0;
            }

            int address = AddressOf(_sector, _next++);
            byte[] read = new byte[NoteSize];
            return _partitions.Write(partition, address, bytes) == EspError.Ok
                && _partitions.Read(partition, address, read) == EspError.Ok
                && read.AsSpan().SequenceEqual(bytes);
        }
    }
}
