using System.Buffers.Binary;

namespace NanoOta.Formats
{
    /// <summary>One of the two entries of otadata: 32 bytes at the start of a sector. The CRC covers the sequence alone.</summary>
    public readonly record struct OtaEntry(uint Sequence, OtaImageState State, uint Crc)
    {
        /// <summary>Bytes in flash.</summary>
        public const int Size = 32;

        /// <summary>Where the label begins: ota_select_entry's seq_label, which ESP-IDF does not use.</summary>
        public const int LabelOffset = 4;

        /// <summary>Bytes of the label.</summary>
        public const int LabelSize = 20;

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
}
