using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class ChunkDigestTests
    {
        [TestMethod]
        public void A_digest_is_the_HMAC_of_the_padded_chunk()
        {
            byte[] buffer = new byte[ChunkDigest.BufferLength];
            buffer[0] = (byte)'a';
            Assert.AreEqual("2151952004f1def2fa71c19f3d590e88762ebb88b5bf064bc564fc2f78b3ac6d", Hex(ChunkDigest.Compute(buffer, 1)));
            for (int i = 0; i < buffer.Length; i++)
            {
                buffer[i] = (byte)i;
            }

            Assert.AreEqual("a4143b10b3a051566a8eb0b5c70113637502e8bdd7fbf90cbf9ed397421913d2", Hex(ChunkDigest.Compute(buffer, 4096)));
        }

        [TestMethod]
        public void What_stands_behind_the_chunk_is_overwritten_with_zeros()
        {
            byte[] buffer = new byte[ChunkDigest.BufferLength];
            for (int i = 0; i < buffer.Length; i++)
            {
                buffer[i] = 0xFF;
            }

            buffer[0] = (byte)'a';
            buffer[1] = (byte)'b';
            buffer[2] = (byte)'c';
            Assert.AreEqual("f298d9391abc1b9e4c78172014681d2f6b900e95468b74e49b58a2555e2d623f", Hex(ChunkDigest.Compute(buffer, 3)));
            Assert.AreEqual((int)'c', (int)buffer[2]);
            Assert.AreEqual(0, (int)buffer[3]);
            Assert.AreEqual(0, (int)buffer[4095]);
        }

        private static string Hex(byte[] bytes)
        {
            string text = string.Empty;
            for (int i = 0; i < bytes.Length; i++)
            {
                text += bytes[i].ToString("x2");
            }

            return text;
        }
    }
}
