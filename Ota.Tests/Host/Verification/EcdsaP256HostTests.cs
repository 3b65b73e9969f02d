using System.Numerics;
using System.Security.Cryptography;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Verification
{
    [TestClass]
    public class EcdsaP256HostTests
    {
        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        public void Signatures_of_dotnet_are_accepted_and_damaged_ones_are_judged_as_dotnet_judges_them()
        {
            Random random = TestSeed.Create(TestContext);
            byte[] digest = new byte[32];
            for (int i = 0; i < TestSeed.Rounds(200); i++)
            {
                using ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                ECPoint point = signer.ExportParameters(false).Q;
                byte[] key = [.. point.X!, .. point.Y!];
                random.NextBytes(digest);
                byte[] signature = signer.SignHash(digest);
                string inputs = $"{Convert.ToHexString(key)} {Convert.ToHexString(digest)} {Convert.ToHexString(signature)}";
                Assert.IsTrue(EcdsaP256.Verify(key, digest, signature), inputs);
                for (int k = 0; k < 4; k++)
                {
                    byte[] damagedDigest = [.. digest];
                    byte[] damagedSignature = [.. signature];
                    byte[] target = random.Next(2) == 0 ? damagedDigest : damagedSignature;
                    target[random.Next(target.Length)] ^= (byte)random.Next(1, 256);
                    Assert.IsFalse(signer.VerifyHash(damagedDigest, damagedSignature));
                    Assert.IsFalse(EcdsaP256.Verify(key, damagedDigest, damagedSignature), inputs);
                }
            }
        }

        [TestMethod]
        public void A_key_with_any_bit_flipped_is_refused()
        {
            byte[] key = JwsVectors.Key();
            for (int bit = 0; bit < 512; bit++)
            {
                key[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.IsFalse(EcdsaP256.IsValidKey(key), $"bit {bit}");
                key[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            Assert.IsTrue(EcdsaP256.IsValidKey(key));
        }

        // With the private key d and the nonce k chosen, the sum passes through doublings of equal points, cancellations and infinity.
        [TestMethod]
        public void Signatures_with_small_keys_and_nonces_are_accepted()
        {
            for (int d = 1; d <= 12; d++)
            {
                (BigInteger X, BigInteger Y) q = Big.Multiply(d, (Big.Gx, Big.Gy))!.Value;
                byte[] key = [.. Big.ToBytes(q.X), .. Big.ToBytes(q.Y)];
                for (int k = 1; k <= 8; k++)
                {
                    BigInteger r = Big.Mod(Big.Multiply(k, (Big.Gx, Big.Gy))!.Value.X, Big.N);
                    foreach (BigInteger e in new BigInteger[] { 0, 1, 2, Big.N - 1, Big.N, Big.N + 1, (BigInteger.One << 256) - 1, k - (r * d) })
                    {
                        // For the last digest s is 1: the scalars are e and r themselves.
                        BigInteger digest = e.Sign < 0 ? Big.Mod(e, Big.N) : e;
                        BigInteger s = Big.Mod((digest + (r * d)) * Big.Inverse(k, Big.N), Big.N);
                        byte[] signature = [.. Big.ToBytes(r), .. Big.ToBytes(s)];
                        Assert.IsTrue(EcdsaP256.Verify(key, Big.ToBytes(digest), signature), $"d {d} k {k} e {digest}");
                        signature[63] ^= 1;
                        Assert.IsFalse(EcdsaP256.Verify(key, Big.ToBytes(digest), signature), $"d {d} k {k} e {digest}, s changed");
                    }
                }
            }
        }

        [TestMethod]
        public void A_sum_that_is_the_point_at_infinity_is_refused()
        {
            // e = -r d: u1 G + u2 Q = (e + r d) / s G = 0, for every s.
            BigInteger d = 5;
            (BigInteger X, BigInteger Y) q = Big.Multiply(d, (Big.Gx, Big.Gy))!.Value;
            byte[] key = [.. Big.ToBytes(q.X), .. Big.ToBytes(q.Y)];
            foreach (BigInteger r in new BigInteger[] { 1, 2, 12345, Big.N - 1 })
            {
                foreach (BigInteger s in new BigInteger[] { 1, 7, Big.N - 1 })
                {
                    byte[] signature = [.. Big.ToBytes(r), .. Big.ToBytes(s)];
                    Assert.IsFalse(EcdsaP256.Verify(key, Big.ToBytes(Big.Mod(-r * d, Big.N)), signature), $"r {r} s {s}");
                }
            }
        }

        [TestMethod]
        public void The_generators_table_holds_its_odd_multiples()
        {
            int[] table = P256Generator.CreateTable();
            Assert.HasCount(16 * 18, table);
            for (int i = 0; i < 16; i++)
            {
                (BigInteger X, BigInteger Y) expected = Big.Multiply((2 * i) + 1, (Big.Gx, Big.Gy))!.Value;
                long[] x = [.. table[(18 * i)..((18 * i) + 9)]];
                long[] y = [.. table[((18 * i) + 9)..((18 * i) + 18)]];
                CollectionAssert.AreEqual(Big.ToLimbs(Big.ToMontgomery(expected.X)), x, $"x of {(2 * i) + 1}");
                CollectionAssert.AreEqual(Big.ToLimbs(Big.ToMontgomery(expected.Y)), y, $"y of {(2 * i) + 1}");
            }
        }

        [TestMethod]
        public void The_order_is_the_standards()
        {
            Assert.AreEqual(Big.N, Big.FromLimbs(P256Field.Order));
            Assert.AreEqual(Big.P - Big.N, Big.FromLimbs(P256Field.PrimeLessOrder));
        }

        [TestMethod]
        public void Odd_multiples_of_a_key_are_right()
        {
            Random random = TestSeed.Create(TestContext);
            byte[] bytes = new byte[32];
            random.NextBytes(bytes);
            (BigInteger X, BigInteger Y) q = Big.Multiply(Big.Mod(new BigInteger(bytes, isUnsigned: true), Big.N), (Big.Gx, Big.Gy))!.Value;
            long[][] tableX = new long[8][];
            long[][] tableY = new long[8][];
            P256Point.FillOddMultiples(tableX, tableY, Big.ToLimbs(Big.ToMontgomery(q.X)), Big.ToLimbs(Big.ToMontgomery(q.Y)));
            for (int i = 0; i < 8; i++)
            {
                (BigInteger X, BigInteger Y) expected = Big.Multiply((2 * i) + 1, q)!.Value;
                Assert.AreEqual(expected.X, Big.FromMontgomery(tableX[i]));
                Assert.AreEqual(expected.Y, Big.FromMontgomery(tableY[i]));
            }
        }
    }
}
