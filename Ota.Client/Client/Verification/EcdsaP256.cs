namespace NanoOta
{
    /// <summary>
    /// Verification of ECDSA signatures over P-256 (FIPS 186-5, 6.4.2). Inputs are public, so the time of a verification is not constant. Stateless,
    /// so thread-safe.
    /// </summary>
    /// <remarks>
    /// A verification takes about 2.5 million IL instructions, two fifths of what <see cref="Sha256"/> takes for 64 KiB. About 9 KiB are allocated
    /// in small arrays, whatever the input.
    /// </remarks>
    public static class EcdsaP256
    {
        /// <summary>Length in bytes of a public key: x, then y, each 32 bytes, most significant first.</summary>
        public const int KeyLength = 64;

        /// <summary>Length in bytes of a signature: r, then s, each 32 bytes, most significant first (RFC 7518, 3.4).</summary>
        public const int SignatureLength = 64;

        // Width of the signed windows of the key's scalar: digits are 0, or odd and below 2^(KeyWindow - 1) in size.
        private const int KeyWindow = 5;

        // Bits of a scalar and one more, into which its signed digits can carry.
        private const int Digits = 257;

        // -1 / n modulo 2^29.
        private const long OrderNegativeInverse = 0x0E00BC4F;

        /// <summary>Whether these are the 64 bytes of a point of the curve: coordinates below p that satisfy its equation.</summary>
        public static bool IsValidKey(byte[] publicKey)
        {
            return ReadKey(publicKey) != null;
        }

        /// <summary>
        /// Verifies a <paramref name="signature"/> (64 bytes, r and s in 1 to n - 1) over the message with the 32-byte <paramref name="digest"/>.
        /// </summary>
        /// <returns>Whether the key's owner has signed. False for every input that is null, of a wrong length or out of range.</returns>
        public static bool Verify(byte[] publicKey, byte[] digest, byte[] signature)
        {
            if (digest == null || digest.Length != Sha256.DigestLength || signature == null || signature.Length != SignatureLength)
            {
                return false;
            }

            long[] r = P256Field.FromBytes(signature, 0);
            long[] s = P256Field.FromBytes(signature, 32);
            if (!IsScalar(r) || !IsScalar(s))
            {
                return false;
            }

            P256Point key = ReadKey(publicKey);
            if (key == null)
            {
                return false;
            }

            long[] u1 = ModularDivision.Divide(P256Field.FromBytes(digest, 0), s, P256Field.Order, OrderNegativeInverse);
            long[] u2 = ModularDivision.Divide(r, s, P256Field.Order, OrderNegativeInverse);
            P256Point sum = MultiplySum(u1, u2, key);
            if (P256Field.IsZero(sum.Z))
            {
                return false;
            }

            // x = X / Z^2 is compared as r Z^2 = X, which needs no inversion. Only the remainder of x modulo n is signed. So r + n is the other
            // candidate while the sum is below p.
            P256Field.Square(sum.Z, sum.Z);
            if (HasX(sum, r))
            {
                return true;
            }

            if (P256Field.Compare(r, P256Field.PrimeLessOrder) >= 0)
            {
                return false;
            }

            P256Field.Combine(r, r, 1, P256Field.Order, 1);
            return HasX(sum, r);
        }

        private static bool IsScalar(long[] value)
        {
            long any = 0;
            for (int i = 0; i < P256Field.Limbs; i++)
            {
                any |= value[i];
            }

            return any != 0 && P256Field.Compare(value, P256Field.Order) < 0;
        }

        // The key as a point with Z = 1; null if the key is no point.
        private static P256Point ReadKey(byte[] publicKey)
        {
            if (publicKey == null || publicKey.Length != KeyLength)
            {
                return null;
            }

            long[] x = P256Field.FromBytes(publicKey, 0);
            long[] y = P256Field.FromBytes(publicKey, 32);
            if (P256Field.Compare(x, P256Field.Prime) >= 0 || P256Field.Compare(y, P256Field.Prime) >= 0)
            {
                return null;
            }

            P256Field.Multiply(x, x, P256Field.RSquared);
            P256Field.Multiply(y, y, P256Field.RSquared);

            // y^2 = (x^2 - 3) x + b. (0, 0) is not on the curve, as b is not 0.
            long[] left = new long[P256Field.Limbs];
            long[] right = new long[P256Field.Limbs];
            P256Field.Square(left, y);
            P256Field.Square(right, x);
            P256Field.Combine(right, right, 1, P256Field.One, -3);
            P256Field.Multiply(right, right, x);
            P256Field.Combine(right, right, 1, P256Field.CurveB, 1);
            P256Field.Subtract(left, left, right);
            if (!P256Field.IsZero(left))
            {
                return null;
            }

            P256Point key = new P256Point();
            key.Set(x, y, 1);
            return key;
        }

        // u1 G + u2 Q: one run of doublings for both scalars. Their signed digits are mostly zero.
        private static P256Point MultiplySum(long[] u1, long[] u2, P256Point key)
        {
            int[] generator = P256Generator.CreateTable();
            long[][] keyX = new long[1 << (KeyWindow - 2)][];
            long[][] keyY = new long[1 << (KeyWindow - 2)][];
            P256Point.FillOddMultiples(keyX, keyY, key.X, key.Y);
            sbyte[] digits1 = SignedDigits(u1, P256Generator.Window);
            sbyte[] digits2 = SignedDigits(u2, KeyWindow);
            long[] x = new long[P256Field.Limbs];
            long[] y = new long[P256Field.Limbs];
            P256Point sum = new P256Point();
            for (int i = Digits - 1; i >= 0; i--)
            {
                sum.Double();
                int digit = digits1[i];
                if (digit != 0)
                {
                    // Digit 2k + 1 is entry k, which is 18 limbs long.
                    int from = ((digit < 0 ? -digit : digit) >> 1) * (2 * P256Field.Limbs);
                    for (int k = 0; k < P256Field.Limbs; k++)
                    {
                        x[k] = generator[from + k];
                        y[k] = generator[from + k + P256Field.Limbs];
                    }

                    sum.Add(x, y, digit < 0 ? -1 : 1);
                }

                digit = digits2[i];
                if (digit != 0)
                {
                    int k = (digit < 0 ? -digit : digit) >> 1;
                    sum.Add(keyX[k], keyY[k], digit < 0 ? -1 : 1);
                }
            }

            return sum;
        }

        // The scalar (below 2^256) as digits of weight 2^i. A digit is 0, or odd and below 2^(window - 1) in size. Digits that are not 0 are at least
        // window apart.
        private static sbyte[] SignedDigits(long[] scalar, int window)
        {
            sbyte[] digits = new sbyte[Digits];
            int carry = 0;
            int i = 0;
            while (i < Digits)
            {
                // Up to 58 bits from bit i on; what is above the top limb is 0.
                int limb = i / P256Field.LimbBits;
                int shift = i % P256Field.LimbBits;
                long bits = scalar[limb] >> shift;
                if (limb < P256Field.Limbs - 1)
                {
                    bits |= scalar[limb + 1] << (P256Field.LimbBits - shift);
                }

                int word = (int)(bits & ((1 << window) - 1));
                if ((word & 1) == carry)
                {
                    i++;
                    continue;
                }

                word += carry;
                carry = word >> (window - 1);
                digits[i] = (sbyte)(word - (carry << window));
                i += window;
            }

            return digits;
        }

        private static bool HasX(P256Point point, long[] x)
        {
            // point.Z is the square by now. The plain x times Z^2 in Montgomery form is plain, so the product is brought into the form as well.
            long[] product = new long[P256Field.Limbs];
            P256Field.Multiply(product, x, P256Field.RSquared);
            P256Field.Multiply(product, product, point.Z);
            P256Field.Subtract(product, product, point.X);
            return P256Field.IsZero(product);
        }
    }
}
