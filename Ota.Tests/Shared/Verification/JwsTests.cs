using nanoFramework.TestFramework;

namespace NanoOta.Tests.Verification
{
    [TestClass]
    public class JwsTests
    {
        private const string PayloadPart = "eyJmb3JtYXQiOjEsInByb2R1Y3QiOiJsYW1wIiwic2VxdWVuY2UiOjd9";

        [TestMethod]
        public void A_signed_envelope_gives_its_payload_at_the_beginning_of_the_buffer()
        {
            byte[] envelope = TestBytes.FromAscii(JwsVectors.Good);
            Expect.Result(OtaResult.Ok, Jws.Verify(envelope, envelope.Length, Trusted(), out int length));
            Assert.AreEqual(JwsVectors.Payload, TestBytes.ToAscii(envelope, length));
        }

        [TestMethod]
        public void What_stands_behind_the_length_does_not_matter()
        {
            byte[] envelope = TestBytes.FromAscii(JwsVectors.Good + ".rubbish");
            Expect.Result(OtaResult.Ok, Jws.Verify(envelope, JwsVectors.Good.Length, Trusted(), out int length));
            Assert.AreEqual(JwsVectors.Payload.Length, length);
        }

        [TestMethod]
        public void The_named_key_of_several_is_used()
        {
            TrustedKey[] list = new TrustedKey[]
            {
                new TrustedKey("release-2026.a_c", JwsVectors.OtherKey()),
                new TrustedKey("release-2026.a_", JwsVectors.OtherKey()),
                new TrustedKey(JwsVectors.Kid, JwsVectors.Key()),
            };
            Expect.Result(OtaResult.Ok, TrustedKeys.Create(list, out TrustedKeys keys));
            byte[] envelope = TestBytes.FromAscii(JwsVectors.Good);
            Expect.Result(OtaResult.Ok, Jws.Verify(envelope, envelope.Length, keys, out int length));
            Assert.AreEqual(JwsVectors.Payload.Length, length);
        }

        [TestMethod]
        [DataRow("")]
        [DataRow(".")]
        [DataRow("..")]
        [DataRow("...")]
        [DataRow("a")]
        [DataRow(JwsVectors.Header)]
        [DataRow(JwsVectors.Header + "." + PayloadPart)]
        [DataRow(JwsVectors.Header + "." + PayloadPart + ".")]
        [DataRow(JwsVectors.Header + ".." + JwsVectors.Signature)]
        [DataRow("." + PayloadPart + "." + JwsVectors.Signature)]
        [DataRow(JwsVectors.Good + ".")]
        [DataRow(JwsVectors.Good + "." + JwsVectors.Signature)]
        [DataRow(JwsVectors.Good + "\n")]
        [DataRow(JwsVectors.Good + "==")]
        [DataRow(JwsVectors.Good + "AAAA")]
        public void An_envelope_without_three_parts_of_the_right_form_is_malformed(string envelope)
        {
            Refused(OtaResult.JwsMalformed, envelope);
        }

        [TestMethod]
        public void A_signature_of_another_length_or_alphabet_is_malformed()
        {
            Refused(OtaResult.JwsMalformed, JwsVectors.Good.Substring(0, JwsVectors.Good.Length - 1));
            Refused(OtaResult.JwsMalformed, JwsVectors.Good.Substring(0, JwsVectors.Good.Length - 1) + "+");

            // The last character has four bits that must be 0: Q and R would decode to the same byte.
            Refused(OtaResult.JwsMalformed, JwsVectors.Good.Substring(0, JwsVectors.Good.Length - 1) + "R");
        }

        [TestMethod]
        public void A_header_that_is_not_base64url_is_malformed()
        {
            Refused(OtaResult.JwsMalformed, JwsVectors.Header + "=." + PayloadPart + "." + JwsVectors.Signature);
        }

        [TestMethod]
        public void A_signed_payload_that_is_not_base64url_is_malformed()
        {
            Refused(OtaResult.JwsMalformed, JwsVectors.SignedPadding);
        }

        [TestMethod]
        public void An_envelope_over_the_limit_is_too_large_before_anything_is_looked_at()
        {
            byte[] envelope = new byte[Jws.MaxLength + 1];
            Expect.Result(OtaResult.JwsTooLarge, Jws.Verify(envelope, Jws.MaxLength + 1, Trusted(), out int length));
            Assert.AreEqual(0, length);
            Expect.Result(OtaResult.JwsMalformed, Jws.Verify(envelope, Jws.MaxLength, Trusted(), out length));
        }

