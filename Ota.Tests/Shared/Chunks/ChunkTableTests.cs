using nanoFramework.TestFramework;
using NanoOta.Tests.Verification;

namespace NanoOta.Tests
{
    [TestClass]
    public class ChunkTableTests
    {
        // 33 chunks in two groups: chunk i has 4096 bytes i, the last one a single byte.
        private const int ImageLength = (32 * ChunkDigest.BufferLength) + 1;

        [TestMethod]
        [DataRow(1, 1, 32)]
        [DataRow(4096, 1, 32)]
        [DataRow(4097, 2, 32)]
        [DataRow(131072, 32, 32)]
        [DataRow(131073, 33, 64)]
        [DataRow(1400000, 342, 352)]
        public void The_image_says_how_many_chunks_and_groups_there_are(int imageLength, int chunks, int headLength)
        {
            Assert.AreEqual(chunks, ChunkTable.ChunksOf(imageLength));
            Assert.AreEqual(headLength, ChunkTable.HeadLength(imageLength));
            ChunkTable table = new ChunkTable(new byte[headLength], imageLength);
            Assert.AreEqual(chunks, table.Count);
            Assert.AreEqual(headLength / 32, table.GroupCount);
            Assert.AreEqual(imageLength - ((chunks - 1) * 4096), table.LengthOf(chunks - 1));
            Assert.AreEqual(chunks - ((table.GroupCount - 1) * 32), table.ChunksIn(table.GroupCount - 1));
        }

        [TestMethod]
        public void The_head_has_the_HMAC_of_each_group()
        {
            byte[] head = MakeHead();
            Assert.AreEqual("a2478ff4ef5dc1dbab759b88a79b1162fdba8d0eee4a3e305eeb0d3789fe3112" + "2fdaa98a96a487fd2ae86ee8c4fd8ed3373c567bacd2d29308e232783a63ba2b", TestBytes.ToHex(head, 64));
        }

        [TestMethod]
        public void A_group_is_proven_by_the_head_and_a_chunk_by_its_group()
        {
            ChunkTable table = new ChunkTable(MakeHead(), ImageLength);
            Fill(table, 0);
            Assert.IsTrue(table.Prove(0), "group 0");
            Assert.IsFalse(table.Prove(1), "group 0 in the place of group 1");
            byte[] buffer = Chunk(7);
            Assert.IsTrue(table.Holds(7, buffer), "chunk 7");
            Assert.IsFalse(table.Holds(8, buffer), "chunk 7 in the place of chunk 8");
            buffer[4095] ^= 1;
            Assert.IsFalse(table.Holds(7, buffer), "another last byte");

            Fill(table, 1);
            Assert.IsTrue(table.Prove(1), "group 1");
            Assert.IsTrue(table.Holds(32, Chunk(32)), "what stands behind the last chunk");
        }

        [TestMethod]
        public void Every_byte_of_a_group_counts_those_behind_its_last_digest_too()
        {
            ChunkTable table = new ChunkTable(MakeHead(), ImageLength);
            Fill(table, 1);
            for (int i = 0; i < ChunkTable.GroupLength; i += 31)
            {
                table.Digests[i] ^= 1;
                Assert.IsFalse(table.Prove(1), "byte " + i);
                table.Digests[i] ^= 1;
            }

            Assert.IsTrue(table.Prove(1));
        }

        [TestMethod]
        public void The_groups_stand_behind_the_head()
        {
            ChunkTable table = new ChunkTable(MakeHead(), ImageLength);
            Assert.AreEqual(64, table.OffsetOf(0));
            Assert.AreEqual(64 + 1024, table.OffsetOf(1));
        }

        private static byte[] MakeHead()
        {
            byte[] head = new byte[ChunkTable.HeadLength(ImageLength)];
            ChunkTable table = new ChunkTable(head, ImageLength);
            Fill(table, 0);
            table.Seal(0);
            Fill(table, 1);
            table.Seal(1);
            return head;
        }

        private static void Fill(ChunkTable table, int group)
        {
            table.Clear();
            for (int i = 0; i < table.ChunksIn(group); i++)
            {
                table.Put((group * 32) + i, Chunk((group * 32) + i));
            }
        }

        private static byte[] Chunk(int chunk)
        {
            byte[] buffer = new byte[ChunkDigest.BufferLength];
            for (int i = 0; i < buffer.Length; i++)
            {
                buffer[i] = (byte)chunk;
            }

            return buffer;
        }
    }
}
