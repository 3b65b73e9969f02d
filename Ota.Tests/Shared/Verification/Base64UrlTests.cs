using nanoFramework.TestFramework;

namespace NanoOta.Tests.Verification
{
    [TestClass]
    public class Base64UrlTests
    {
        // RFC 4648, 10, without the padding.
        [TestMethod]
        [DataRow("", "")]
        [DataRow("Zg", "f")]
        [DataRow("Zm8", "fo")]
        [DataRow("Zm9v", "foo")]
        [DataRow("Zm9vYg", "foob")]
        [DataRow("Zm9vYmE", "fooba")]
        [DataRow("Zm9vYmFy", "foobar")]
        public void Published_text_has_its_bytes(string text, string expected)
        {
            byte[] source = TestBytes.FromAscii(text);
            byte[] target = new byte[expected.Length];
            Assert.AreEqual(expected.Length, Base64Url.Decode(source, 0, source.Length, target));
            Assert.AreEqual(expected, TestBytes.ToAscii(target, target.Length));
        }

        [TestMethod]
        public void Every_character_of_the_alphabet_has_its_value()
        {
            byte[] source = TestBytes.FromAscii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
            byte[] target = new byte[48];
            Assert.AreEqual(48, Base64Url.Decode(source, 0, source.Length, target));
            Assert.AreEqual(
                "00108310518720928b30d38f41149351559761969b71d79f8218a39259a7a29aabb2dbafc31cb3d35db7e39ebbf3dfbf",
                TestBytes.ToHex(target, 48));
        }

        [TestMethod]
        public void Every_other_byte_is_refused()
        {
            byte[] source = TestBytes.FromAscii("AAAA");
            byte[] target = new byte[3];
            int accepted = 0;
            for (int value = 0; value < 256; value++)
            {
                source[2] = (byte)value;
                if (Base64Url.Decode(source, 0, 4, target) != -1)
                {
                    accepted++;
                }
            }

            Assert.AreEqual(64, accepted);
        }

        [TestMethod]
        [DataRow("Zg==")]
        [DataRow("Zm8=")]
        [DataRow("Zm9v\n")]
        [DataRow("Zm 9")]
        [DataRow("+_+_")]
        [DataRow("-/-/")]
        public void Padding_white_space_and_the_other_alphabet_are_refused(string text)
        {
            byte[] source = TestBytes.FromAscii(text);
            Assert.AreEqual(-1, Base64Url.Decode(source, 0, source.Length, new byte[8]));
        }

        [TestMethod]
        [DataRow("A")]
        [DataRow("AAAAA")]
        public void A_length_that_no_bytes_have_is_refused(string text)
        {
            byte[] source = TestBytes.FromAscii(text);
            Assert.AreEqual(-1, Base64Url.Decode(source, 0, source.Length, new byte[8]));
        }

        [TestMethod]
        [DataRow("Zh")]
        [DataRow("Zv")]
        [DataRow("Zm9")]
        [DataRow("Zm-")]
        public void Bits_after_the_end_are_refused(string text)
        {
            byte[] source = TestBytes.FromAscii(text);
            Assert.AreEqual(-1, Base64Url.Decode(source, 0, source.Length, new byte[8]));
        }

        [TestMethod]
        public void A_target_that_is_too_short_is_refused()
        {
            byte[] source = TestBytes.FromAscii("Zm9vYmE");
            Assert.AreEqual(-1, Base64Url.Decode(source, 0, source.Length, new byte[4]));
        }

        [TestMethod]
        [DataRow(-1, 4)]
        [DataRow(0, -4)]
        [DataRow(0, 8)]
        [DataRow(4, 1)]
        [DataRow(int.MaxValue, 4)]
        public void A_range_outside_the_source_is_refused(int index, int count)
        {
            Assert.AreEqual(-1, Base64Url.Decode(new byte[4], index, count, new byte[8]));
        }

        [TestMethod]
        public void Null_is_refused()
        {
            Assert.AreEqual(-1, Base64Url.Decode(null, 0, 0, new byte[1]));
            Assert.AreEqual(-1, Base64Url.Decode(new byte[4], 0, 0, null));
        }

        [TestMethod]
        public void The_source_may_be_the_target()
        {
            byte[] buffer = TestBytes.FromAscii(".Zm9vYmFy.");
            Assert.AreEqual(6, Base64Url.Decode(buffer, 1, 8, buffer));
            Assert.AreEqual("foobar", TestBytes.ToAscii(buffer, 6));
        }
    }
}
