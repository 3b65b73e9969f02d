using NanoOta.Tests.Verification;

namespace NanoOta.Tests
{
    /// <summary>Chunk tables by hand: a chunk's digest is one byte, thirty-two times.</summary>
    public static class TableBytes
    {
        /// <summary>A table of chunks of those lengths, each with a digest of its own: 1, 2, 3...</summary>
        public static byte[] Of(int[] lengths)
        {
            byte[] table = new byte[ChunkTable.HeaderLength + (lengths.Length * ChunkTable.EntryLength)];
            byte[] magic = TestBytes.FromHex("4e4f544143484b31");
            System.Array.Copy(magic, 0, table, 0, magic.Length);
            table[8] = 32;
            table[10] = 1;
            table[11] = 1;
            table[20] = 1;
            table[23] = 16;
            int sum = 0;
            for (int i = 0; i < lengths.Length; i++)
            {
                SetLength(table, i, lengths[i]);
                SetDigest(table, i, i + 1);
                sum += lengths[i];
            }

            SetInt32(table, 12, sum);
            SetInt32(table, 16, lengths.Length);
            return table;
        }

        /// <summary>The digest of that number.</summary>
        public static byte[] Digest(int number)
        {
            byte[] digest = new byte[ChunkDigest.Length];
            for (int i = 0; i < digest.Length; i++)
            {
                digest[i] = (byte)number;
            }

            return digest;
        }

        /// <summary>Gives a chunk another digest.</summary>
        public static void SetDigest(byte[] table, int chunk, int number)
        {
            System.Array.Copy(Digest(number), 0, table, ChunkTable.HeaderLength + (chunk * ChunkTable.EntryLength) + 2, ChunkDigest.Length);
        }

        /// <summary>Gives a chunk another length.</summary>
        public static void SetLength(byte[] table, int chunk, int length)
        {
            int at = ChunkTable.HeaderLength + (chunk * ChunkTable.EntryLength);
            table[at] = (byte)length;
            table[at + 1] = (byte)(length >> 8);
        }

        /// <summary>Writes four bytes, the lowest first.</summary>
        public static void SetInt32(byte[] table, int index, int value)
        {
            for (int i = 0; i < 4; i++)
            {
                table[index + i] = (byte)(value >> (8 * i));
            }
        }
    }
}
