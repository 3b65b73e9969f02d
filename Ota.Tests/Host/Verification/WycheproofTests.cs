using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Verification
{
    [TestClass]
    public class WycheproofTests
    {
        [TestMethod]
        public void Every_ecdsa_vector_has_its_result()
        {
            int verified = 0;
            int refusedByVerify = 0;
            int refusedAsEncoding = 0;
            foreach (JsonElement group in Groups("ecdsa_secp256r1_sha256_der.json"))
            {
                string point = group.GetProperty("publicKey").GetProperty("uncompressed").GetString()!;
                byte[] key = Convert.FromHexString(point)[1..];
                Assert.IsTrue(EcdsaP256.IsValidKey(key), point);
                foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
                {
                    bool valid = IsValid(test);
                    byte[] digest = SHA256.HashData(Bytes(test, "msg"));
                    byte[]? signature = ToRaw(Bytes(test, "sig"));
                    bool accepted = signature != null && EcdsaP256.Verify(key, digest, signature);
                    Assert.AreEqual(valid, accepted, test.ToString());
                    verified += accepted ? 1 : 0;
                    refusedByVerify += signature != null && !accepted ? 1 : 0;
                    refusedAsEncoding += signature == null ? 1 : 0;
                }
            }

            Assert.AreEqual(174, verified);
            Assert.AreEqual(75, refusedByVerify);
            Assert.AreEqual(235, refusedAsEncoding);
        }

        [TestMethod]
        public void Every_hmac_vector_has_its_result_with_the_hmac_that_the_host_uses()
        {
            int valid = 0;
            int invalid = 0;
            foreach (JsonElement group in Groups("hmac_sha256.json"))
            {
                int length = group.GetProperty("tagSize").GetInt32() / 8;
                foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
                {
                    byte[] tag = HMACSHA256.HashData(Bytes(test, "key"), Bytes(test, "msg"))[..length];
                    bool same = tag.AsSpan().SequenceEqual(Bytes(test, "tag"));
                    Assert.AreEqual(IsValid(test), same, test.ToString());
                    valid += same ? 1 : 0;
                    invalid += same ? 0 : 1;
                }
            }

            Assert.AreEqual(66, valid);
            Assert.AreEqual(108, invalid);
        }

        private static JsonElement.ArrayEnumerator Groups(string file)
        {
            string path = Path.Combine(AppContext.BaseDirectory, "Vectors", "wycheproof", file);
            JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.GetProperty("testGroups").EnumerateArray();
        }

        private static byte[] Bytes(JsonElement test, string name) => Convert.FromHexString(test.GetProperty(name).GetString()!);

        private static bool IsValid(JsonElement test) => test.GetProperty("result").GetString() switch
        {
            "valid" => true,
            "invalid" => false,
            string other => throw new InvalidDataException(other),
            null => throw new InvalidDataException("null"),
        };

        // r || s of a strictly encoded signature with numbers of at most 256 bits; null for every other encoding.
        private static byte[]? ToRaw(byte[] signature)
        {
            try
            {
                AsnReader outer = new AsnReader(signature, AsnEncodingRules.DER);
                AsnReader inner = outer.ReadSequence();
                outer.ThrowIfNotEmpty();
                BigInteger r = inner.ReadInteger();
                BigInteger s = inner.ReadInteger();
                inner.ThrowIfNotEmpty();
                return r.Sign < 0 || s.Sign < 0 || r.GetBitLength() > 256 || s.GetBitLength() > 256
                    ? null
                    : [.. Big.ToBytes(r), .. Big.ToBytes(s)];
            }
            catch (AsnContentException)
            {
                return null;
            }
        }
    }
}
