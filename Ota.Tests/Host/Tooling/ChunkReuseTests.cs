using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Pe;

namespace NanoOta.Tests.Tooling
{
    [TestClass]
    public class ChunkReuseTests
    {
        [TestMethod]
        public void An_update_that_changes_one_assembly_fetches_at_most_35_percent_with_the_table()
        {
            UpdateCost cost = Cost("1.0.0", "1.1.0", ChunkMethod.ContentDefined);

            Assert.IsLessThanOrEqualTo(0.35, cost.Share, $"{cost}");
            Assert.AreEqual(cost.ImageSize, cost.FetchedBytes + cost.ReusedBytes);
        }

        [TestMethod]
        public void An_update_never_fetches_an_assembly_that_did_not_change()
        {
            AppImage image = AppImage.FromFolder(Thermostat.Folder("2.0.0"));
            int unchanged = image.Assemblies.Where(a => a.Assembly.Name is not ("Thermostat.App" or "Thermostat.Drivers")).Sum(a => a.Assembly.Bytes.Length);

            UpdateCost cost = Cost("1.0.0", "2.0.0", ChunkMethod.ContentDefined);

            Assert.IsGreaterThanOrEqualTo(unchanged, cost.ReusedBytes);
            Assert.IsLessThan(image.Bytes.Length - unchanged + 1, cost.FetchedBytes);
        }

        [TestMethod]
        public void The_same_image_fetches_nothing()
        {
            UpdateCost cost = Cost("2.0.0", "2.0.0", ChunkMethod.ContentDefined);

            Assert.AreEqual(0, cost.FetchedBytes);
            Assert.AreEqual(0, cost.FetchedChunks);
        }

        [TestMethod]
        public void Cutting_by_content_survives_an_insertion_that_fixed_cutting_does_not()
        {
            byte[] old = new byte[200_000];
            new Random(7).NextBytes(old);
            byte[] inserted = [.. old[..5000], 1, 2, 3, .. old[5000..]];

            double byContent = Measure(old, inserted, ChunkMethod.ContentDefined).Share;
            double byLength = Measure(old, inserted, ChunkMethod.Fixed).Share;

            Assert.IsLessThan(0.10, byContent);
            Assert.IsGreaterThan(0.90, byLength);
        }

        [TestMethod]
        public void The_table_that_is_written_is_one_that_the_device_opens()
        {
            byte[] image = AppImage.FromFolder(Thermostat.Folder("1.0.0")).Bytes;
            foreach (ChunkMethod method in (ChunkMethod[])[ChunkMethod.Fixed, ChunkMethod.ContentDefined])
            {
                List<Chunk> chunks = ImageCutter.Cut(image, method);
                byte[] table = ImageCutter.MakeTable(image, method);

                Assert.AreEqual(OtaResult.Ok, ChunkTable.Open(table, image.Length, out ChunkTable opened));
                Assert.AreEqual(method, opened.Method);
                Assert.AreEqual(chunks.Count, opened.Count);
                for (int i = 0; i < opened.Count; i++)
                {
                    Assert.AreEqual(chunks[i].Length, opened.LengthOf(i));
                    Assert.IsTrue(opened.Matches(i, chunks[i].Digest));
                }
            }
        }

        [TestMethod]
        public void The_table_has_its_documented_bytes()
        {
            byte[] digest = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

            byte[] table = ChunkTableWriter.Write(ChunkMethod.ContentDefined, [new Chunk(0, 4096, digest), new Chunk(4096, 5, digest)], 1024, 4096);

            Assert.AreEqual(
                "4e4f544143484b31" + "2000" + "01" + "01" + "05100000" + "02000000" + "0004" + "0010" + "0000000000000000",
                Convert.ToHexStringLower(table.AsSpan(0, 32)));
            Assert.AreEqual("0010000102", Convert.ToHexStringLower(table.AsSpan(32, 5)));
            Assert.AreEqual("0500000102", Convert.ToHexStringLower(table.AsSpan(66, 5)));
            Assert.HasCount(100, table);
        }

        [TestMethod]
        public void Chunks_with_a_gap_are_not_written()
        {
            byte[] digest = new byte[32];

            Assert.ThrowsExactly<ArgumentException>(() => ChunkTableWriter.Write(ChunkMethod.Fixed, [new Chunk(0, 10, digest), new Chunk(11, 10, digest)], 4096, 4096));
        }

        private static UpdateCost Cost(string from, string to, ChunkMethod method) =>
            Measure(AppImage.FromFolder(Thermostat.Folder(from)).Bytes, AppImage.FromFolder(Thermostat.Folder(to)).Bytes, method);

        private static UpdateCost Measure(byte[] from, byte[] to, ChunkMethod method) => UpdateCost.Measure(from, ImageCutter.MakeTable(to, method), to.Length);
    }
}
