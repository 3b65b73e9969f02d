namespace NanoOta
{
    /// <summary>
    /// Arithmetic modulo the prime of P-256 (FIPS 186-4, D.1.2.3), <c>p = 2^256 - 2^224 + 2^192 + 2^96 - 1</c>. Montgomery form with R = 2^261.
    /// Stateless, so thread-safe.
    /// </summary>
    /// <remarks>
    /// A number is nine limbs of 29 bits, least significant first, in signed longs. Two shapes occur:
    /// <list type="bullet">
    /// <item>tidy: limbs 0 to 7 in [0, 2^29), the sign in limb 8, the value between -p and 2p. Every function but <see cref="Subtract"/> and
    /// <see cref="Twice"/> gives tidy numbers.</item>
    /// <item>loose: limbs of a size below 2^30, which those two functions make of tidy numbers. At most one factor of a product may be loose. A
    /// difference has limbs below 2^29 in size, and may stand on both sides.</item>
    /// </list>
    /// So a column of nine products is below 9 * 2^59 and with carries below 2^63. The code has the shape that an interpreter likes: limbs in locals,
    /// one long expression a column, no calls. Public inputs only: not constant-time.
    /// </remarks>
    internal static class P256Field
    {
        /// <summary>Number of limbs.</summary>
        internal const int Limbs = 9;

        /// <summary>Bits in a limb.</summary>
        internal const int LimbBits = 29;

        /// <summary>The bits of a limb.</summary>
        internal const long LimbMask = 0x1FFFFFFF;

        // The numbers below, nine limbs each. One array and one initialiser, because each initialiser costs the PE 75 bytes.
        private static readonly int[] _numbers =
        {
            0x1FFFFFFF, 0x1FFFFFFF, 0x1FFFFFFF, 0x000001FF, 0x00000000, 0x00000000, 0x00040000, 0x1FE00000, 0x00FFFFFF,
            0x00000020, 0x00000000, 0x00000000, 0x1FFFC000, 0x1FFFFFFF, 0x1FFFFFFF, 0x1F7FFFFF, 0x03FFFFFF, 0x00000000,
            0x00000C00, 0x00000000, 0x1FFF0000, 0x1FDFFFFF, 0x1FBFFFFF, 0x1FFFFFFF, 0x1FFFFFFF, 0x1FFFFFFE, 0x00000013,
            0x1C632551, 0x1DCE5617, 0x05E7A13C, 0x0DF55B4E, 0x1FFFFBCE, 0x1FFFFFFF, 0x0003FFFF, 0x1FE00000, 0x00FFFFFF,
            0x039CDAAE, 0x0231A9E8, 0x1A185EC3, 0x120AA6B1, 0x00000431, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
            0x1897BBFB, 0x1CDF6229, 0x018486C4, 0x01732821, 0x1DAD59E0, 0x0ABF7212, 0x1A06D110, 0x17721D20, 0x008600C3,
        };

        /// <summary>p. Not to be written to, as all arrays here.</summary>
        internal static readonly long[] Prime = Number(0);

        /// <summary>R mod p: 1 in Montgomery form.</summary>
        internal static readonly long[] One = Number(9);

        /// <summary>R * R mod p: a product with this number is the way into Montgomery form.</summary>
        internal static readonly long[] RSquared = Number(18);

        /// <summary>n, the order of the base point.</summary>
        internal static readonly long[] Order = Number(27);

        /// <summary>p - n: a remainder r below p - n stands for two possible x.</summary>
        internal static readonly long[] PrimeLessOrder = Number(36);

        /// <summary>b of y^2 = x^3 - 3x + b, in Montgomery form.</summary>
        internal static readonly long[] CurveB = Number(45);

        /// <summary>result = left * right / R mod p. <paramref name="result"/> may be one of the factors.</summary>
        internal static void Multiply(long[] result, long[] left, long[] right)
        {
            // A local, because the constant would be a load and a conversion each time.
            long mask = LimbMask;
            long a0 = left[0];
            long a1 = left[1];
            long a2 = left[2];
            long a3 = left[3];
            long a4 = left[4];
            long a5 = left[5];
            long a6 = left[6];
            long a7 = left[7];
            long a8 = left[8];
            long b0 = right[0];
            long b1 = right[1];
            long b2 = right[2];
            long b3 = right[3];
            long b4 = right[4];
            long b5 = right[5];
            long b6 = right[6];
            long b7 = right[7];
            long b8 = right[8];

            // -1/p is 1 modulo 2^29. So each multiple m of p that clears a limb is that limb. m * p is four shifts.
            long c = a0 * b0;
            long m0 = c & mask;
            c = (c >> 29) + (a0 * b1) + (a1 * b0);
            long m1 = c & mask;
            c = (c >> 29) + (a0 * b2) + (a1 * b1) + (a2 * b0);
            long m2 = c & mask;
            c = (c >> 29) + (a0 * b3) + (a1 * b2) + (a2 * b1) + (a3 * b0) + (m0 << 9);
            long m3 = c & mask;
            c = (c >> 29) + (a0 * b4) + (a1 * b3) + (a2 * b2) + (a3 * b1) + (a4 * b0) + (m1 << 9);
            long m4 = c & mask;
            c = (c >> 29) + (a0 * b5) + (a1 * b4) + (a2 * b3) + (a3 * b2) + (a4 * b1) + (a5 * b0) + (m2 << 9);
            long m5 = c & mask;
            c = (c >> 29) + (a0 * b6) + (a1 * b5) + (a2 * b4) + (a3 * b3) + (a4 * b2) + (a5 * b1) + (a6 * b0) + (m3 << 9) + (m0 << 18);
            long m6 = c & mask;
            c = (c >> 29) + (a0 * b7) + (a1 * b6) + (a2 * b5) + (a3 * b4) + (a4 * b3) + (a5 * b2) + (a6 * b1) + (a7 * b0) + (m4 << 9) + (m1 << 18) - (m0 << 21);
            long m7 = c & mask;
            c = (c >> 29) + (a0 * b8) + (a1 * b7) + (a2 * b6) + (a3 * b5) + (a4 * b4) + (a5 * b3) + (a6 * b2) + (a7 * b1) + (a8 * b0) + (m5 << 9) + (m2 << 18) - (m1 << 21) + (m0 << 24);
            long m8 = c & mask;
            c = (c >> 29) + (a1 * b8) + (a2 * b7) + (a3 * b6) + (a4 * b5) + (a5 * b4) + (a6 * b3) + (a7 * b2) + (a8 * b1) + (m6 << 9) + (m3 << 18) - (m2 << 21) + (m1 << 24);
            result[0] = c & mask;
            c = (c >> 29) + (a2 * b8) + (a3 * b7) + (a4 * b6) + (a5 * b5) + (a6 * b4) + (a7 * b3) + (a8 * b2) + (m7 << 9) + (m4 << 18) - (m3 << 21) + (m2 << 24);
            result[1] = c & mask;
            c = (c >> 29) + (a3 * b8) + (a4 * b7) + (a5 * b6) + (a6 * b5) + (a7 * b4) + (a8 * b3) + (m8 << 9) + (m5 << 18) - (m4 << 21) + (m3 << 24);
            result[2] = c & mask;
            c = (c >> 29) + (a4 * b8) + (a5 * b7) + (a6 * b6) + (a7 * b5) + (a8 * b4) + (m6 << 18) - (m5 << 21) + (m4 << 24);
            result[3] = c & mask;
            c = (c >> 29) + (a5 * b8) + (a6 * b7) + (a7 * b6) + (a8 * b5) + (m7 << 18) - (m6 << 21) + (m5 << 24);
            result[4] = c & mask;
            c = (c >> 29) + (a6 * b8) + (a7 * b7) + (a8 * b6) + (m8 << 18) - (m7 << 21) + (m6 << 24);
            result[5] = c & mask;
            c = (c >> 29) + (a7 * b8) + (a8 * b7) - (m8 << 21) + (m7 << 24);
            result[6] = c & mask;
            c = (c >> 29) + (a8 * b8) + (m8 << 24);
            result[7] = c & mask;
            result[8] = c >> 29;
        }

        /// <summary>result = value * value / R mod p. <paramref name="result"/> may be <paramref name="value"/>.</summary>
        internal static void Square(long[] result, long[] value)
        {
            long mask = LimbMask;
            long a0 = value[0];
            long a1 = value[1];
            long a2 = value[2];
            long a3 = value[3];
            long a4 = value[4];
            long a5 = value[5];
            long a6 = value[6];
            long a7 = value[7];
            long a8 = value[8];

            long c = a0 * a0;
            long m0 = c & mask;
            c = (c >> 29) + ((a0 * a1) << 1);
            long m1 = c & mask;
            c = (c >> 29) + ((a0 * a2) << 1) + (a1 * a1);
            long m2 = c & mask;
            c = (c >> 29) + (((a0 * a3) + (a1 * a2)) << 1) + (m0 << 9);
            long m3 = c & mask;
            c = (c >> 29) + (((a0 * a4) + (a1 * a3)) << 1) + (a2 * a2) + (m1 << 9);
            long m4 = c & mask;
            c = (c >> 29) + (((a0 * a5) + (a1 * a4) + (a2 * a3)) << 1) + (m2 << 9);
            long m5 = c & mask;
            c = (c >> 29) + (((a0 * a6) + (a1 * a5) + (a2 * a4)) << 1) + (a3 * a3) + (m3 << 9) + (m0 << 18);
            long m6 = c & mask;
            c = (c >> 29) + (((a0 * a7) + (a1 * a6) + (a2 * a5) + (a3 * a4)) << 1) + (m4 << 9) + (m1 << 18) - (m0 << 21);
            long m7 = c & mask;
            c = (c >> 29) + (((a0 * a8) + (a1 * a7) + (a2 * a6) + (a3 * a5)) << 1) + (a4 * a4) + (m5 << 9) + (m2 << 18) - (m1 << 21) + (m0 << 24);
            long m8 = c & mask;
            c = (c >> 29) + (((a1 * a8) + (a2 * a7) + (a3 * a6) + (a4 * a5)) << 1) + (m6 << 9) + (m3 << 18) - (m2 << 21) + (m1 << 24);
            result[0] = c & mask;
            c = (c >> 29) + (((a2 * a8) + (a3 * a7) + (a4 * a6)) << 1) + (a5 * a5) + (m7 << 9) + (m4 << 18) - (m3 << 21) + (m2 << 24);
            result[1] = c & mask;
            c = (c >> 29) + (((a3 * a8) + (a4 * a7) + (a5 * a6)) << 1) + (m8 << 9) + (m5 << 18) - (m4 << 21) + (m3 << 24);
            result[2] = c & mask;
            c = (c >> 29) + (((a4 * a8) + (a5 * a7)) << 1) + (a6 * a6) + (m6 << 18) - (m5 << 21) + (m4 << 24);
            result[3] = c & mask;
            c = (c >> 29) + (((a5 * a8) + (a6 * a7)) << 1) + (m7 << 18) - (m6 << 21) + (m5 << 24);
            result[4] = c & mask;
            c = (c >> 29) + ((a6 * a8) << 1) + (a7 * a7) + (m8 << 18) - (m7 << 21) + (m6 << 24);
            result[5] = c & mask;
            c = (c >> 29) + ((a7 * a8) << 1) - (m8 << 21) + (m7 << 24);
            result[6] = c & mask;
            c = (c >> 29) + (a8 * a8) + (m8 << 24);
            result[7] = c & mask;
            result[8] = c >> 29;
        }

        /// <summary>
        /// result = left * leftFactor + right * rightFactor mod p, tidy, with a value between -p / 1000 and 1.001 p. Factors of a size
        /// up to 16. <paramref name="result"/> may be one of the others.
        /// </summary>
        internal static void Combine(long[] result, long[] left, long leftFactor, long[] right, long rightFactor)
        {
            long mask = LimbMask;

            // What stands above 2^256, but for a carry that does not matter here; that many times p is taken off.
            long top = (left[8] * leftFactor) + (right[8] * rightFactor);
            long q = top >> 24;
            long c = (left[0] * leftFactor) + (right[0] * rightFactor) + q;
            result[0] = c & mask;
            c = (c >> 29) + (left[1] * leftFactor) + (right[1] * rightFactor);
            result[1] = c & mask;
            c = (c >> 29) + (left[2] * leftFactor) + (right[2] * rightFactor);
            result[2] = c & mask;
            c = (c >> 29) + (left[3] * leftFactor) + (right[3] * rightFactor) - (q << 9);
            result[3] = c & mask;
            c = (c >> 29) + (left[4] * leftFactor) + (right[4] * rightFactor);
            result[4] = c & mask;
            c = (c >> 29) + (left[5] * leftFactor) + (right[5] * rightFactor);
            result[5] = c & mask;
            c = (c >> 29) + (left[6] * leftFactor) + (right[6] * rightFactor) - (q << 18);
            result[6] = c & mask;
            c = (c >> 29) + (left[7] * leftFactor) + (right[7] * rightFactor) + (q << 21);
            result[7] = c & mask;
            result[8] = (c >> 29) + top - (q << 24);
        }

        /// <summary>result = left - right of tidy numbers, loose. <paramref name="result"/> may be one of the others.</summary>
        internal static void Subtract(long[] result, long[] left, long[] right)
        {
            result[0] = left[0] - right[0];
            result[1] = left[1] - right[1];
            result[2] = left[2] - right[2];
            result[3] = left[3] - right[3];
            result[4] = left[4] - right[4];
            result[5] = left[5] - right[5];
            result[6] = left[6] - right[6];
            result[7] = left[7] - right[7];
            result[8] = left[8] - right[8];
        }

        /// <summary>result = 2 * value of a tidy number, loose. <paramref name="result"/> may be <paramref name="value"/>.</summary>
        internal static void Twice(long[] result, long[] value)
        {
            result[0] = value[0] << 1;
            result[1] = value[1] << 1;
            result[2] = value[2] << 1;
            result[3] = value[3] << 1;
            result[4] = value[4] << 1;
            result[5] = value[5] << 1;
            result[6] = value[6] << 1;
            result[7] = value[7] << 1;
            result[8] = value[8] << 1;
        }

        /// <summary>Whether a number, tidy or loose, between -8p and 8p is a multiple of p.</summary>
        internal static bool IsZero(long[] value)
        {
            // The lowest limb of k * p is -k. That limb tells nearly every other number apart.
            if (((value[0] + 8) & LimbMask) > 16)
            {
                return false;
            }

            // Combine leaves of the multiples of p only 0 and p.
            long[] reduced = new long[Limbs];
            Combine(reduced, value, 1, value, 0);
            long any = 0;
            long other = 0;
            for (int i = 0; i < Limbs; i++)
            {
                any |= reduced[i];
                other |= reduced[i] ^ Prime[i];
            }

            return any == 0 || other == 0;
        }

        /// <summary>-1, 0 or 1 as <paramref name="left"/> is below, equal to or above <paramref name="right"/>; limbs in [0, 2^29).</summary>
        internal static int Compare(long[] left, long[] right)
        {
            for (int i = Limbs - 1; i >= 0; i--)
            {
                if (left[i] != right[i])
                {
                    return left[i] < right[i] ? -1 : 1;
                }
            }

            return 0;
        }

        /// <summary>The 32 bytes at <paramref name="index"/>, most significant first, as a plain number (not in Montgomery form).</summary>
        internal static long[] FromBytes(byte[] source, int index)
        {
            long[] result = new long[Limbs];
            long pending = 0;
            int bits = 0;
            int limb = 0;
            for (int i = index + 31; i >= index; i--)
            {
                long octet = source[i];
                pending |= octet << bits;
                bits += 8;
                if (bits >= LimbBits)
                {
                    result[limb] = pending & LimbMask;
                    limb++;
                    pending >>= LimbBits;
                    bits -= LimbBits;
                }
            }

            result[limb] = pending;
            return result;
        }

        private static long[] Number(int index)
        {
            long[] number = new long[Limbs];
            for (int i = 0; i < Limbs; i++)
            {
                number[i] = _numbers[index + i];
            }

            return number;
        }
    }
}
