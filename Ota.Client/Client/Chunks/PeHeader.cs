namespace NanoOta
{
    /// <summary>The few facts of a nanoFramework assembly (PE, marker NFMRK1) that an update needs. Thread-safe.</summary>
    public static class PeHeader
    {
        /// <summary>Bytes of the header.</summary>
        public const int Length = 124;

        private const int TotalSizeOffset = 100;

        // "NFMRK1" and two zeros, little-endian.
        private const long Marker = 0x0000314B524D464E;

        /// <summary>
        /// The bytes that the assembly at the start of <paramref name="buffer"/> takes in an image, padded to 4; 0 when there is no
        /// assembly, or its size is not within <paramref name="remaining"/>, the bytes that the image has from here on.
        /// </summary>
        public static int PaddedLength(byte[] buffer, int remaining)
        {
            if (remaining < Length || LittleEndian.ReadInt64(buffer, 0) != Marker)
            {
                return 0;
            }

            int total = LittleEndian.ReadInt32(buffer, TotalSizeOffset);
            if (total < Length || total > remaining)
            {
                return 0;
            }

            int padded = (total + 3) & ~3;
            return padded > remaining ? remaining : padded;
        }
    }
}
