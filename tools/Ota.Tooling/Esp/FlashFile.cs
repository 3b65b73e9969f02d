using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NanoOta.Tooling.Esp
{
    /// <summary>An entry of ESP-IDF's partition table.</summary>
    public sealed record FlashPartition(string Label, int Type, int Subtype, uint Offset, uint Size, uint Flags)
    {
        /// <summary>Type and subtype in words.</summary>
        public string Kind => (Type, Subtype) switch
        {
            (0, 0) => "app factory",
            (0, >= 0x10 and <= 0x1F) => $"app ota_{Subtype - 0x10}",
            (0, 0x20) => "app test",
            (1, 0x00) => "data ota",
            (1, 0x01) => "data phy",
            (1, 0x02) => "data nvs",
            (1, 0x03) => "data coredump",
            (1, 0x04) => "data nvs_keys",
            (1, 0x81) => "data fat",
            (1, 0x82) => "data spiffs",
            (1, 0x83) => "data littlefs",
            (1, 0x84) => "data deployment",
            _ => $"0x{Type:X2} 0x{Subtype:X2}",
        };
    }

    /// <summary>One of the two entries of otadata.</summary>
    public sealed record OtaDataEntry(uint Sequence, uint State, bool IsCrcRight)
    {
        /// <summary>Whether the bootloader counts it (ESP-IDF v5.5, bootloader_common_ota_select_valid).</summary>
        public bool IsValid => Sequence != 0xFFFFFFFF && State is not (3 or 4) && IsCrcRight;

        /// <summary>The state in ESP-IDF's words.</summary>
        public string StateName => State switch
        {
            0 => "NEW",
            1 => "PENDING_VERIFY",
            2 => "VALID",
            3 => "INVALID",
            4 => "ABORTED",
            0xFFFFFFFF => "UNDEFINED",
            _ => $"0x{State:X8}",
        };
    }

    /// <summary>Reads what ESP-IDF writes into flash: the partition table and otadata (ESP-IDF v5.5). All little-endian.</summary>
    public static class FlashFile
    {
        /// <summary>Where the partition table is by default.</summary>
        public const int TableOffset = 0x8000;

        private const int EntrySize = 32;
        private const int MaxTable = 0xC00;
        private const int SectorSize = 4096;

        /// <summary>Whether a partition table begins here.</summary>
        public static bool IsPartitionTable(ReadOnlySpan<byte> data) => data.Length >= EntrySize && data[0] == 0xAA && data[1] == 0x50;

        /// <summary>Reads a partition table. Throws when it has no end or its MD5 is wrong.</summary>
        public static IReadOnlyList<FlashPartition> ReadPartitions(ReadOnlySpan<byte> table, string source)
        {
            List<FlashPartition> partitions = [];
            for (int at = 0; at + EntrySize <= Math.Min(table.Length, MaxTable); at += EntrySize)
            {
                ReadOnlySpan<byte> entry = table.Slice(at, EntrySize);
                if (IsPartitionTable(entry))
                {
                    partitions.Add(new FlashPartition(
                        Encoding.ASCII.GetString(entry.Slice(12, 16)).TrimEnd('\0'),
                        entry[2],
                        entry[3],
                        BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]),
                        BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]),
                        BinaryPrimitives.ReadUInt32LittleEndian(entry[28..])));
                }
                else if (entry[0] == 0xEB && entry[1] == 0xEB)
                {
                    if (!Md5(table[..at]).AsSpan().SequenceEqual(entry[16..]))
                    {
                        throw new ToolException(ExitCode.BadInput, $"The MD5 of the partition table in {source} is wrong. Write the table anew.");
                    }
                }
                else if (entry.IndexOfAnyExcept((byte)0xFF) < 0)
                {
                    return partitions;
                }
                else
                {
                    throw new ToolException(ExitCode.BadInput, $"The partition table in {source} has an entry of no known kind at 0x{at:X}. Write the table anew.");
                }
            }

            return partitions;
        }

        /// <summary>The two entries of an otadata partition of 0x2000 bytes.</summary>
        public static OtaDataEntry[] ReadOtaData(ReadOnlySpan<byte> data) => [ReadEntry(data), ReadEntry(data[SectorSize..])];

        /// <summary>The entry that decides: of two valid ones the larger sequence; -1 when none is valid.</summary>
        public static int Active(OtaDataEntry[] entries)
        {
            bool first = entries[0].IsValid;
            bool second = entries[1].IsValid;
            return first && (!second || entries[0].Sequence >= entries[1].Sequence) ? 0 : second ? 1 : -1;
        }

        /// <summary>Whether it is the otadata of some device: two sectors, blank but for sound entries.</summary>
        public static bool IsOtaData(ReadOnlySpan<byte> data)
        {
            if (data.Length != 2 * SectorSize)
            {
                return false;
            }

            for (int i = 0; i < 2; i++)
            {
                ReadOnlySpan<byte> sector = data.Slice(i * SectorSize, SectorSize);
                bool blank = sector[..EntrySize].IndexOfAnyExcept((byte)0xFF) < 0;
                if ((!blank && !ReadEntry(sector).IsCrcRight) || sector[EntrySize..].IndexOfAnyExcept((byte)0xFF) >= 0)
                {
                    return false;
                }
            }

            return true;
        }

        private static OtaDataEntry ReadEntry(ReadOnlySpan<byte> entry) => new(
            BinaryPrimitives.ReadUInt32LittleEndian(entry),
            BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]),
            Crc(entry[..4]) == BinaryPrimitives.ReadUInt32LittleEndian(entry[28..]));

        // esp_rom_crc32_le(0xFFFFFFFF, ...) complements on the way in and out, so the register starts at 0.
        private static uint Crc(ReadOnlySpan<byte> data)
        {
            uint crc = 0;
            foreach (byte value in data)
            {
                crc ^= value;
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
                }
            }

            return ~crc;
        }

#pragma warning disable CA5351 // ESP-IDF chose MD5 to find accidents in its partition table; nothing here trusts it.
        private static byte[] Md5(ReadOnlySpan<byte> data) => MD5.HashData(data);
#pragma warning restore CA5351
    }
}
