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
            if (chip < 0 || bytes[0] != 0xE9 || bytes[1] == 0 || bytes[1] > 16)
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
                end += 8 + (long)length;
                if (length % 4 != 0 || end > bytes.Length)
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
            int total = hashed + (bytes[23] == 1 ? 32 : 0);
            bool isSound = total <= bytes.Length && bytes[hashed - 1] == checksum
                && (total == hashed || SHA256.HashData(bytes[..hashed]).AsSpan().SequenceEqual(bytes[hashed..total]));
            return isSound ? total : -1;
        }

        /// <summary>Type, subtype, offset and size of each partition; null if the bootloader would not take the table, or has no MD5 to check it by.</summary>
        public static List<(int Type, int Subtype, uint Offset, uint Size)>? Partitions(ReadOnlySpan<byte> bytes)
        {
            List<(int, int, uint, uint)> partitions = [];
            bool hashed = false;
            for (int at = 0; at + 32 <= Math.Min(bytes.Length, 0xC00); at += 32)
            {
                ReadOnlySpan<byte> entry = bytes.Slice(at, 32);
                if (entry.StartsWith((byte[])[0xFF, 0xFF, 0xFF, 0xFF]))
                {
                    return hashed ? partitions : null;
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
