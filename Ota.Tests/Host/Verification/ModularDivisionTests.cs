using System.Numerics;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Verification
{
    [TestClass]
    public class ModularDivisionTests
    {
        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        public void Quotients_are_right_for_both_moduli()
        {
            Random random = TestSeed.Create(TestContext);
            long negativeInverse = (long)Big.Mod(-ModInverseOfPowerOfTwo(Big.N), BigInteger.One << 29);
            BigInteger[] edges = [1, 2, 3, BigInteger.One << 28, BigInteger.One << 29, BigInteger.One << 255];
            for (int i = 0; i < TestSeed.Rounds(2000); i++)
            {
                BigInteger numerator = Big.Random256(random);
                BigInteger denominator = i < edges.Length ? edges[i] : Big.Random256(random);
                Check(numerator, denominator, Big.N, negativeInverse);
                Check(numerator, denominator, Big.P, 1);
                Check((BigInteger.One << 256) - 1, Big.N - 1 - i, Big.N, negativeInverse);
                Check((BigInteger.One << 256) - 1, Big.P + i + 1, Big.P, 1);
                Check(numerator, -1 - i, Big.P, 1);
            }

            static void Check(BigInteger numerator, BigInteger denominator, BigInteger modulus, long negativeInverse)
            {
                long[] quotient = ModularDivision.Divide(
                    Big.ToLimbs(numerator),
                    Big.ToLimbs(denominator),
                    Big.ToLimbs(modulus),
                    negativeInverse);
                BigInteger expected = Big.Mod(numerator * Big.Inverse(denominator, modulus), modulus);
                CollectionAssert.AreEqual(Big.ToLimbs(expected), quotient, $"{numerator} / {denominator} mod {modulus}");
            }
        }

        // Newton's iteration modulo 2^64.
        private static BigInteger ModInverseOfPowerOfTwo(BigInteger value)
        {
            ulong odd = (ulong)(value & ulong.MaxValue);
            ulong inverse = odd;
            for (int i = 0; i < 6; i++)
            {
                inverse *= 2 - (odd * inverse);
            }

            return inverse;
        }
    }
}
