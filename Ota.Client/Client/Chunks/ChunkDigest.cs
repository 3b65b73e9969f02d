namespace NanoOta
{
    /// <summary>The digest of a chunk: HMAC-SHA-256 under a fixed public key over the chunk, zero-padded to 4096 bytes.</summary>
    /// <remarks>
    /// nanoFramework has HMAC natively, and SHA-256 not. The key is public, and only separates the digests from other uses of HMAC. Sources: RFC
    /// 2104, and for the collision resistance of SHA-256 FIPS 180-4. The native call takes whole arrays, so the padding lets one buffer serve every
    /// chunk. The chunk's length is in the signed table, so the padding is not ambiguous. Thread-safe.
    /// </remarks>
    public static class ChunkDigest
    {
        /// <summary>Bytes of a digest.</summary>
        public const int Length = 32;

        /// <summary>Bytes of the buffer that a chunk is digested in, and the most that a chunk may have.</summary>
        public const int BufferLength = 4096;

        private static readonly byte[] _key = KeyOf("nanoOta chunk digest v2");

        /// <summary>
        /// Digests the first <paramref name="length"/> bytes of <paramref name="buffer"/>, 1 to <see cref="BufferLength"/>. The buffer has exactly
        /// <see cref="BufferLength"/> bytes, and zeros overwrite its rest.
        /// </summary>
        public static byte[] Compute(byte[] buffer, int length)
        {
            if (length < BufferLength)
            {
                System.Array.Clear(buffer, length, BufferLength - length);
            }

            return PlatformHmac.Compute(_key, buffer);
        }

        // The static initialisers of another type may run before this type's. So this method reads no static.
        internal static byte[] KeyOf(string label)
        {
            byte[] bytes = new byte[label.Length];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)label[i];
            }

            return bytes;
        }
    }
}
