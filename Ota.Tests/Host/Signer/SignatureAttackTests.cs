using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Signer
{
    [TestClass]
    public sealed class SignatureAttackTests
    {
        private const string Header = """{"alg":"ES256","kid":"k"}""";

        private static readonly BigInteger _order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber);

        [TestMethod]
        public void A_failed_release_stays_paused_under_every_signature_of_its_payload()
        {
            using SignerFixture fixture = new();
            string payload = fixture.Good().ToString();
            Assert.AreEqual(OtaResult.Ok, fixture.Update(payload));
            Assert.AreEqual(OtaResult.TrialContinues, fixture.Device.Boot());
            Assert.AreEqual(OtaResult.Ok, fixture.Device.Client.Reject(OtaResult.HealthCheckFailed));
            Assert.AreEqual(OtaResult.HealthCheckFailed, fixture.Device.Boot());

            string again = fixture.Signer.Sign(payload);
            string malleated = WithSignature(again, signature => [.. signature[..32], .. Bytes(_order - Number(signature[32..]))]);
            Assert.AreNotEqual(again, malleated);
            Assert.AreEqual(OtaResult.Ok, SignerFixture.Verify(malleated, fixture.Signer.Keys), "(r, n - s) is as good a signature");
            foreach (string envelope in new[] { again, malleated })
            {
                fixture.Device.Publish(envelope);
                Assert.AreEqual(OtaResult.ReleasePaused, fixture.Device.Client.Check());
            }
        }

        [TestMethod]
        public void Scalars_outside_of_one_to_n_minus_one_are_refused()
        {
            using TestSigner signer = new("k");
            string good = signer.Sign("{}");
            BigInteger[] outside = [0, _order, _order + 1, (BigInteger.One << 256) - 1];
            foreach (BigInteger value in outside)
            {
                Assert.AreEqual(OtaResult.SignatureInvalid, SignerFixture.Verify(WithSignature(good, s => [.. Bytes(value), .. s[32..]]), signer.Keys), $"r = {value}");
                Assert.AreEqual(OtaResult.SignatureInvalid, SignerFixture.Verify(WithSignature(good, s => [.. s[..32], .. Bytes(value)]), signer.Keys), $"s = {value}");
                Assert.AreEqual(OtaResult.SignatureInvalid, SignerFixture.Verify(WithSignature(good, _ => [.. Bytes(value), .. Bytes(value)]), signer.Keys), $"both = {value}");
            }
        }

        [TestMethod]
        public void A_scalar_that_is_right_modulo_n_and_not_below_it_is_refused()
        {
            // A key is chosen for which (r, 5) signs this text: d = (5 k - e) / r.
            string signed = TestSigner.Encode(Encoding.UTF8.GetBytes(Header)) + "." + TestSigner.Encode([1, 2, 3]);
            BigInteger k = 0x1234567;
            BigInteger s = 5;
            BigInteger e = Number(SHA256.HashData(Encoding.ASCII.GetBytes(signed)));
            BigInteger r = Number(PublicKey(Bytes(k))[..32]) % _order;
            BigInteger d = (((k * s) - e) * BigInteger.ModPow(r, _order - 2, _order) % _order + _order) % _order;
            Expect.Result(OtaResult.Ok, TrustedKeys.Create([new TrustedKey("k", PublicKey(Bytes(d)))], out TrustedKeys keys));
            Assert.AreEqual(OtaResult.Ok, SignerFixture.Verify(signed + "." + TestSigner.Encode([.. Bytes(r), .. Bytes(s)]), keys));
            Assert.AreEqual(OtaResult.SignatureInvalid, SignerFixture.Verify(signed + "." + TestSigner.Encode([.. Bytes(r), .. Bytes(s + _order)]), keys));
        }

        [TestMethod]
        public void A_DER_encoded_signature_is_refused()
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using TestSigner signer = TestSigner.FromPem("k", key.ExportECPrivateKeyPem());
            string good = signer.Sign("{}");
            byte[] text = Encoding.ASCII.GetBytes(good[..good.LastIndexOf('.')]);
            byte[] der = key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            Assert.AreEqual(OtaResult.JwsMalformed, SignerFixture.Verify(WithSignature(good, _ => der), signer.Keys));
            Assert.AreEqual(OtaResult.SignatureInvalid, SignerFixture.Verify(WithSignature(good, _ => der[..64]), signer.Keys));
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(32)]
        [DataRow(63)]
        [DataRow(65)]
        [DataRow(96)]
        [DataRow(132)]
        public void A_signature_of_another_length_is_malformed(int length)
        {
            using TestSigner signer = new("k");
            Assert.AreEqual(OtaResult.JwsMalformed, SignerFixture.Verify(WithSignature(signer.Sign("{}"), s => s.Concat(s).Concat(s).Take(length).ToArray()), signer.Keys));
        }

        [TestMethod]
        public void Swapped_halves_a_foreign_signature_and_a_stranger_s_are_invalid()
        {
            using TestSigner signer = new("k");
            using TestSigner stranger = new("k");
            string good = signer.Sign("{}");
            Assert.AreEqual(OtaResult.SignatureInvalid, SignerFixture.Verify(WithSignature(good, s => [.. s[32..], .. s[..32]]), signer.Keys));
            Assert.AreEqual(OtaResult.SignatureInvalid, SignerFixture.Verify(good[..good.LastIndexOf('.')] + signer.Sign("{ }")[^87..], signer.Keys));
            Assert.AreEqual(OtaResult.SignatureInvalid, SignerFixture.Verify(stranger.Sign("{}"), signer.Keys));
        }

        [TestMethod]
        public void A_key_that_is_no_point_of_the_curve_is_never_trusted()
        {
            using TestSigner signer = new("k");
            byte[][] keys = [new byte[64], [.. signer.PublicKey[..63], (byte)(signer.PublicKey[63] ^ 1)], [.. signer.PublicKey, 0], [4, .. signer.PublicKey]];
            foreach (byte[] key in keys)
            {
                Assert.AreEqual(OtaResult.KeyInvalid, TrustedKeys.Create([new TrustedKey("k", key)], out TrustedKeys none));
                Assert.IsNull(none);
            }
        }

        private static string WithSignature(string envelope, Func<byte[], byte[]> change)
        {
            int end = envelope.LastIndexOf('.') + 1;
            return envelope[..end] + TestSigner.Encode(change(System.Buffers.Text.Base64Url.DecodeFromChars(envelope.AsSpan(end))));
        }

        private static byte[] PublicKey(byte[] scalar)
        {
            using ECDsa key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
            ECPoint q = key.ExportParameters(false).Q;
            return [.. q.X!, .. q.Y!];
        }

        private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

        private static byte[] Bytes(BigInteger value)
        {
            byte[] digits = value.ToByteArray(isUnsigned: true, isBigEndian: true);
            return [.. new byte[32 - digits.Length], .. digits];
        }
    }
}
