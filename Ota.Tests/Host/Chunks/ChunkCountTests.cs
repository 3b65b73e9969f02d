using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests
{
    /// <summary>The limit that takes a megabyte to reach.</summary>
    [TestClass]
    public class ChunkCountTests
    {
        [TestMethod]
        public void A_table_has_at_most_30000_chunks()
        {
            byte[] most = Table(30000);
            Assert.AreEqual(OtaResult.Ok, ChunkTable.Open(most, 30000, out ChunkTable table));
            Assert.AreEqual(1, table.NoteSource(most.AsSpan(ChunkTable.HeaderLength + (29999 * ChunkTable.EntryLength) + 2, 32).ToArray(), 1, 5));
            Assert.AreEqual(5, table.SourceOf(29999));
            Assert.IsLessThanOrEqualTo(ChunkTable.MaxTableLength, most.Length);
            Assert.AreEqual(OtaResult.TableMalformed, ChunkTable.Open(Table(30001), 30001, out table));
            Assert.IsNull(table);
        }

        private static byte[] Table(int count)
        {
            int[] lengths = new int[count];
            Array.Fill(lengths, 1);
            byte[] table = TableBytes.Of(lengths);
            for (int i = 0; i < count; i++)
            {
                // Digests of their own, in all buckets.
                TableBytes.SetInt32(table, ChunkTable.HeaderLength + (i * ChunkTable.EntryLength) + 2, i);
            }

            return table;
        }
    }
}
