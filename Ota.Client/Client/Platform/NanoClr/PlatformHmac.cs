namespace NanoOta
{
    /// <summary>HMAC-SHA-256 (RFC 2104) in managed code, for builds of the CLR without cryptography. Thread-safe.</summary>
    internal static class PlatformHmac
    {
        private const int BlockLength = 64;

        public static byte[] Compute(byte[] key, byte[] data)
        {
            // No key of this library is longer than a block.
            byte[] pad = new byte[BlockLength];
            byte[] digest = new byte[32];
            Sha256 hash = new Sha256();

            Fill(pad, key, 0x36);
            hash.Update(pad, 0, BlockLength);
            hash.Update(data, 0, data.Length);
            hash.Finish(digest, 0);

            Fill(pad, key, 0x5C);
            hash.Update(pad, 0, BlockLength);
            hash.Update(digest, 0, digest.Length);
            hash.Finish(digest, 0);
            return digest;
        }

        private static void Fill(byte[] pad, byte[] key, int mask)
        {
            for (int i = 0; i < BlockLength; i++)
            {
                int k = i < key.Length ? key[i] : 0;
                pad[i] = (byte)(k ^ mask);
            }
        }
    }
}
