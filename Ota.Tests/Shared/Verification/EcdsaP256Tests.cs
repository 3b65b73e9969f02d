using nanoFramework.TestFramework;

namespace NanoOta.Tests.Verification
{
    // A few vectors for the interpreter; the host runs all of Wycheproof's.
    [TestClass]
    public class EcdsaP256Tests
    {
        private const string Zero = "0000000000000000000000000000000000000000000000000000000000000000";
        private const string One = "0000000000000000000000000000000000000000000000000000000000000001";
        private const string Prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
        private const string Order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
        private const string AllOnes = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

        // Wycheproof 295: an intermediate sum is the point at infinity. The message is "69819".
        private const string KeyX = "2927b10512bae3eddcfe467828128bad2903269919f7086069c8c4df6c732838";
        private const string KeyY = "c7787964eaac00e5921fb1498a60f4606766b3d9685001558d1a974e7341513e";
        private const string Digest = "70239dd877f7c944c422f44dea4ed1a52f2627416faf2f072fa50c772ed6f807";
        private const string R = "64a1aab5000d0e804f3e2fc02bdee9be8ff312334e2ba16d11547c97711c898e";
        private const string S = "6af015971cc30be6d1a206d4e013e0997772a2f91d73286ffd683b9bb2cf4f1b";

        [TestMethod]
        public void A_right_signature_is_accepted()
        {
            Assert.IsTrue(Verify(KeyX + KeyY, Digest, R + S));
        }

        [TestMethod]
        public void A_signature_whose_x_is_r_plus_n_is_accepted()
        {
            // Wycheproof 350, the message is "123400".
            Assert.IsTrue(Verify(
                "0ad99500288d466940031d72a9f5445a4d43784640855bf0a69874d2de5fe103c5011e6ef2c42dcd50d5d3d29f99ae6eba2c80c9244f4c5422f0979ff0c3ba5e",
                "bb5a52f42f9c9261ed4361f59422a1e30036e7c32b270c8807a419feca605023",
                "000000000000000000000000000000004319055358e8617b0c46353d039cdaabffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254e"));
        }

        [TestMethod]
        public void Another_digest_is_refused()
        {
            Assert.IsFalse(Verify(KeyX + KeyY, "71" + Digest.Substring(2), R + S));
        }

        [TestMethod]
        public void Another_key_is_refused()
        {
            // The base point.
            Assert.IsFalse(Verify(
                "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
                Digest,
                R + S));
        }

        [TestMethod]
        public void R_and_s_swapped_are_refused()
        {
            Assert.IsFalse(Verify(KeyX + KeyY, Digest, S + R));
        }

        [TestMethod]
        [DataRow(Zero)]
        [DataRow(Order)]
        [DataRow(Prime)]
        [DataRow(AllOnes)]
        public void R_or_s_out_of_range_is_refused(string number)
        {
            Assert.IsFalse(Verify(KeyX + KeyY, Digest, number + S));
            Assert.IsFalse(Verify(KeyX + KeyY, Digest, R + number));
            Assert.IsFalse(Verify(KeyX + KeyY, Zero, number + number));
        }

        [TestMethod]
        [DataRow(Zero, Zero)]
        [DataRow(KeyX, One)]
        [DataRow(KeyX, Prime)]
        [DataRow(AllOnes, KeyY)]
        [DataRow(KeyX, AllOnes)]
        [DataRow(KeyY, KeyX)]
        public void A_key_that_is_no_point_of_the_curve_is_refused(string x, string y)
        {
            Assert.IsFalse(EcdsaP256.IsValidKey(TestBytes.FromHex(x + y)));
            Assert.IsFalse(Verify(x + y, Digest, R + S));
        }

        [TestMethod]
        public void A_coordinate_that_is_right_only_modulo_p_is_refused()
        {
            // (0, sqrt(b)) is a point; (p, sqrt(b)) is the same modulo p.
            const string RootOfB = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";
            Assert.IsTrue(EcdsaP256.IsValidKey(TestBytes.FromHex(Zero + RootOfB)));
            Assert.IsFalse(EcdsaP256.IsValidKey(TestBytes.FromHex(Prime + RootOfB)));
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(63)]
        [DataRow(65)]
        public void Keys_and_signatures_of_another_length_are_refused(int length)
        {
            byte[] key = TestBytes.FromHex(KeyX + KeyY);
            byte[] digest = TestBytes.FromHex(Digest);
            byte[] signature = TestBytes.FromHex(R + S);
            Assert.IsFalse(EcdsaP256.IsValidKey(Resize(key, length)));
            Assert.IsFalse(EcdsaP256.Verify(Resize(key, length), digest, signature));
            Assert.IsFalse(EcdsaP256.Verify(key, digest, Resize(signature, length)));
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(31)]
        [DataRow(33)]
        public void Digests_of_another_length_are_refused(int length)
        {
            byte[] digest = Resize(TestBytes.FromHex(Digest), length);
            Assert.IsFalse(EcdsaP256.Verify(TestBytes.FromHex(KeyX + KeyY), digest, TestBytes.FromHex(R + S)));
        }

        [TestMethod]
        public void Null_is_refused()
        {
            byte[] key = TestBytes.FromHex(KeyX + KeyY);
            byte[] digest = TestBytes.FromHex(Digest);
            byte[] signature = TestBytes.FromHex(R + S);
            Assert.IsFalse(EcdsaP256.IsValidKey(null));
            Assert.IsFalse(EcdsaP256.Verify(null, digest, signature));
            Assert.IsFalse(EcdsaP256.Verify(key, null, signature));
            Assert.IsFalse(EcdsaP256.Verify(key, digest, null));
        }

        private static bool Verify(string key, string digest, string signature)
        {
            return EcdsaP256.Verify(TestBytes.FromHex(key), TestBytes.FromHex(digest), TestBytes.FromHex(signature));
        }

        // Zeros are added at the end.
        private static byte[] Resize(byte[] bytes, int length)
        {
            byte[] result = new byte[length];
            for (int i = 0; i < length && i < bytes.Length; i++)
            {
                result[i] = bytes[i];
            }

            return result;
        }
    }
}
