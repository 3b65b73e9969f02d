using System.Numerics;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Verification
{
    [TestClass]
    public class P256FieldTests
    {
        private const long Mask = P256Field.LimbMask;

        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        public void Constants_are_what_their_names_say()
        {
            Assert.AreEqual(Big.P, Big.FromLimbs(P256Field.Prime));
            Assert.AreEqual(Big.Mod(Big.R, Big.P), Big.FromLimbs(P256Field.One));
            Assert.AreEqual(Big.Mod(Big.R * Big.R, Big.P), Big.FromLimbs(P256Field.RSquared));
        }

        [TestMethod]
        public void Products_of_extreme_numbers_are_right_and_tidy()
        {
            List<long[]> numbers = Extremes();
            foreach (long[] left in numbers)
            {
                foreach (long[] right in numbers)
                {
                    CheckProduct(left, right);
                }

                CheckSquare(left);
            }
        }

        [TestMethod]
        public void Products_of_the_largest_loose_limbs_do_not_overflow()
        {
            // The contract's bound: one factor doubled, or a difference on both sides. Lower limbs extreme with either sign.
            foreach (long sign in new long[] { 1, -1 })
            {
                long[] difference = Limbs(sign * Mask, sign << 26);
                long[] doubled = Limbs(2 * Mask, 1 << 26);
                CheckProduct(difference, difference);
                CheckProduct(difference, doubled);
                CheckProduct(doubled, difference);
                CheckSquare(difference);
            }
        }

        [TestMethod]
        public void Products_of_random_numbers_are_right_and_tidy()
        {
            Random random = TestSeed.Create(TestContext);
            for (int i = 0; i < TestSeed.Rounds(20_000); i++)
            {
                long[] left = Tidy(random);
                long[] right = Tidy(random);
                CheckProduct(left, right);
                long[] difference = new long[9];
                P256Field.Subtract(difference, left, right);
                Assert.AreEqual(Big.FromLimbs(left) - Big.FromLimbs(right), Big.FromLimbs(difference));
                CheckSquare(difference);
                long[] doubled = new long[9];
                P256Field.Twice(doubled, left);
                Assert.AreEqual(2 * Big.FromLimbs(left), Big.FromLimbs(doubled));
                CheckProduct(doubled, difference);
            }
        }

        [TestMethod]
        public void Result_may_be_a_factor()
        {
            Random random = TestSeed.Create(TestContext);
            long[] left = Tidy(random);
            long[] right = Tidy(random);
            long[] expected = new long[9];
            P256Field.Multiply(expected, left, right);
            long[] inPlace = [.. left];
            P256Field.Multiply(inPlace, inPlace, right);
            CollectionAssert.AreEqual(expected, inPlace);
            inPlace = [.. right];
            P256Field.Multiply(inPlace, left, inPlace);
            CollectionAssert.AreEqual(expected, inPlace);
            P256Field.Square(expected, left);
            inPlace = [.. left];
            P256Field.Square(inPlace, inPlace);
            CollectionAssert.AreEqual(expected, inPlace);
            P256Field.Combine(expected, left, 4, right, -1);
            inPlace = [.. left];
            P256Field.Combine(inPlace, inPlace, 4, right, -1);
            CollectionAssert.AreEqual(expected, inPlace);
            inPlace = [.. right];
            P256Field.Combine(inPlace, left, 4, inPlace, -1);
            CollectionAssert.AreEqual(expected, inPlace);
        }

        [TestMethod]
        public void Sums_with_factors_are_right_tidy_and_reduced()
        {
            Random random = TestSeed.Create(TestContext);
            List<long[]> numbers = Extremes();
            for (int i = 0; i < TestSeed.Rounds(200); i++)
            {
                numbers.Add(Tidy(random));
            }

            foreach (long[] left in numbers)
            {
                foreach (long[] right in numbers)
                {
                    (long a, long b) = (random.Next(-16, 17), random.Next(-16, 17));
                    long[] sum = new long[9];
                    P256Field.Combine(sum, left, a, right, b);
                    BigInteger expected = Big.Mod((a * Big.FromLimbs(left)) + (b * Big.FromLimbs(right)), Big.P);
                    Assert.AreEqual(expected, Big.Mod(Big.FromLimbs(sum), Big.P));
                    AssertTidy(sum);
                    BigInteger value = Big.FromLimbs(sum);
                    Assert.IsTrue(value * 1000 > -Big.P && value * 1000 < Big.P * 1001, value.ToString());
                }
            }
        }

        [TestMethod]
        public void Multiples_of_p_and_only_they_are_zero_tidy_or_loose()
        {
            Random random = TestSeed.Create(TestContext);
            for (int multiple = -4; multiple <= 4; multiple++)
            {
                Assert.IsTrue(P256Field.IsZero(Big.ToLimbs(multiple * Big.P)), $"{multiple} p");
                foreach (BigInteger offset in new BigInteger[] { 1, -1, BigInteger.One << 29, BigInteger.One << 232, BigInteger.One << 255 })
                {
                    Assert.IsFalse(P256Field.IsZero(Big.ToLimbs((multiple * Big.P) + offset)), $"{multiple} p + {offset}");
                }
            }

            for (int i = 0; i < TestSeed.Rounds(10_000); i++)
            {
                // A number less itself plus a multiple of p, limb by limb.
                long[] number = Tidy(random);
                long[] other = Big.ToLimbs(Big.FromLimbs(number) + (random.Next(-1, 2) * Big.P));
                long[] difference = new long[9];
                P256Field.Subtract(difference, number, other);
                Assert.IsTrue(P256Field.IsZero(difference));
                difference[random.Next(9)] += random.Next(2) == 0 ? 1 : -1;
                Assert.IsFalse(P256Field.IsZero(difference));
            }
        }

        [TestMethod]
        public void Bytes_become_limbs()
        {
            Random random = TestSeed.Create(TestContext);
            byte[] bytes = new byte[40];
            for (int i = 0; i < TestSeed.Rounds(1000); i++)
            {
                random.NextBytes(bytes);
                BigInteger expected = new(bytes.AsSpan(i % 8, 32), isUnsigned: true, isBigEndian: true);
                CollectionAssert.AreEqual(Big.ToLimbs(expected), P256Field.FromBytes(bytes, i % 8));
            }

            Array.Fill(bytes, (byte)0xFF);
            CollectionAssert.AreEqual(Big.ToLimbs((BigInteger.One << 256) - 1), P256Field.FromBytes(bytes, 0));
        }

        [TestMethod]
        public void Comparison_orders_by_the_highest_limb_that_differs()
        {
            long[] p = Big.ToLimbs(Big.P);
            Assert.AreEqual(0, P256Field.Compare(p, P256Field.Prime));
            Assert.AreEqual(-1, P256Field.Compare(Big.ToLimbs(Big.P - 1), P256Field.Prime));
            Assert.AreEqual(1, P256Field.Compare(Big.ToLimbs(Big.P + 1), P256Field.Prime));
            Assert.AreEqual(-1, P256Field.Compare(Big.ToLimbs(Big.N), P256Field.Prime));
            Assert.AreEqual(1, P256Field.Compare(Big.ToLimbs(BigInteger.One << 255), Big.ToLimbs((BigInteger.One << 255) - 1)));
        }

        private static long[] Limbs(long low, long top) => [low, low, low, low, low, low, low, low, top];

        // A tidy number between -p and 2p; one in four has many limbs of only zeros or ones.
        private static long[] Tidy(Random random)
        {
            BigInteger value = Big.Mod(Big.Random256(random), Big.P) + (random.Next(-1, 2) * Big.P);
            long[] limbs = Big.ToLimbs(value);
            if (random.Next(4) == 0)
            {
                for (int i = 0; i < 8; i++)
                {
                    limbs[i] = random.Next(3) switch
                    {
                        0 => 0,
                        1 => Mask,
                        _ => limbs[i],
                    };
                }
            }

            return limbs;
        }

        private static List<long[]> Extremes()
        {
            BigInteger[] values =
            [
                0, 1, -1, 2, Big.P, Big.P - 1, Big.P + 1, -Big.P, 1 - Big.P, (2 * Big.P) - 1, 2 * Big.P, (BigInteger.One << 256) - 1,
                BigInteger.One << 255, BigInteger.One << 224, (BigInteger.One << 232) - 1, (BigInteger.One << 96) - 1, Big.N,
            ];
            return [.. values.Select(Big.ToLimbs), Limbs(Mask, (1 << 25) - 1), Limbs(0, -(1 << 24)), Limbs(Mask, -(1 << 24))];
        }

        private static void CheckProduct(long[] left, long[] right)
        {
            long[] product = new long[9];
            P256Field.Multiply(product, left, right);
            AssertProduct(Big.FromLimbs(left) * Big.FromLimbs(right), product);
        }

        private static void CheckSquare(long[] value)
        {
            long[] square = new long[9];
            P256Field.Square(square, value);
            AssertProduct(Big.FromLimbs(value) * Big.FromLimbs(value), square);
        }

        private static void AssertProduct(BigInteger expected, long[] product)
        {
            BigInteger value = Big.FromLimbs(product);
            Assert.AreEqual(Big.Mod(expected, Big.P), Big.Mod(value * Big.R, Big.P));
            AssertTidy(product);

            // Montgomery's bound: the product by R, and then at most one p.
            BigInteger quotient = expected / Big.R;
            Assert.IsTrue(value >= quotient - 1 && value <= quotient + Big.P, value.ToString());
        }

        private static void AssertTidy(long[] number)
        {
            for (int i = 0; i < 8; i++)
            {
                Assert.IsTrue(number[i] is >= 0 and <= Mask, $"limb {i}: {number[i]}");
            }
        }
    }
}
