using System.Security.Cryptography;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Signer
{
    [TestClass]
    public sealed class EnvelopeAttackTests
    {
        private static readonly byte[] _payload = Encoding.UTF8.GetBytes(ManifestText.Root().ToString());

        [TestMethod]
        [DataRow("""{"alg":"none","kid":"k"}""")]
        [DataRow("""{"alg":"none"}""")]
        [DataRow("""{"alg":"HS256","kid":"k"}""")]
        [DataRow("""{"alg":"ES384","kid":"k"}""")]
        [DataRow("""{"alg":"ES512","kid":"k"}""")]
        [DataRow("""{"alg":"RS256","kid":"k"}""")]
        [DataRow("""{"alg":"PS256","kid":"k"}""")]
        [DataRow("""{"alg":"EdDSA","kid":"k"}""")]
        [DataRow("""{"alg":"es256","kid":"k"}""")]
        [DataRow("""{"alg":"ES256 ","kid":"k"}""")]
        [DataRow("""{"alg":"","kid":"k"}""")]
        [DataRow("""{"alg":null,"kid":"k"}""")]
        [DataRow("""{"alg":["ES256"],"kid":"k"}""")]
        [DataRow("""{"alg":"none","alg":"ES256","kid":"k"}""")]
        [DataRow("""{"alg":"\u0045S256","kid":"k"}""")]
        public void Another_algorithm_in_the_header_is_refused_though_the_signature_is_right(string header) => AssertHeaderRefused(header);

        [TestMethod]
        [DataRow("""{"alg":"ES256","kid":"k","crit":["b64"],"b64":false}""")]
        [DataRow("""{"alg":"ES256","kid":"k","jwk":{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}}""")]
        [DataRow("""{"alg":"ES256","kid":"k","jku":"https://evil.example/keys"}""")]
        [DataRow("""{"alg":"ES256","kid":"k","x5c":["MIIB"]}""")]
        [DataRow("""{"alg":"ES256","kid":"k","x5u":"https://evil.example/"}""")]
        [DataRow("""{"alg":"ES256","kid":"k","typ":"JWT"}""")]
        [DataRow("""{"alg":"ES256","kid":"k","zip":"DEF"}""")]
        [DataRow("""{"alg":"ES256","kid":"k","kid":"other"}""")]
        public void A_header_with_another_member_is_refused_though_the_signature_is_right(string header) => AssertHeaderRefused(header);

        [TestMethod]
        [DataRow("""{"kid":"k","alg":"ES256"}""")]
        [DataRow("""{ "alg":"ES256","kid":"k"}""")]
        [DataRow("""{"alg":"ES256","kid":"k"} """)]
        [DataRow("{\"alg\":\"ES256\",\n\"kid\":\"k\"}")]
        [DataRow("""{"alg":"ES256"}""")]
        [DataRow("""{"alg":"ES256","kid":"k"}{}""")]
        [DataRow("""["alg","ES256"]""")]
        [DataRow("\uFEFF{\"alg\":\"ES256\",\"kid\":\"k\"}")]
        public void A_header_with_the_same_meaning_in_other_bytes_is_refused(string header) => AssertHeaderRefused(header);

        [TestMethod]
        public void Alg_none_without_a_signature_is_refused()
        {
            using TestSigner signer = new("k");
            string unsigned = Encode("""{"alg":"none"}""") + "." + TestSigner.Encode(_payload);
            Assert.AreEqual(OtaResult.JwsMalformed, SignerFixture.Verify(unsigned + ".", signer.Keys));
            Assert.AreEqual(OtaResult.JwsMalformed, SignerFixture.Verify(unsigned, signer.Keys));
            Assert.AreEqual(OtaResult.JwsHeaderUnsupported, SignerFixture.Verify(unsigned + "." + TestSigner.Encode(new byte[64]), signer.Keys));
        }

        [TestMethod]
        public void An_HMAC_under_the_public_key_is_no_signature()
        {
            using TestSigner signer = new("k");
            byte[] publicKey = signer.PublicKey;
            string hs256 = Encode("""{"alg":"HS256","kid":"k"}""") + "." + TestSigner.Encode(_payload);
            string es256 = Encode("""{"alg":"ES256","kid":"k"}""") + "." + TestSigner.Encode(_payload);
            Assert.AreEqual(OtaResult.JwsMalformed, SignerFixture.Verify(hs256 + "." + TestSigner.Encode(Mac(hs256)), signer.Keys));
            Assert.AreEqual(OtaResult.JwsHeaderUnsupported, SignerFixture.Verify(hs256 + "." + TestSigner.Encode([.. Mac(hs256), .. Mac(hs256)]), signer.Keys));
            Assert.AreEqual(OtaResult.SignatureInvalid, SignerFixture.Verify(es256 + "." + TestSigner.Encode([.. Mac(es256), .. Mac(es256)]), signer.Keys));

            byte[] Mac(string text) => HMACSHA256.HashData(publicKey, Encoding.ASCII.GetBytes(text));
        }

        [TestMethod]
        [DataRow("nobody", OtaResult.KeyUnknown)]
        [DataRow("K", OtaResult.KeyUnknown)]
        [DataRow("kk", OtaResult.KeyUnknown)]
        [DataRow("k.", OtaResult.KeyUnknown)]
        [DataRow("", OtaResult.JwsHeaderUnsupported)]
        [DataRow("../../etc/passwd", OtaResult.JwsHeaderUnsupported)]
        [DataRow("k'; DROP TABLE keys; --", OtaResult.JwsHeaderUnsupported)]
        [DataRow("k ", OtaResult.JwsHeaderUnsupported)]
        [DataRow("k\\u0000", OtaResult.JwsHeaderUnsupported)]
        [DataRow("k\0", OtaResult.JwsHeaderUnsupported)]
        [DataRow("k\",\"x\":\"", OtaResult.JwsHeaderUnsupported)]
        [DataRow("\u043A", OtaResult.JwsHeaderUnsupported)]
        public void A_kid_that_is_not_the_key_s_own_finds_no_key(string kid, OtaResult expected)
        {
            using TestSigner signer = new("k");
            Assert.AreEqual(expected, SignerFixture.Verify(signer.Sign($"{{\"alg\":\"ES256\",\"kid\":\"{kid}\"}}", _payload), signer.Keys));
        }

        [TestMethod]
        [DataRow(64, OtaResult.KeyUnknown)]
        [DataRow(65, OtaResult.JwsHeaderUnsupported)]
        [DataRow(66, OtaResult.JwsHeaderUnsupported)]
        [DataRow(4000, OtaResult.JwsHeaderUnsupported)]
        public void An_overlong_kid_is_refused(int length, OtaResult expected)
        {
            using TestSigner signer = new("k");
            string header = $"{{\"alg\":\"ES256\",\"kid\":\"{new string('k', length)}\"}}";
            Assert.AreEqual(expected, SignerFixture.Verify(signer.Sign(header, _payload), signer.Keys));
        }

        [TestMethod]
        public void A_signature_counts_only_for_the_key_that_its_kid_names()
        {
            using TestSigner first = new("first");
            using TestSigner second = new("second");
            Expect.Result(OtaResult.Ok, TrustedKeys.Create([new("first", first.PublicKey), new("second", second.PublicKey)], out TrustedKeys both));
            Assert.AreEqual(OtaResult.Ok, SignerFixture.Verify(first.Sign("""{"alg":"ES256","kid":"first"}""", _payload), both));
            Assert.AreEqual(OtaResult.SignatureInvalid, SignerFixture.Verify(first.Sign("""{"alg":"ES256","kid":"second"}""", _payload), both));
        }

        [TestMethod]
        [DataRow("{0}.{1}.{2}.", DisplayName = "an empty fourth part")]
        [DataRow("{0}.{1}.{2}.{2}", DisplayName = "four parts")]
        [DataRow("{0}.{1}.{2}.{2}.{2}", DisplayName = "five parts, as a JWE has")]
        [DataRow("{0}.{1}", DisplayName = "two parts")]
        [DataRow("{0}..{2}", DisplayName = "no payload")]
        [DataRow(".{1}.{2}", DisplayName = "no header")]
        [DataRow("{0}.{1}.", DisplayName = "no signature")]
        [DataRow("..", DisplayName = "nothing but dots")]
        [DataRow(".{0}.{1}.{2}", DisplayName = "a dot in front")]
        [DataRow("{0}\uFF0E{1}\uFF0E{2}", DisplayName = "full-width dots")]
        [DataRow("{0}\u2024{1}\u2024{2}", DisplayName = "one-dot leaders")]
        [DataRow("{0}.{1}.{2}==", DisplayName = "padding after the signature")]
        [DataRow("{0}=.{1}.{2}", DisplayName = "padding after the header")]
        [DataRow("{0}.{1}.{2}\n", DisplayName = "a line feed at the end")]
        [DataRow("\uFEFF{0}.{1}.{2}", DisplayName = "a byte order mark")]
        [DataRow(" {0}.{1}.{2}", DisplayName = "a blank in front")]
        [DataRow("{0}.{1}. {2}", DisplayName = "a blank before the signature")]
        [DataRow("{0}.{1}.{2}\0", DisplayName = "a zero at the end")]
        [DataRow("""{{"protected":"{0}","payload":"{1}","signature":"{2}"}}""", DisplayName = "JSON serialization")]
        public void An_envelope_of_another_shape_is_malformed(string shape)
        {
            using TestSigner signer = new("k");
            string[] parts = signer.Sign(_payload).Split('.');
            string envelope = string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, parts[0], parts[1], parts[2]);
            Assert.AreEqual(OtaResult.JwsMalformed, SignerFixture.Verify(envelope, signer.Keys));
        }

        [TestMethod]
        [DataRow("{0}.{1}=.{2}", DisplayName = "padding after the payload")]
        [DataRow("{0}.{1}\n.{2}", DisplayName = "a line feed after the payload")]
        [DataRow("{0}. {1}.{2}", DisplayName = "a blank before the payload")]
        public void A_payload_that_was_changed_on_the_way_is_refused_by_its_signature(string shape)
        {
            using TestSigner signer = new("k");
            string[] parts = signer.Sign(_payload).Split('.');
            string envelope = string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, parts[0], parts[1], parts[2]);
            Assert.AreEqual(OtaResult.SignatureInvalid, SignerFixture.Verify(envelope, signer.Keys));
        }

        [TestMethod]
        public void Bits_behind_the_last_byte_must_be_zero()
        {
            using TestSigner signer = new("k");
            const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            string good = signer.Sign(_payload);
            int last = Alphabet.IndexOf(good[^1], StringComparison.Ordinal);
            Assert.AreEqual(0, last % 16);
            for (int loose = 1; loose < 16; loose++)
            {
                Assert.AreEqual(OtaResult.JwsMalformed, SignerFixture.Verify(good[..^1] + Alphabet[last + loose], signer.Keys));
            }
        }

        private static void AssertHeaderRefused(string header)
        {
            using TestSigner signer = new("k");
            Assert.AreEqual(OtaResult.Ok, SignerFixture.Verify(signer.Sign("""{"alg":"ES256","kid":"k"}""", _payload), signer.Keys));
            Assert.AreEqual(OtaResult.JwsHeaderUnsupported, SignerFixture.Verify(signer.Sign(header, _payload), signer.Keys));
        }

        private static string Encode(string text) => TestSigner.Encode(Encoding.UTF8.GetBytes(text));
    }
}
