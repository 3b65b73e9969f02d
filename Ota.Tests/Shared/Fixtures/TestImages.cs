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

        /// <summary>The file of an image's chunk table: the head, then the digests.</summary>
        public static byte[] Table(byte[] image)
        {
            byte[] head = new byte[ChunkTable.HeadLength(image.Length)];
            ChunkTable table = new ChunkTable(head, image.Length);
            byte[] file = new byte[table.FileLength];
            byte[] buffer = new byte[ChunkDigest.BufferLength];
            int chunk = 0;
            for (int group = 0; group < table.GroupCount; group++)
            {
                table.Clear();
                int chunks = table.ChunksIn(group);
                for (int i = 0; i < chunks; i++)
                {
                    System.Array.Copy(image, chunk * ChunkDigest.BufferLength, buffer, 0, table.LengthOf(chunk));
                    table.Put(chunk, buffer);
                    chunk++;
                }

                table.Seal(group);
                System.Array.Copy(table.Digests, 0, file, table.OffsetOf(group), chunks * ChunkDigest.Length);
            }

            System.Array.Copy(head, 0, file, 0, head.Length);
            return file;
        }

        /// <summary>The head of an image's chunk table, whose SHA-256 is the image's identity.</summary>
        public static byte[] Head(byte[] image)
        {
            byte[] head = new byte[ChunkTable.HeadLength(image.Length)];
            System.Array.Copy(Table(image), 0, head, 0, head.Length);
            return head;
        }
    }
}
