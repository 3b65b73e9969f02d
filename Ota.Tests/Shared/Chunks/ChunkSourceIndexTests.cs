using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class ChunkSourceIndexTests
    {
        [TestMethod]
        public void At_first_every_chunk_has_to_be_fetched()
        {
            ChunkTable table = Open(Ints.Of("100 200 300"));
            for (int i = 0; i < table.Count; i++)
            {
                Assert.AreEqual(-1, table.SourceOf(i));
            }
        }

        [TestMethod]
        public void A_chunk_that_is_found_has_its_source()
        {
            ChunkTable table = Open(Ints.Of("100 200 300"));
            Assert.AreEqual(1, table.NoteSource(TableBytes.Digest(2), 200, 4711));
            Assert.AreEqual(-1, table.SourceOf(0));
            Assert.AreEqual(4711, table.SourceOf(1));
            Assert.AreEqual(-1, table.SourceOf(2));
        }

        [TestMethod]
        public void Offset_0_is_a_source()
        {
            ChunkTable table = Open(Ints.Of("100"));
            Assert.AreEqual(1, table.NoteSource(TableBytes.Digest(1), 100, 0));
            Assert.AreEqual(0, table.SourceOf(0));
            Assert.AreEqual(0, table.NoteSource(TableBytes.Digest(1), 100, 5));
            Assert.AreEqual(0, table.SourceOf(0));
        }

        [TestMethod]
        public void Chunks_that_are_alike_are_all_found_at_once()
        {
            byte[] bytes = TableBytes.Of(Ints.Of("100 200 100 100"));
            TableBytes.SetDigest(bytes, 0, 9);
            TableBytes.SetDigest(bytes, 2, 9);
            TableBytes.SetDigest(bytes, 3, 9);
            ChunkTable table = Open(bytes, 500);
            Assert.AreEqual(3, table.NoteSource(TableBytes.Digest(9), 100, 64));
            Assert.AreEqual(64, table.SourceOf(0));
            Assert.AreEqual(-1, table.SourceOf(1));
            Assert.AreEqual(64, table.SourceOf(2));
            Assert.AreEqual(64, table.SourceOf(3));
        }

        [TestMethod]
        public void The_first_source_stays()
        {
            ChunkTable table = Open(Ints.Of("100 200"));
            Assert.AreEqual(1, table.NoteSource(TableBytes.Digest(1), 100, 10));
            Assert.AreEqual(0, table.NoteSource(TableBytes.Digest(1), 100, 20));
            Assert.AreEqual(10, table.SourceOf(0));
        }

        [TestMethod]
        public void Length_and_digest_must_both_be_right()
        {
            // The digest pads: a chunk and the same with a zero more have one digest.
            byte[] bytes = TableBytes.Of(Ints.Of("100 101"));
            TableBytes.SetDigest(bytes, 1, 1);
            ChunkTable table = Open(bytes, 201);
            Assert.AreEqual(0, table.NoteSource(TableBytes.Digest(1), 99, 10));
            Assert.AreEqual(1, table.NoteSource(TableBytes.Digest(1), 101, 10));
            Assert.AreEqual(-1, table.SourceOf(0));
            Assert.AreEqual(10, table.SourceOf(1));
        }

        [TestMethod]
        public void Digests_that_begin_alike_are_told_apart()
        {
            ChunkTable table = Open(Ints.Of("100 200"));
            byte[] digest = TableBytes.Digest(1);
            digest[31] = 2;
            Assert.AreEqual(0, table.NoteSource(digest, 100, 10));
            Assert.AreEqual(0, table.NoteSource(TableBytes.Digest(3), 100, 10));
            Assert.AreEqual(-1, table.SourceOf(0));
        }

        [TestMethod]
        public void Digests_with_any_first_byte_are_found()
        {
            byte[] bytes = TableBytes.Of(new int[256]);
            for (int i = 0; i < 256; i++)
            {
                TableBytes.SetLength(bytes, i, 1);
                TableBytes.SetDigest(bytes, i, 255 - i);
            }

            TableBytes.SetInt32(bytes, 12, 256);
            ChunkTable table = Open(bytes, 256);
            for (int i = 0; i < 256; i++)
            {
                Assert.AreEqual(1, table.NoteSource(TableBytes.Digest(255 - i), 1, i), "chunk " + i);
                Assert.AreEqual(i, table.SourceOf(i));
            }
        }

        [TestMethod]
        public void A_source_that_is_taken_back_may_be_noted_again()
        {
            ChunkTable table = Open(Ints.Of("100 200"));
            table.NoteSource(TableBytes.Digest(1), 100, 10);
            table.NoteSource(TableBytes.Digest(2), 200, 30);
            table.ForgetSource(0);
            Assert.AreEqual(-1, table.SourceOf(0));
            Assert.AreEqual(30, table.SourceOf(1));
            Assert.AreEqual(1, table.NoteSource(TableBytes.Digest(1), 100, 20));
            Assert.AreEqual(20, table.SourceOf(0));
        }

        private static ChunkTable Open(int[] lengths)
        {
            int sum = 0;
            for (int i = 0; i < lengths.Length; i++)
            {
                sum += lengths[i];
            }

            return Open(TableBytes.Of(lengths), sum);
        }

        private static ChunkTable Open(byte[] bytes, int size)
        {
            ChunkTable table;
            Expect.Result(OtaResult.Ok, ChunkTable.Open(bytes, size, out table));
            return table;
        }
    }
}
