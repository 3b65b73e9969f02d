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
            for (int bit = 0; bit < good.Length * 8; bit++)
            {
                byte[] bad = [.. good];
                bad[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.AreEqual(OtaResult.TableDigestMismatch, Fetch(fixture, bad), $"bit {bit}");
            }

            Assert.AreEqual(OtaResult.Ok, Fetch(fixture, good));
        }

        [TestMethod]
        public void Every_truncation_of_a_chunk_table_is_refused_by_its_digest_and_by_itself()
        {
            using SignerFixture fixture = new();
            byte[] good = fixture.Table;
            for (int length = 0; length < good.Length; length++)
            {
                Assert.AreEqual(OtaResult.TableDigestMismatch, Fetch(fixture, good[..length]), $"{length} bytes");
                Assert.AreEqual(OtaResult.TableMalformed, ChunkTable.Open(good[..length], fixture.Device.NewImage.Length, out ChunkTable table), $"{length} bytes");
                Assert.IsNull(table);
            }

            Assert.AreEqual(OtaResult.BodyTooLong, Fetch(fixture, [.. good, 0]));
        }

        [TestMethod]
        public void A_flipped_bit_of_a_table_s_lengths_or_counts_is_refused_even_if_it_were_signed()
        {
            byte[] good = TestImages.Table(TestImages.New());
            int size = TestImages.New().Length;
            int checkedBits = 0;
            for (int bit = 0; bit < good.Length * 8; bit++)
            {
                // Not the method, which only says how to cut, nor the shortest and longest lengths, nor digests.
                int at = bit / 8;
                bool isStructure = (at < 20 && at != 10) || (at >= 24 && at < 32) || (at >= 32 && (at - 32) % 34 < 2);
                byte[] bad = [.. good];
                bad[at] ^= (byte)(1 << (bit % 8));
                OtaResult result = ChunkTable.Open(bad, size, out ChunkTable table);
                Assert.AreEqual(result == OtaResult.Ok, table != null);
                if (isStructure)
                {
                    checkedBits++;
                    Assert.AreEqual(OtaResult.TableMalformed, result, $"bit {bit}");
                }
            }

            Assert.IsTrue(checkedBits > 300);
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
            OtaResult result = image.FetchTable(new UpdateRun(device.Options, device.Ports), out ChunkTable read).Code;
            Assert.AreEqual(result == OtaResult.Ok, read != null);
            return result;
        }
    }
}
