using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class AssemblyCutTests
    {
        [TestMethod]
        public void The_end_of_an_assembly_ends_a_chunk()
        {
            // Sizes that are no multiples of 4 are padded in the image.
            byte[] image = TestImages.Noise(1, 12000);
            Cuts.PutAssembly(image, 0, 3001);
            Cuts.PutAssembly(image, 3004, 5000);
            Cuts.PutAssembly(image, 8004, 124);
            int[] ends = Cuts.Ends(image, ChunkMethod.ContentDefined);
            Assert.IsTrue(Cuts.Contains(ends, 3004));
            Assert.IsTrue(Cuts.Contains(ends, 8004));
            Assert.IsTrue(Cuts.Contains(ends, 8128));
            Assert.AreEqual(12000, ends[ends.Length - 1]);
        }

        [TestMethod]
        public void An_assembly_that_grows_leaves_the_cuts_of_the_next_alone()
        {
            byte[] body = TestImages.Noise(2, 9000);
            Cuts.PutAssembly(body, 0, 9000);
            int[] before = Cuts.Ends(Behind(TestImages.Noise(3, 2000), body), ChunkMethod.ContentDefined);
            int[] after = Cuts.Ends(Behind(TestImages.Noise(4, 3148), body), ChunkMethod.ContentDefined);
            int found = 0;
            for (int i = 0; i < before.Length; i++)
            {
                if (before[i] >= 2000)
                {
                    Assert.IsTrue(Cuts.Contains(after, before[i] + 1148), "end " + before[i]);
                    found++;
                }
            }

            Assert.IsTrue(found >= 3);
        }

        [TestMethod]
        public void Lengths_are_padded_to_4()
        {
            CheckPadded(124, 1000, 124);
            CheckPadded(125, 1000, 128);
            CheckPadded(127, 1000, 128);
            CheckPadded(128, 1000, 128);
            CheckPadded(1000, 1000, 1000);

            // The last assembly need not be padded.
            CheckPadded(997, 998, 998);
            CheckPadded(997, 997, 997);
        }

        [TestMethod]
        public void The_second_generation_has_its_size_elsewhere()
        {
            byte[] pe = new byte[128];
            Cuts.PutAssembly(pe, 0, 126);
            pe[5] = (byte)'2';
            LittleEndian.WriteInt32(pe, 104, 997);
            Assert.AreEqual(1000, PeHeader.PaddedLength(pe, 2000));
            Assert.AreEqual(0, PeHeader.PaddedLength(pe, 996));
            LittleEndian.WriteInt32(pe, 104, 128);
            Assert.AreEqual(128, PeHeader.PaddedLength(pe, 1000));
            LittleEndian.WriteInt32(pe, 104, 127);
            Assert.AreEqual(0, PeHeader.PaddedLength(pe, 1000));
            pe[5] = (byte)'3';
            Assert.AreEqual(0, PeHeader.PaddedLength(pe, 1000));
        }

        [TestMethod]
        public void A_header_that_lies_about_its_size_is_no_assembly()
        {
            CheckPadded(123, 1000, 0);
            CheckPadded(0, 1000, 0);
            CheckPadded(-1, 1000, 0);
            CheckPadded(int.MinValue, 1000, 0);
            CheckPadded(1001, 1000, 0);
            CheckPadded(int.MaxValue, 1000, 0);
            CheckPadded(int.MaxValue, int.MaxValue - 1, 0);
            CheckPadded(124, 123, 0);
        }

        [TestMethod]
        public void Every_byte_of_the_marker_counts()
        {
            byte[] image = new byte[200];
            Cuts.PutAssembly(image, 0, 200);
            Assert.AreEqual(200, PeHeader.PaddedLength(image, 200));
            for (int i = 0; i < 8; i++)
            {
                image[i] ^= 1;
                Assert.AreEqual(0, PeHeader.PaddedLength(image, 200), "byte " + i);
                image[i] ^= 1;
            }
        }

        [TestMethod]
        public void Lies_cost_reuse_at_most()
        {
            int[] lies = Ints.Of("0 123 124 125 3000 4095 4097 8999 9000 9001 2147483647 -1 -2147483647");
            for (int i = 0; i < lies.Length; i++)
            {
                byte[] image = TestImages.Noise(7, 9000);
                Cuts.PutAssembly(image, 0, lies[i]);
                Cuts.PutAssembly(image, 3000, lies[lies.Length - 1 - i]);

                // Ends fails if a step is not inside what remains.
                int[] ends = Cuts.Ends(image, ChunkMethod.ContentDefined);
                Assert.AreEqual(9000, ends[ends.Length - 1], "lie " + lies[i]);
                for (int j = 0; j < ends.Length; j++)
                {
                    Assert.IsTrue(ends[j] - (j == 0 ? 0 : ends[j - 1]) <= ChunkCutter.MaxLength, "lie " + lies[i]);
                }
            }
        }

        [TestMethod]
        public void A_marker_inside_a_chunk_is_content()
        {
            byte[] image = new byte[9000];
            Cuts.PutAssembly(image, 0, 9000);
            Cuts.PutAssembly(image, 2000, 500);
            Assert.IsFalse(Cuts.Contains(Cuts.Ends(image, ChunkMethod.ContentDefined), 2500));
        }

        private static void CheckPadded(int total, int remaining, int expected)
        {
            byte[] image = new byte[1024];
            Cuts.PutAssembly(image, 0, total);
            Assert.AreEqual(expected, PeHeader.PaddedLength(image, remaining), "total " + total);
        }

        private static byte[] Behind(byte[] first, byte[] second)
        {
            Cuts.PutAssembly(first, 0, first.Length);
            byte[] image = new byte[first.Length + second.Length];
            System.Array.Copy(first, 0, image, 0, first.Length);
            System.Array.Copy(second, 0, image, first.Length, second.Length);
            return image;
        }
    }
}
