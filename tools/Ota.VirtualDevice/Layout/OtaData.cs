using System.Buffers.Binary;

namespace NanoOta.VirtualDevice
{
    /// <summary>The state of an otadata entry. Source: ESP-IDF v5.5, esp_ota_img_states_t.</summary>
    public enum OtaImageState : uint
    {
        /// <summary>Never started.</summary>
        New = 0,

        /// <summary>On its first run.</summary>
        PendingVerify = 1,

        /// <summary>Confirmed.</summary>
        Valid = 2,

        /// <summary>Rejected by the app.</summary>
        Invalid = 3,

        /// <summary>Did not confirm.</summary>
        Aborted = 4,

        /// <summary>May run without limits.</summary>
        Undefined = 0xFFFFFFFF,
    }

    /// <summary>One of the two entries of otadata: 32 bytes at the start of a sector. The CRC covers the sequence alone.</summary>
    public readonly record struct OtaEntry(uint Sequence, OtaImageState State, uint Crc)
    {
        /// <summary>Bytes in flash.</summary>
        public const int Size = 32;

        /// <summary>What an erased sector holds.</summary>
        public static OtaEntry Blank { get; } = new(uint.MaxValue, OtaImageState.Undefined, uint.MaxValue);

        /// <summary>The CRC is the sequence's.</summary>
        public bool HasRightCrc => Crc == CrcOf(Sequence);

        /// <summary>ESP-IDF's ota_select_invalid: no sequence, or a state that may not run.</summary>
        public bool IsInvalid => Sequence == uint.MaxValue || State is OtaImageState.Invalid or OtaImageState.Aborted;

        /// <summary>ESP-IDF's ota_select_valid: not invalid, and the CRC is right.</summary>
        public bool IsValid => !IsInvalid && HasRightCrc;

        /// <summary>An entry with the right CRC.</summary>
        public static OtaEntry Create(uint sequence, OtaImageState state) => new(sequence, state, CrcOf(sequence));

        /// <summary>esp_rom_crc32_le(0xFFFFFFFF, sequence): CRC-32 that begins with 0, complemented at the end.</summary>
        public static uint CrcOf(uint sequence)
        {
            uint crc = sequence;
            for (int bit = 0; bit < 32; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }

            return ~crc;
        }

        /// <summary>Reads an entry.</summary>
        public static OtaEntry Parse(ReadOnlySpan<byte> bytes)
        {
            return new OtaEntry(
                BinaryPrimitives.ReadUInt32LittleEndian(bytes),
                (OtaImageState)BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]));
        }

        /// <summary>The 32 bytes; the label, which nobody uses, is 0xFF.</summary>
        public byte[] ToBytes()
        {
            byte[] bytes = new byte[Size];
            Array.Fill(bytes, (byte)0xFF);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, Sequence);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(24), (uint)State);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(28), Crc);
            return bytes;
        }
    }

    /// <summary>The two entries of otadata, as read, and the rules for choosing between them.</summary>
    public sealed class OtaData
    {
        private readonly NorFlash _flash;
        private readonly Partition _partition;
        private readonly OtaEntry[] _entries = new OtaEntry[2];

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

        /// <summary>Erases the entry's sector and writes it anew: two operations, a cut between them leaves it blank.</summary>
        public FlashStatus Write(int index, OtaEntry entry)
        {
            _entries[index] = entry;
            FlashStatus status = Erase(index);
            return status == FlashStatus.Ok
                ? _flash.Write(_partition.Offset + (index * NorFlash.SectorSize), entry.ToBytes())
                : status;
        }

        /// <summary>Erases an entry's sector.</summary>
        public FlashStatus Erase(int index) => _flash.Erase(_partition.Offset + (index * NorFlash.SectorSize), NorFlash.SectorSize);
    }
}
