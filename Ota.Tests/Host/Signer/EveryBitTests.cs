using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Verification;

namespace NanoOta.Tests.Signer
{
    /// <summary>One flipped bit or a lost end, anywhere. Flipped bits of envelopes: Verification/JwsHostTests.</summary>
    [TestClass]
    public sealed class EveryBitTests
    {
        [TestMethod]
        public void Every_truncation_of_an_envelope_is_malformed_and_changes_nothing()
        {
            TrustedKeys keys = JwsVectors.Keys(JwsVectors.Kid, JwsVectors.Key());
            for (int length = 0; length < JwsVectors.Good.Length; length++)
            {
                Assert.AreEqual(OtaResult.JwsMalformed, SignerFixture.Verify(JwsVectors.Good[..length], keys), $"{length} characters");

                // The same when the buffer still has the rest.
                byte[] whole = Encoding.ASCII.GetBytes(JwsVectors.Good);
                Assert.AreEqual(OtaResult.JwsMalformed, Jws.Verify(whole, length, keys, out _), $"{length} characters");
            }
        }

        [TestMethod]
        public void Every_flipped_bit_of_a_chunk_table_is_refused_by_its_digest()
        {
            using SignerFixture fixture = new();
            byte[] good = fixture.Table;
            for (int bit = 0; bit < ChunkDigest.Length * 8; bit++)
            {
                byte[] bad = [.. good];
                bad[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.AreEqual(OtaResult.TableDigestMismatch, Fetch(fixture, bad), $"bit {bit}");
            }

            Assert.AreEqual(OtaResult.Ok, Fetch(fixture, good));
        }

        [TestMethod]
        public void A_chunk_table_of_another_length_is_refused()
        {
            using SignerFixture fixture = new();
            byte[] good = fixture.Table;
            for (int length = 0; length < good.Length; length++)
            {
                OtaResult result = Fetch(fixture, good[..length]);
                Assert.IsTrue(result is OtaResult.EntityChanged or OtaResult.BodyTooShort or OtaResult.RangeNotSatisfiable, $"{length} bytes: {result}");
            }

            Assert.AreEqual(OtaResult.EntityChanged, Fetch(fixture, [.. good, 0]));
        }

        [TestMethod]
        public void Every_flipped_bit_and_truncation_of_a_payload_is_read_or_refused_by_code()
        {
            // With a right signature: what a signer's broken tool could publish.
            byte[] good = Encoding.UTF8.GetBytes(ManifestText.Root().With("notes", "\"\u00E9\"").ToString());
            for (int bit = 0; bit < good.Length * 8; bit++)
            {
                byte[] bad = [.. good];
                bad[bit / 8] ^= (byte)(1 << (bit % 8));
                AssertCode(bad);
            }

            for (int length = 0; length < good.Length; length++)
            {
                Assert.AreEqual(OtaResult.ManifestNotJson, AssertCode(good[..length]), $"{length} bytes");
            }
        }

        private static OtaResult AssertCode(byte[] payload)
        {
            OtaResult result = ManifestReader.Read(payload, 0, payload.Length, out Manifest manifest);
            Assert.IsTrue((int)result is 0 or (>= 250 and <= 258), result.ToString());
            Assert.AreEqual(result == OtaResult.Ok, manifest != null);
            return result;
        }

        private static OtaResult Fetch(SignerFixture fixture, byte[] table)
        {
            ClientFixture device = fixture.Device;
            device.Server.Put(ClientFixture.TableUrl, table);
            Manifest manifest = fixture.Good().Read();
            Assert.AreEqual(OtaResult.Ok, RemoteImage.Locate(device.Server, ClientFixture.ManifestUrl, manifest.Images[0], out RemoteImage image).Code);
            return new TableFile(new UpdateRun(device.Options, device.Ports), image, image.NewTable()).FetchHead().Code;
        }
    }
}
