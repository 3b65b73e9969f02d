using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NanoOta.Fuzz
{
    /// <summary>
    /// ESP-IDF's image and partition table, read a second time. Sources: ESP-IDF v5.5, esp_image_format.c and flash_partitions.c.
    /// </summary>
    internal static class EspOracle
    {
        /// <summary>Bytes of the sound image at the start of <paramref name="bytes"/>, -1 if there is none; and the chip that it is for.</summary>
        public static int ImageLength(ReadOnlySpan<byte> bytes, out int chip)
        {
            chip = bytes.Length < 24 ? -1 : bytes[12] + (256 * bytes[13]);
            if (chip < 0 || bytes[0] != 0xE9 || bytes[1] > 16)
            {
                return -1;
            }

            long end = 24;
            byte checksum = 0xEF;
            for (int segment = bytes[1]; segment > 0; segment--)
            {
                if (end + 8 > bytes.Length)
                {
                    return -1;
                }

                uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[((int)end + 4)..]);
                uint address = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(int)end..]);
                end += 8 + (long)length;
                if (length % 4 != 0 || length >= 16 * 1024 * 1024 || end > bytes.Length || (chip == 0 && !IsPlace(address, (uint)(end - length), length)))
                {
                    return -1;
                }

                foreach (byte value in bytes[(int)(end - length)..(int)end])
                {
                    checksum ^= value;
                }
            }

            // The checksum is the last byte of a block of 16.
            int hashed = (int)(end / 16 * 16) + 16;
            int total = hashed + (bytes[23] != 0 ? 32 : 0);
            bool isSound = total <= bytes.Length && bytes[hashed - 1] == checksum
                && (total == hashed || SHA256.HashData(bytes[..hashed]).AsSpan().SequenceEqual(bytes[hashed..total]));
            return isSound ? total : -1;
        }

        // The original ESP32: flash is mapped in pages of 64 KiB, and what is loaded goes to RAM that the bootloader does not need.
        private static bool IsPlace(uint address, uint offset, uint length)
        {
            if (address is (>= 0x3F400000 and < 0x3F800000) or (>= 0x400D0000 and < 0x40400000))
            {
                return (address & 0xFFFF) == (offset & 0xFFFF);
            }

            ulong last = (ulong)address + length - 1;
            bool isData = address >= 0x3FFAE000 && last < 0x40000000
                && (last < 0x3FFDBF20 || address >= 0x3FFE3F20) && (last < 0x3FFF0000 || address >= 0x3FFF6000);
            return address < 0x10000000 || length == 0 || isData
                || (address >= 0x40080000 && last < 0x400AA000)
                || (address >= 0x400C0000 && last < 0x400C2000)
                || (address >= 0x3FF80000 && last < 0x3FF82000)
                || (address >= 0x50000000 && last < 0x50002000);
        }

        /// <summary>Type, subtype, offset and size of each partition; null if the bootloader would not take the table. The MD5 entry is optional.</summary>
        public static List<(int Type, int Subtype, uint Offset, uint Size)>? Partitions(ReadOnlySpan<byte> bytes)
        {
            List<(int, int, uint, uint)> partitions = [];
            bool hashed = false;
            for (int at = 0; at + 32 <= Math.Min(bytes.Length, 0xC00); at += 32)
            {
                ReadOnlySpan<byte> entry = bytes.Slice(at, 32);
                if (entry.StartsWith((byte[])[0xFF, 0xFF, 0xFF, 0xFF]))
                {
                    return partitions.Count > 0 ? partitions : null;
                }

                if (entry.StartsWith((byte[])[0xEB, 0xEB]) && !hashed)
                {
#pragma warning disable CA5351 // ESP-IDF's format has MD5 here.
                    hashed = MD5.HashData(bytes[..at]).AsSpan().SequenceEqual(entry[16..]);
#pragma warning restore CA5351
                    if (!hashed)
                    {
                        return null;
                    }
                }
                else if (entry.StartsWith((byte[])[0xAA, 0x50]))
                {
                    partitions.Add((entry[2], entry[3], BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[8..])));
                }
                else
                {
                    return null;
                }
            }

            return null;
        }
    }
}
