namespace NanoOta
{
    /// <summary>The digest of a chunk: HMAC-SHA-256 under a fixed public key over the chunk, zero-padded to 4096 bytes.</summary>
    /// <remarks>
    /// HMAC because nanoFramework has it natively and SHA-256 not; the key is public and only separates this use from others
    /// (RFC 2104; collision resistance is SHA-256's, FIPS 180-4). Padded because the native call takes whole arrays: one buffer
    /// serves every chunk. The chunk's length is in the signed table, so the padding is not ambiguous. Thread-safe.
    /// </remarks>
    public static class ChunkDigest
    {
        /// <summary>Bytes of a digest.</summary>
        public const int Length = 32;

        /// <summary>Bytes of the buffer that a chunk is digested in, and the most that a chunk may have.</summary>
        public const int BufferLength = 4096;

        // "nanoOta chunk digest v2" in ASCII. Not initialised from a string: statics of other types may not be ready yet.
        private static readonly byte[] _key =
        {
            0x6E, 0x61, 0x6E, 0x6F, 0x4F, 0x74, 0x61, 0x20, 0x63, 0x68, 0x75, 0x6E,
            0x6B, 0x20, 0x64, 0x69, 0x67, 0x65, 0x73, 0x74, 0x20, 0x76, 0x32,
        };

        /// <summary>
        /// Digests the first <paramref name="length"/> bytes of <paramref name="buffer"/>, 1 to <see cref="BufferLength"/>; the rest of
        /// the buffer, which has exactly <see cref="BufferLength"/> bytes, is overwritten with zeros.
        /// </summary>
        public static byte[] Compute(byte[] buffer, int length)
        {
            if (length < BufferLength)
            {
                System.Array.Clear(buffer, length, BufferLength - length);
            }

            return PlatformHmac.Compute(_key, buffer);
        }
    }
}
