namespace NanoOta
{
    /// <summary>Comparing parts of byte arrays. Thread-safe.</summary>
    internal static class Bits
    {
        public static bool AreEqual(byte[] left, int leftAt, byte[] right, int rightAt, int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (left[leftAt + i] != right[rightAt + i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
