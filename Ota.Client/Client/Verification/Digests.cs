namespace NanoOta
{
    /// <summary>Small things to do with 32-byte digests. All of them are public, so no comparison hides its time. Thread-safe.</summary>
    internal static class Digests
    {
        public static byte[] Hash(byte[] bytes, int index, int count)
        {
            byte[] digest = new byte[32];
            Sha256 hash = new Sha256();
            hash.Update(bytes, index, count);
            hash.Finish(digest, 0);
            return digest;
        }

        public static bool AreEqual(byte[] left, byte[] right)
        {
            for (int i = 0; i < 32; i++)
            {
                if (left[i] != right[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
