using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NanoOta.Fuzz
{
    /// <summary>Makes the sums of a damaged ESP-IDF image right again, so that what lies behind them is reached.</summary>
    internal static class EspSeal
    {
        /// <summary>Writes checksum and digest to where the segments' headers say that they are; bytes without room for them stay as they are.</summary>
        public static void Seal(byte[] image)
        {
            if (image.Length < 48 || image[1] > 16)
            {
                return;
            }

            long end = 24;
            byte checksum = 0xEF;
            for (int i = 0; i < image[1]; i++)
            {
                if (end + 8 > image.Length)
                {
                    return;
                }

                uint length = BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan((int)end + 4));
                end += 8;
                if (length > image.Length - end)
                {
                    return;
                }

                foreach (byte value in image.AsSpan((int)end, (int)length))
                {
                    checksum ^= value;
                }

                end += length;
            }

            int hashed = ((int)end + 16) & ~15;
            if (hashed <= image.Length)
            {
                image[hashed - 1] = checksum;
                if (hashed + 32 <= image.Length)
                {
                    SHA256.HashData(image.AsSpan(0, hashed), image.AsSpan(hashed, 32));
                }
            }
        }
    }
}
