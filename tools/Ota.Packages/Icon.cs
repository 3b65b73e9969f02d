using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace NanoOta.Packages
{
    /// <summary>Draws docs/site/logo.svg as a PNG (W3C, Portable Network Graphics 1.2) of 128 by 128 pixels: two slots, and the switch between them.</summary>
    public static class Icon
    {
        private const int Size = 128;

        // The picture's own units, of docs/site/logo.svg.
        private const double Units = 40;
        private const int Samples = 4;
        private const double Stroke = 1;
        private const double Arrow = 1.25;

        private static readonly byte[] _line = [0x1A, 0x1A, 0x1A, 0xFF];
        private static readonly byte[] _first = [0xBC, 0xD6, 0xF5, 0xFF];
        private static readonly byte[] _second = [0xBF, 0xE5, 0xC0, 0xFF];
        private static readonly byte[] _none = [0, 0, 0, 0];

        /// <summary>The bytes of the file, the same each time.</summary>
        public static byte[] Draw()
        {
            byte[] rows = new byte[Size * (1 + (4 * Size))];
            for (int y = 0; y < Size; y++)
            {
                for (int x = 0; x < Size; x++)
                {
                    Pixel(x, y).CopyTo(rows, (y * (1 + (4 * Size))) + 1 + (4 * x));
                }
            }

            using MemoryStream packed = new();
            using (ZLibStream deflate = new(packed, CompressionLevel.SmallestSize))
            {
                deflate.Write(rows);
            }

            byte[] head = new byte[13];
            BinaryPrimitives.WriteInt32BigEndian(head, Size);
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), Size);
            head[8] = 8;
            head[9] = 6;
            return [0x89, .. "PNG\r\n\u001A\n"u8, .. Part("IHDR"u8, head), .. Part("IDAT"u8, packed.ToArray()), .. Part("IEND"u8, [])];
        }

        // The mean of some points, with the colours weighted by how much they cover.
        private static byte[] Pixel(int x, int y)
        {
            int[] sums = new int[4];
            for (int i = 0; i < Samples * Samples; i++)
            {
                byte[] colour = Colour((x + (((i % Samples) + 0.5) / Samples)) * Units / Size, (y + (((i / Samples) + 0.5) / Samples)) * Units / Size);
                for (int part = 0; part < 4; part++)
                {
                    sums[part] += part == 3 || colour[3] != 0 ? colour[part] : 0;
                }
            }

            int covering = Math.Max(1, sums[3] / 255);
            return [(byte)(sums[0] / covering), (byte)(sums[1] / covering), (byte)(sums[2] / covering), (byte)(sums[3] / (Samples * Samples))];
        }

        private static byte[] Colour(double x, double y)
        {
            bool isArrow = Distance(x, y, 12, 20, 26, 20) <= Arrow || Distance(x, y, 21, 15, 27, 20) <= Arrow || Distance(x, y, 27, 20, 21, 25) <= Arrow;
            return isArrow ? _line : Slot(x, y, 3, _first) ?? Slot(x, y, 23, _second) ?? _none;
        }

        private static byte[]? Slot(double x, double y, double left, byte[] fill)
        {
            double outside = Math.Max(Math.Max(left - x, x - left - 14), Math.Max(8 - y, y - 32));
            return outside > Stroke ? null : outside > -Stroke ? _line : fill;
        }

        // From a point to a line from a to b.
        private static double Distance(double x, double y, double ax, double ay, double bx, double by)
        {
            double t = Math.Clamp((((x - ax) * (bx - ax)) + ((y - ay) * (by - ay))) / (((bx - ax) * (bx - ax)) + ((by - ay) * (by - ay))), 0, 1);
            return Math.Sqrt(Math.Pow(x - ax - (t * (bx - ax)), 2) + Math.Pow(y - ay - (t * (by - ay)), 2));
        }

        private static byte[] Part(ReadOnlySpan<byte> type, byte[] content)
        {
            byte[] part = new byte[12 + content.Length];
            BinaryPrimitives.WriteInt32BigEndian(part, content.Length);
            type.CopyTo(part.AsSpan(4));
            content.CopyTo(part, 8);
            BinaryPrimitives.WriteUInt32BigEndian(part.AsSpan(8 + content.Length), Crc32.HashToUInt32(part.AsSpan(4, 4 + content.Length)));
            return part;
        }
    }
}
