using System.Numerics;

namespace NanoOta.Tests.Verification
{
    /// <summary>P-256 (FIPS 186-4, D.1.2.3) in plain big numbers: what the device's limbs are compared with.</summary>
    internal static class Big
    {
        public static readonly BigInteger P = Hex("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");
        public static readonly BigInteger N = Hex("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
        public static readonly BigInteger Gx = Hex("6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296");
        public static readonly BigInteger Gy = Hex("4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5");

        /// <summary>Montgomery's R.</summary>
        public static readonly BigInteger R = BigInteger.One << 261;

        public static BigInteger Hex(string digits) => BigInteger.Parse("0" + digits, System.Globalization.NumberStyles.HexNumber, null);

        public static BigInteger Mod(BigInteger value, BigInteger modulus)
        {
            BigInteger remainder = BigInteger.Remainder(value, modulus);
            return remainder.Sign < 0 ? remainder + modulus : remainder;
        }

        public static BigInteger Inverse(BigInteger value, BigInteger modulus) => BigInteger.ModPow(Mod(value, modulus), modulus - 2, modulus);

        public static BigInteger ToMontgomery(BigInteger value) => Mod(value * R, P);

        public static BigInteger FromMontgomery(long[] limbs) => Mod(FromLimbs(limbs) * Inverse(R, P), P);

        /// <summary>The value of limbs of any sign and size.</summary>
        public static BigInteger FromLimbs(long[] limbs)
        {
            BigInteger value = BigInteger.Zero;
            for (int i = limbs.Length - 1; i >= 0; i--)
            {
                value = (value << 29) + limbs[i];
            }

            return value;
        }

        /// <summary>Tidy limbs: the sign is in the last.</summary>
        public static long[] ToLimbs(BigInteger value)
        {
            long[] limbs = new long[9];
            for (int i = 0; i < 8; i++)
            {
                limbs[i] = (long)(value & 0x1FFFFFFF);
                value >>= 29;
            }

            limbs[8] = (long)value;
            return limbs;
        }

        /// <summary>32 bytes, most significant first.</summary>
        public static byte[] ToBytes(BigInteger value)
        {
            byte[] bytes = new byte[32];
            byte[] digits = value.ToByteArray(isUnsigned: true, isBigEndian: true);
            digits.CopyTo(bytes, 32 - digits.Length);
            return bytes;
        }

        /// <summary>Affine addition; null is infinity.</summary>
        public static (BigInteger X, BigInteger Y)? Add((BigInteger X, BigInteger Y)? left, (BigInteger X, BigInteger Y)? right)
        {
            if (left is not { } a)
            {
                return right;
            }

            if (right is not { } b)
            {
                return left;
            }

            if (a.X == b.X && (a.Y + b.Y) % P == 0)
            {
                return null;
            }

            BigInteger slope = a.X == b.X
                ? ((3 * a.X * a.X) - 3) * Inverse(2 * a.Y, P)
                : (b.Y - a.Y) * Inverse(b.X - a.X, P);
            BigInteger x = Mod((slope * slope) - a.X - b.X, P);
            return (x, Mod((slope * (a.X - x)) - a.Y, P));
        }

        /// <summary>value times the point.</summary>
        public static (BigInteger X, BigInteger Y)? Multiply(BigInteger value, (BigInteger X, BigInteger Y)? point)
        {
            (BigInteger X, BigInteger Y)? sum = null;
            for (long i = value.GetBitLength() - 1; i >= 0; i--)
            {
                sum = Add(sum, sum);
                if (!((value >> (int)i) & 1).IsZero)
                {
                    sum = Add(sum, point);
                }
            }

            return sum;
        }

        /// <summary>Any number of 256 bits.</summary>
        public static BigInteger Random256(Random random)
        {
            byte[] bytes = new byte[32];
            random.NextBytes(bytes);
            return new BigInteger(bytes, isUnsigned: true);
        }
    }
}
