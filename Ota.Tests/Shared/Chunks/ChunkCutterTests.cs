using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class ChunkCutterTests
    {
        [TestMethod]
        public void Fixed_chunks_are_sectors_and_what_is_left()
        {
            CollectionAssert.AreEqual(Ints.Of("4096 8192 8193"), Cuts.Ends(new byte[8193], ChunkMethod.Fixed));
            CollectionAssert.AreEqual(Ints.Of("4096 8192"), Cuts.Ends(new byte[8192], ChunkMethod.Fixed));
            CollectionAssert.AreEqual(Ints.Of("4095"), Cuts.Ends(new byte[4095], ChunkMethod.Fixed));
            CollectionAssert.AreEqual(Ints.Of("1"), Cuts.Ends(new byte[1], ChunkMethod.Fixed));
        }

        [TestMethod]
        public void Fixed_chunks_do_not_look_at_the_content()
        {
            byte[] image = TestImages.Noise(1, 10000);
            Cuts.PutAssembly(image, 0, 2000);
            CollectionAssert.AreEqual(Ints.Of("4096 8192 10000"), Cuts.Ends(image, ChunkMethod.Fixed));
        }

        [TestMethod]
        public void The_cut_of_known_bytes_never_changes()
        {
            // It is part of the format: hosts and devices of every version must cut alike to find each other's chunks.
            int[] known = Ints.Of("1851 3604 4923 6127 10223 13165 15864 17877 20000");
            CollectionAssert.AreEqual(known, Cuts.Ends(TestImages.Noise(1, 20000), ChunkMethod.ContentDefined));
        }

        [TestMethod]
        public void The_first_place_for_a_cut_is_judged_by_all_32_bytes_before_it()
        {
            CollectionAssert.AreEqual(Ints.Of("1024 1500"), Cuts.Ends(TestImages.Noise(8896u, 1500), ChunkMethod.ContentDefined));
        }

        [TestMethod]
        public void Chunks_have_1_to_4_KiB_and_only_the_last_may_have_less()
        {
            int[] ends = Cuts.Ends(TestImages.Noise(3, 40000), ChunkMethod.ContentDefined);
            int start = 0;
            for (int i = 0; i < ends.Length; i++)
            {
                int length = ends[i] - start;
                Assert.IsTrue(length <= ChunkCutter.MaxLength, "chunk " + i);
                Assert.IsTrue(length >= ChunkCutter.MinLength || i == ends.Length - 1, "chunk " + i);
                start = ends[i];
            }

            Assert.AreEqual(40000, start);

            // 2.6 KiB on average.
            Assert.IsTrue(ends.Length >= 12 && ends.Length <= 22);
        }

        [TestMethod]
        public void Content_without_features_is_cut_at_the_longest()
        {
            CollectionAssert.AreEqual(Ints.Of("4096 8192 10000"), Cuts.Ends(new byte[10000], ChunkMethod.ContentDefined));
        }

        [TestMethod]
        public void Small_images_are_one_chunk()
        {
            for (int length = 1; length <= 1024; length += 93)
            {
                CollectionAssert.AreEqual(Ints.Of(length.ToString()), Cuts.Ends(TestImages.Noise(4, length), ChunkMethod.ContentDefined));
            }
        }

        [TestMethod]
        public void An_insertion_moves_only_the_cuts_near_it()
        {
            int[] old = Cuts.Ends(TestImages.Old(), ChunkMethod.ContentDefined);
            int[] changed = Cuts.Ends(TestImages.New(), ChunkMethod.ContentDefined);
            int lost = 0;
            for (int i = 0; i < old.Length; i++)
            {
                lost += Cuts.Contains(changed, old[i] < 9000 ? old[i] : old[i] + 300) ? 0 : 1;
            }

            Assert.IsTrue(old.Length >= 6);
            Assert.IsTrue(lost <= 1);
        }

        [TestMethod]
        public void What_stands_behind_the_end_does_not_matter()
        {
            byte[] image = TestImages.Noise(5, 1500);
            byte[] buffer = new byte[ChunkCutter.MaxLength];
            System.Array.Copy(image, 0, buffer, 0, image.Length);
            int first = new ChunkCutter(ChunkMethod.ContentDefined).Next(buffer, image.Length);
            for (int i = image.Length; i < buffer.Length; i++)
            {
                buffer[i] = (byte)(i * 7);
            }

            Assert.AreEqual(first, new ChunkCutter(ChunkMethod.ContentDefined).Next(buffer, image.Length));
        }

        [TestMethod]
        public void A_cutter_that_is_reset_starts_anew()
        {
            byte[] image = TestImages.Noise(6, 12000);
            Cuts.PutAssembly(image, 0, 6000);
            ChunkCutter cutter = new ChunkCutter(ChunkMethod.ContentDefined);
            int[] ends = Cuts.Ends(image, cutter);
            Assert.IsTrue(Cuts.Contains(ends, 6000));

            // In the middle of the assembly.
            cutter.Reset();
            cutter.Next(image, image.Length);
            cutter.Reset();
            CollectionAssert.AreEqual(ends, Cuts.Ends(image, cutter));
        }
    }
}