        [TestMethod]
        [DataRow("{\"alg\":\"none\"}")]
        [DataRow("{\"alg\":\"ES256\"}")]
        [DataRow("{\"alg\":\"none\",\"kid\":\"release-2026.a_b\"}")]
        [DataRow("{\"alg\":\"HS256\",\"kid\":\"release-2026.a_b\"}")]
        [DataRow("{\"alg\":\"ES384\",\"kid\":\"release-2026.a_b\"}")]
        [DataRow("{\"alg\":\"es256\",\"kid\":\"release-2026.a_b\"}")]
        [DataRow("{\"kid\":\"release-2026.a_b\",\"alg\":\"ES256\"}")]
        [DataRow("{\"alg\":\"ES256\", \"kid\":\"release-2026.a_b\"}")]
        [DataRow("{\"alg\":\"ES256\",\"kid\":\"release-2026.a_b\"} ")]
        [DataRow(" {\"alg\":\"ES256\",\"kid\":\"release-2026.a_b\"}")]
        [DataRow("{\"alg\":\"ES256\",\"kid\":\"release-2026.a_b\",\"b64\":false,\"crit\":[\"b64\"]}")]
        [DataRow("{\"alg\":\"ES256\",\"kid\":\"release-2026.a_b\",\"kid\":\"a\"}")]
        [DataRow("{\"alg\":\"ES256\",\"kid\":\"\"}")]
        [DataRow("{\"alg\":\"ES256\",\"kid\":\"a b\"}")]
        [DataRow("{\"alg\":\"ES256\",\"kid\":\"\\u0061\"}")]
        [DataRow("{\"alg\":\"ES256\",\"kid\":\"01234567890123456789012345678901234567890123456789012345678901234\"}")]
        [DataRow("{\"alg\":\"ES256\",\"kid\":\"release-2026.a_b\"]")]
        [DataRow("{}")]
        [DataRow("x")]
        public void A_header_that_is_not_exactly_the_profiles_is_unsupported(string header)
        {
            Refused(OtaResult.JwsHeaderUnsupported, TestBytes.ToBase64Url(header) + "." + PayloadPart + "." + JwsVectors.Signature);
        }

        [TestMethod]
        [DataRow("release-2026.a_c")]
        [DataRow("release-2026.a_")]
        [DataRow("release-2026.a_bb")]
        [DataRow("RELEASE-2026.A_B")]
        [DataRow("0123456789012345678901234567890123456789012345678901234567890123")]
        public void A_name_of_no_trusted_key_is_unknown(string kid)
        {
            string header = TestBytes.ToBase64Url("{\"alg\":\"ES256\",\"kid\":\"" + kid + "\"}");
            Refused(OtaResult.KeyUnknown, header + "." + PayloadPart + "." + JwsVectors.Signature);
        }

        [TestMethod]
        public void Another_key_of_the_same_name_makes_the_signature_invalid()
        {
            byte[] envelope = TestBytes.FromAscii(JwsVectors.Good);
            TrustedKeys keys = JwsVectors.Keys(JwsVectors.Kid, JwsVectors.OtherKey());
            Expect.Result(OtaResult.SignatureInvalid, Jws.Verify(envelope, envelope.Length, keys, out int length));
            Assert.AreEqual(0, length);
            Assert.AreEqual(JwsVectors.Good, TestBytes.ToAscii(envelope, envelope.Length));
        }

        [TestMethod]
        public void Another_payload_makes_the_signature_invalid()
        {
            string payload = TestBytes.ToBase64Url("{\"format\":1,\"product\":\"lamp\",\"revision\":8}");
            Refused(OtaResult.SignatureInvalid, JwsVectors.Header + "." + payload + "." + JwsVectors.Signature);
        }

        [TestMethod]
        public void A_signature_of_zeros_is_invalid()
        {
            string zeros = "";
            for (int i = 0; i < 86; i++)
            {
                zeros += "A";
            }

            Refused(OtaResult.SignatureInvalid, JwsVectors.Header + "." + PayloadPart + "." + zeros);
        }

        [TestMethod]
        public void Null_and_lengths_outside_the_buffer_are_bugs_of_the_caller()
        {
            byte[] envelope = TestBytes.FromAscii(JwsVectors.Good);
            OtaResult bad = OtaResult.ArgumentInvalid;
            Expect.Result(bad, Jws.Verify(null, 0, Trusted(), out int length));
            Expect.Result(bad, Jws.Verify(envelope, envelope.Length, null, out length));
            Expect.Result(bad, Jws.Verify(envelope, -1, Trusted(), out length));
            Expect.Result(bad, Jws.Verify(envelope, envelope.Length + 1, Trusted(), out length));
            Assert.AreEqual(0, length);
        }

        private static TrustedKeys Trusted()
        {
            return JwsVectors.Keys(JwsVectors.Kid, JwsVectors.Key());
        }

        // The buffer is left as it was: nothing was decoded that was not signed. (A signed payload may be half decoded.)
        private static void Refused(OtaResult expected, string text)
        {
            byte[] envelope = TestBytes.FromAscii(text);
            Expect.Result(expected, Jws.Verify(envelope, envelope.Length, Trusted(), out int length));
            Assert.AreEqual(0, length);
            if (text != JwsVectors.SignedPadding)
            {
                Assert.AreEqual(text, TestBytes.ToAscii(envelope, envelope.Length));
            }
        }
    }
}
