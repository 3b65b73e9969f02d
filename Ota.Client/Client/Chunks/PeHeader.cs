namespace NanoOta
{
    /// <summary>
    /// The few facts of a nanoFramework assembly that an update needs. Both generations are known: NFMRK1 (stable) and NFMRK2 (2.0, with generics).
    /// Source: nf-interpreter, nanoCLR_Types.h, branches main and develop. Thread-safe.
    /// </summary>
    public static class PeHeader
    {
        /// <summary>Bytes of the shorter header: enough for every field that is read.</summary>
        public const int Length = 124;

        /// <summary>Where NFMRK1 has the size of the assembly.</summary>
        public const int SizeAt = 100;

        // From the size to the end of the header, in both generations.
        private const int BehindSize = 24;

        // "NFMRK1" and "NFMRK2" and two zeros, little-endian.
        private const long Marker = 0x0000314B524D464E;
        private const long Marker2 = 0x0000324B524D464E;

        /// <summary>
        /// The bytes that the assembly at the start of <paramref name="buffer"/> takes in an image, padded to 4. <paramref name="remaining"/> is the
        /// number of bytes that the image has from here on.
        /// </summary>
        /// <returns>The number; 0 when there is no assembly, or when its size is above <paramref name="remaining"/>.</returns>
        public static int PaddedLength(byte[] buffer, int remaining)
        {
            if (remaining < Length)
            {
                return 0;
            }

            int at = SizeAt + Shift(buffer);
            int total = at < SizeAt ? 0 : LittleEndian.ReadInt32(buffer, at);
            if (total < at + BehindSize || total > remaining)
            {
                return 0;
            }

            int padded = (total + 3) & ~3;
            return padded > remaining ? remaining : padded;
        }

        /// <summary>
        /// How far NFMRK2 moved the fields: 0 for NFMRK1, 4 for NFMRK2, a negative number when no assembly begins here. The header grew by this
        /// number. The fields from the version to the tables moved to the front by this number. The size moved to the back.
        /// </summary>
        public static int Shift(byte[] buffer)
        {
            long marker = LittleEndian.ReadInt64(buffer, 0);
            return marker == Marker ? 0 : marker == Marker2 ? 4 : -SizeAt;
        }
    }
}
