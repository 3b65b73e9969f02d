using System.Security.Cryptography;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Verification
{
    [TestClass]
    public class JwsHostTests
    {
        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        public void Shared_vectors_are_signed_by_the_published_key()
        {
            byte[] point = JwsVectors.Key();
            using ECDsa key = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = point[..32], Y = point[32..] },
            });
            foreach (string vector in new[] { JwsVectors.Good, JwsVectors.SignedPadding })
            {
                int end = vector.LastIndexOf('.');
                byte[] signature = System.Buffers.Text.Base64Url.DecodeFromChars(vector.AsSpan(end + 1));
                Assert.IsTrue(key.VerifyData(Encoding.ASCII.GetBytes(vector[..end]), signature, HashAlgorithmName.SHA256));
            }
        }

        [TestMethod]
        public void Every_flipped_bit_of_an_envelope_is_refused_and_changes_nothing()
        {
            byte[] good = Encoding.ASCII.GetBytes(JwsVectors.Good);
            TrustedKeys keys = JwsVectors.Keys(JwsVectors.Kid, JwsVectors.Key());
            byte[] envelope = new byte[good.Length];
            HashSet<OtaResult> seen = [];
            for (int bit = 0; bit < good.Length * 8; bit++)
            {
                good.CopyTo(envelope, 0);
                envelope[bit / 8] ^= (byte)(1 << (bit % 8));
                byte[] before = [.. envelope];
                OtaResult result = Jws.Verify(envelope, envelope.Length, keys, out int length);
                Assert.AreNotEqual(OtaResult.Ok, result, $"bit {bit}");
                Assert.AreEqual(0, length);
                CollectionAssert.AreEqual(before, envelope, $"bit {bit}");
                seen.Add(result);
            }

            CollectionAssert.AreEquivalent(
                new[] { OtaResult.JwsMalformed, OtaResult.JwsHeaderUnsupported, OtaResult.KeyUnknown, OtaResult.SignatureInvalid },
                seen.ToArray());
        }

        [TestMethod]
        public void Envelopes_of_every_length_modulo_three_up_to_the_limit_give_their_payload()
        {
            Random random = TestSeed.Create(TestContext);
            using TestSigner signer = new("k");
            int overhead = signer.Sign(new byte[3]).Length - 4;
            int most = (Jws.MaxLength - overhead) / 4 * 3;
            foreach (int size in new[] { 1, 2, 3, 4, 5, 6, 1000, most - 2, most - 1, most })
            {
                byte[] payload = new byte[size];
                random.NextBytes(payload);
                byte[] envelope = Encoding.ASCII.GetBytes(signer.Sign(payload));
                Assert.AreEqual(OtaResult.Ok, Jws.Verify(envelope, envelope.Length, signer.Keys, out int length), $"{size} bytes");
                CollectionAssert.AreEqual(payload, envelope[..length]);
            }
        }

        [TestMethod]
        public void A_signed_envelope_over_the_limit_is_too_large()
        {
            using TestSigner signer = new("k");
            byte[] envelope = Encoding.ASCII.GetBytes(signer.Sign(new byte[Jws.MaxLength]));
            Assert.AreEqual(OtaResult.JwsTooLarge, Jws.Verify(envelope, envelope.Length, signer.Keys, out int length));
            Assert.AreEqual(0, length);
        }

        [TestMethod]
        [DataRow("""{"alg":"ES256","kid":"k","crit":[]}""")]
        [DataRow("""{"kid":"k","alg":"ES256"}""")]
        [DataRow("""{"alg":"ES256","kid":"k" }""")]
        public void A_header_outside_the_profile_is_unsupported_even_if_it_is_signed(string header)
        {
            using TestSigner signer = new("k");
            byte[] envelope = Encoding.ASCII.GetBytes(signer.Sign(header, [1, 2, 3]));
            Assert.AreEqual(OtaResult.JwsHeaderUnsupported, Jws.Verify(envelope, envelope.Length, signer.Keys, out int length));
            Assert.AreEqual(0, length);
        }

        [TestMethod]
        public void Random_rubbish_is_refused_without_an_exception()
        {
            Random random = TestSeed.Create(TestContext);
            TrustedKeys keys = JwsVectors.Keys(JwsVectors.Kid, JwsVectors.Key());
            const string Alphabet = "ABCabc019-_..=\"{ \0\u00FF";
            byte[] envelope = new byte[300];
            for (int i = 0; i < TestSeed.Rounds(20_000); i++)
            {
                int length = random.Next(envelope.Length + 1);
                for (int k = 0; k < length; k++)
                {
                    envelope[k] = (byte)Alphabet[random.Next(Alphabet.Length)];
                }

                OtaResult result = Jws.Verify(envelope, length, keys, out int payloadLength);
                Assert.IsTrue(result is OtaResult.JwsMalformed or OtaResult.JwsHeaderUnsupported, result.ToString());
                Assert.AreEqual(0, payloadLength);
            }
        }
    }
}
