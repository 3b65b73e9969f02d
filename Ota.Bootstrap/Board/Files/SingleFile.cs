namespace NanoOta
{
    /// <summary>The head of a release in a single file. Bytes in, lengths out, no I/O. docs/FORMAT.md, "Single file".</summary>
    internal static class SingleFile
    {
        /// <summary>Bytes of the head.</summary>
        internal const int HeaderLength = 20;

        private const string Magic = "nanoOta1";
        private const int PartCount = 3;

        /// <summary>Whether a file begins as a single file does.</summary>
        internal static bool IsHeader(byte[] header, int length)
        {
            if (length < HeaderLength)
            {
                return false;
            }

            for (int i = 0; i < Magic.Length; i++)
            {
                if (header[i] != (byte)Magic[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>
        /// The lengths of manifest, chunk table and image. Null if one is not positive, or if the parts and the head are not the whole file.
        /// </summary>
        internal static int[] Parts(byte[] header, long fileLength)
        {
            int[] parts = new int[PartCount];
            long sum = HeaderLength;
            for (int i = 0; i < PartCount; i++)
            {
                // Little-endian. A length whose highest bit is set would be over 2 GiB, and no device has such a slot.
                int at = Magic.Length + (4 * i);
                parts[i] = header[at] | (header[at + 1] << 8) | (header[at + 2] << 16) | ((header[at + 3] & 0x7F) << 24);
                if (header[at + 3] > 0x7F || parts[i] == 0)
                {
                    return null;
                }

                sum += parts[i];
            }

            return sum == fileLength ? parts : null;
        }
    }
}
