namespace NanoOta.Tests
{
    /// <summary>Two images of which the second differs from the first in a few places, and the chunk table of any image.</summary>
    public static class TestImages
    {
        /// <summary>Bytes of the old image.</summary>
        public const int OldLength = 20000;

        private const int InsertAt = 9000;
        private const int InsertLength = 300;

        /// <summary>The image that runs at first.</summary>
        public static byte[] Old()
        {
            return Noise(1, OldLength);
        }

        /// <summary>The old one with 300 bytes more in the middle.</summary>
        public static byte[] New()
        {
            byte[] old = Old();
            byte[] insert = Noise(2, InsertLength);
            byte[] image = new byte[OldLength + InsertLength];
            System.Array.Copy(old, 0, image, 0, InsertAt);
            System.Array.Copy(insert, 0, image, InsertAt, InsertLength);
            System.Array.Copy(old, InsertAt, image, InsertAt + InsertLength, OldLength - InsertAt);
            return image;
        }

        /// <summary>Bytes without a pattern, always the same for a seed.</summary>
        public static byte[] Noise(uint seed, int length)
        {
            byte[] bytes = new byte[length];
            uint x = seed;
            for (int i = 0; i < length; i++)
            {
                x = (x * 1664525u) + 1013904223u;
                bytes[i] = (byte)(x >> 24);
            }

            return bytes;
        }

        /// <summary>The chunk table of an image, cut by content.</summary>
        public static byte[] Table(byte[] image)
        {
            ChunkCutter cutter = new ChunkCutter(ChunkMethod.ContentDefined);
            byte[] buffer = new byte[ChunkDigest.BufferLength];
            byte[] table = new byte[ChunkTable.HeaderLength + (ChunkTable.EntryLength * ((image.Length / ChunkCutter.MinLength) + 1))];
            int at = ChunkTable.HeaderLength;
            int count = 0;
            for (int offset = 0; offset < image.Length;)
            {
                int left = image.Length - offset;
                System.Array.Copy(image, offset, buffer, 0, left < buffer.Length ? left : buffer.Length);
                int length = cutter.Next(buffer, left);
                LittleEndian.WriteInt16(table, at, length);
                System.Array.Copy(ChunkDigest.Compute(buffer, length), 0, table, at + 2, ChunkDigest.Length);
                at += ChunkTable.EntryLength;
                offset += length;
                count++;
            }

            byte[] whole = new byte[at];
            System.Array.Copy(table, 0, whole, 0, at);
            WriteHeader(whole, image.Length, count);
            return whole;
        }

        private static void WriteHeader(byte[] table, int size, int count)
        {
            byte[] magic = System.Text.Encoding.UTF8.GetBytes("NOTACHK1");
            System.Array.Copy(magic, 0, table, 0, magic.Length);
            LittleEndian.WriteInt16(table, 8, ChunkTable.HeaderLength);
            table[10] = (byte)ChunkMethod.ContentDefined;
            table[11] = 1;
            LittleEndian.WriteInt32(table, 12, size);
            LittleEndian.WriteInt32(table, 16, count);
            LittleEndian.WriteInt16(table, 20, ChunkCutter.MinLength);
            LittleEndian.WriteInt16(table, 22, ChunkCutter.MaxLength);
        }
    }
}
