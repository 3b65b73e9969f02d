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
            Assert.AreEqual("1d7c86b7bd1bff380b8153d2acdafc4c2b496243448b081552b0308de2b51068", Hex(ChunkDigest.Compute(buffer, 1)));
            for (int i = 0; i < buffer.Length; i++)
            {
                buffer[i] = (byte)i;
            }

            Assert.AreEqual("8810dd35c8f87d96ccb18f022169dec0a900390f1920116c352f8d5dbc672912", Hex(ChunkDigest.Compute(buffer, 4096)));
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
            Assert.AreEqual("ddef060fbe2528964fc6fa1b313b49b5fb711c8570f2c912e7636c46c0dbb9ee", Hex(ChunkDigest.Compute(buffer, 3)));
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
