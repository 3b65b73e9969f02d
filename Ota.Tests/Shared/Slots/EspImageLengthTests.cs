using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class EspImageLengthTests
    {
        private const int Size = 8192;

        [TestMethod]
        public void An_image_ends_with_its_checksum_block_and_digest()
        {
            // 24 + 8 + 100 + 8 + 37 = 177 bytes, then up to 16 with the checksum in the last of them.
            CheckLength(Image(new int[] { 100, 37 }), 192);
            CheckLength(WithDigest(Image(new int[] { 100, 37 })), 224);
            CheckLength(Image(new int[] { 15 }), 48);

            // 48 bytes are full: the checksum needs a block of its own.
            CheckLength(Image(new int[] { 16 }), 64);
            CheckLength(WithDigest(Image(new int[] { 16 })), 96);
            CheckLength(Image(new int[] { 0 }), 48);
        }

        [TestMethod]
        public void Any_value_but_zero_says_that_there_is_a_digest()
        {
            FakeEspOta esp = Image(new int[] { 16 });
            esp.Bytes[0][23] = 0x81;
            CheckLength(esp, 96);
        }

        [TestMethod]
        public void Sixteen_segments_are_read_and_more_are_none()
        {
            CheckLength(Image(new int[16]), 160);
            FakeEspOta esp = Image(new int[17]);
            CheckLength(esp, Size);
            Assert.AreEqual(1, esp.Reads);
            CheckLength(Image(new int[0]), 32);
        }

        [TestMethod]
        public void Without_an_image_the_whole_partition_counts()
        {
            CheckLength(new FakeEspOta(), Size);
            FakeEspOta esp = Image(new int[] { 16 });
            esp.Bytes[0][0] = 0xE8;
            CheckLength(esp, Size);
        }

        [TestMethod]
        public void Only_the_running_partition_is_asked()
        {
            FakeEspOta esp = Image(new int[] { 16 });
            esp.Bytes[0] = new byte[Size];
            esp.Bytes[2][0] = 0xE9;
            esp.Bytes[2][1] = 1;
            CheckLength(esp, Size);
        }

        [TestMethod]
        public void A_segment_that_leaves_the_partition_is_not_followed()
        {
            CheckLie(int.MaxValue);
            CheckLie(int.MinValue);
            CheckLie(-1);
            CheckLie(-32);
            CheckLie(Size);
            CheckLie(Size - 31);
        }

        [TestMethod]
        public void An_image_that_fills_the_partition_ends_with_it()
        {
            CheckLength(Image(new int[] { Size - 32 }), Size);
            CheckLength(Image(new int[] { Size - 33 }), Size);
            CheckLength(WithDigest(Image(new int[] { Size - 65 })), Size);
            CheckLength(WithDigest(Image(new int[] { Size - 81 })), Size - 16);
            CheckLength(Image(new int[] { Size - 49 }), Size - 16);

            // The second segment's header would begin 8 bytes before the end, or 7.
            CheckLength(Image(new int[] { Size - 40, 0 }), Size);
            CheckLength(Image(new int[] { Size - 39, 0 }), Size);
        }

        [TestMethod]
        public void Reads_that_fail_leave_the_whole_partition()
        {
            for (int i = 0; i < 3; i++)
            {
                FakeEspOta esp = Image(new int[] { 16, 16 });
                esp.FailingRead = i;
                CheckLength(esp, Size);
                Assert.AreEqual(i + 1, esp.Reads);
            }
        }

        [TestMethod]
        public void A_partition_smaller_than_a_header_is_not_read()
        {
            FakeEspOta esp = Image(new int[] { 16 });
            esp.Sizes[0] = 23;
            CheckLength(esp, 23);
            esp.Sizes[0] = 0;
            CheckLength(esp, 0);
            Assert.AreEqual(0, esp.Reads);
            esp.Sizes[0] = 24;
            CheckLength(esp, 24);
            esp.Sizes[0] = 32;
            CheckLength(esp, 32);
        }

        private static void CheckLie(int length)
        {
            FakeEspOta esp = Image(new int[] { 16, 16 });
            LittleEndian.WriteInt32(esp.Bytes[0], 28, length);
            CheckLength(esp, Size);
        }

        private static void CheckLength(FakeEspOta esp, int expected)
        {
            Assert.AreEqual(expected, new EspOtaSlot(esp).RunningLength);
        }

        private static FakeEspOta WithDigest(FakeEspOta esp)
        {
            esp.Bytes[0][23] = 1;
            return esp;
        }

        // An image of segments, as far as it fits, in the running partition.
        private static FakeEspOta Image(int[] segments)
        {
            FakeEspOta esp = new FakeEspOta();
            byte[] image = esp.Bytes[0];
            image[0] = 0xE9;
            image[1] = (byte)segments.Length;
            int at = 24;
            for (int i = 0; i < segments.Length && at <= Size - 8; i++)
            {
                LittleEndian.WriteInt32(image, at + 4, segments[i]);
                at += 8 + segments[i];
            }

            return esp;
        }
    }
}
