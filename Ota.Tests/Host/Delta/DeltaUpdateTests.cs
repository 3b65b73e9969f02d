using System.Globalization;
using System.Security.Cryptography;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Signer;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;

namespace NanoOta.Tests.Delta
{
    /// <summary>Whole updates by a delta file: what comes over the air, what is written, and what happens when the file is wrong.</summary>
    [TestClass]
    public sealed class DeltaUpdateTests
    {
        private const string DeltaUrl = "http://updates.example/stable/1.1/app.delta";

        private static readonly byte[] _old = TestImages.Old();
        private static readonly byte[] _new = TestImages.New();
        private static readonly ImageDigests _digests = ImageDigests.Of(_new);
        private static readonly byte[] _file = DeltaFileWriter.Write(
            _digests,
            [
                (ImageDigests.Of(_old).Identity, SectionEncoder.Encode(_old, _new, _digests, readsNew: true)),
                ([], SectionEncoder.Encode([], _new, _digests, readsNew: false)),
            ]);

        [TestMethod]
        [DataRow(SlotWriting.InPlace)]
        [DataRow(SlotWriting.Appending)]
        public void A_release_with_a_section_for_what_runs_costs_little(SlotWriting writing)
        {
            // The section for the old image reads the new one, which a file on a drive does not allow: such a slot takes the other section.
            using SignerFixture fixture = Start(_file);
            fixture.Device.Slots.Writing = writing;
            UpdatesWithout(fixture, ClientFixture.ImageUrl);
            int most = writing == SlotWriting.InPlace ? _new.Length / 10 : _new.Length + 2000;
            Assert.IsTrue(fixture.Device.Client.Counters.BytesFetched < most, $"{fixture.Device.Client.Counters.BytesFetched} of {_new.Length} bytes");
        }

        [TestMethod]
        public void An_update_by_a_delta_file_is_two_requests()
        {
            using SignerFixture fixture = Start(_file);
            fixture.Device.Server.Remove(ClientFixture.TableUrl);
            UpdatesWithout(fixture, ClientFixture.ImageUrl);
            Assert.AreEqual(2, fixture.Device.Client.Counters.Requests, "the manifest, and the delta file with the head of the table");
        }

        [TestMethod]
        public void A_delta_file_of_another_image_is_left_at_its_head()
        {
            byte[] other = [.. _new];
            other[^1] ^= 1;
            ImageDigests digests = ImageDigests.Of(other);
            using SignerFixture fixture = Start(DeltaFileWriter.Write(digests, [([], SectionEncoder.Encode([], other, digests, readsNew: false))]));
            Update(fixture);
            Assert.AreEqual(0, fixture.Device.Client.Counters.BytesDecoded, "decoded");
        }

        // The connection breaks off at every place, and what comes after is another release's file.
        [TestMethod]
        [DataRow(false, false)]
        [DataRow(false, true)]
        [DataRow(true, false)]
        [DataRow(true, true)]
        public void A_delta_file_that_changes_between_two_requests_is_made_up_for_by_the_image(bool hasNoTags, bool ignoresRanges)
        {
            byte[] other = TestImages.Noise(5, _new.Length);
            ImageDigests digests = ImageDigests.Of(other);
            byte[] changed = DeltaFileWriter.Write(digests, [([], SectionEncoder.Encode([], other, digests, readsNew: false))]);
            int end = 128 + BitConverter.ToInt32(_file, 64 + 16);
            for (int at = 1; at < end; at += 31)
            {
                using SignerFixture fixture = Start(_file);
                Assert.AreEqual(OtaResult.Ok, fixture.Device.Client.Check());
                fixture.Device.Server.HasNoTags = hasNoTags;
                fixture.Device.Server.IgnoresRanges = ignoresRanges;
                fixture.Device.Server.CutBodiesAt = at;
                fixture.Device.Server.CutCount = 1;
                fixture.Device.Server.OnRead = () =>
                {
                    if (fixture.Device.Server.CutCount == 0)
                    {
                        fixture.Device.Server.Put(DeltaUrl, changed);
                    }
                };
                Assert.AreEqual(OtaResult.Ok, fixture.Device.Client.Stage(), $"cut at byte {at}");
                Assert.IsTrue(fixture.Device.Slots.Holds(1, _new), $"The slot holds something else after a cut at byte {at}.");
                Assert.AreEqual(0, fixture.Device.Server.OpenBodies, "an answer was left open");
                Assert.IsTrue(fixture.Device.Client.Counters.Retries > 0, $"Nothing was cut at byte {at}.");
            }
        }

        [TestMethod]
        public void Another_image_that_runs_takes_the_section_without_an_old_one()
        {
            using SignerFixture fixture = Start(_file);
            fixture.Device.Slots.Flash(TestImages.Noise(9, TestImages.OldLength));
            UpdatesWithout(fixture, ClientFixture.ImageUrl);
        }

        [TestMethod]
        public void What_the_slot_has_already_is_neither_fetched_nor_written()
        {
            using SignerFixture fixture = Start(_file);
            fixture.Device.Client.Check();
            Assert.AreEqual(OtaResult.Ok, fixture.Device.Client.Stage());
            int erases = fixture.Device.Slots.Erases;
            fixture.Device.Slots.Damage(1, 9500);
            fixture.Device.Boot();
            Update(fixture);
            Assert.AreEqual(1, fixture.Device.Slots.Erases - erases, "sectors written");
            Assert.AreEqual(_new.Length - ChunkDigest.BufferLength, fixture.Device.Client.Counters.BytesResumed);
        }

        [TestMethod]
        public void A_delta_file_that_is_not_there_costs_only_its_request()
        {
            using SignerFixture fixture = Start(null);
            Update(fixture);
        }

        [TestMethod]
        [DataRow(0, DisplayName = "the magic number")]
        [DataRow(12, DisplayName = "the image's size")]
        [DataRow(32, DisplayName = "the head of the table")]
        [DataRow(76, DisplayName = "the section's offset")]
        [DataRow(128, DisplayName = "the section's version")]
        [DataRow(129, DisplayName = "a difference")]
        [DataRow(144, DisplayName = "the changed groups")]
        [DataRow(148, DisplayName = "a group's offset")]
        [DataRow(162, DisplayName = "a digest")]
        public void A_damaged_delta_file_is_made_up_for_by_the_image(int at)
        {
            byte[] file = [.. _file];
            file[at] ^= 0x40;
            using SignerFixture fixture = Start(file);
            Update(fixture);
        }

        [TestMethod]
        public void Every_byte_of_a_section_may_be_damaged()
        {
            int end = 128 + BitConverter.ToInt32(_file, 64 + 16);
            for (int at = 128; at < end; at += 7)
            {
                byte[] file = [.. _file];
                file[at] ^= (byte)(1 + (at % 255));
                using SignerFixture fixture = Start(file);
                Update(fixture);
            }
        }

        [TestMethod]
        public void A_delta_file_that_ends_too_soon_is_made_up_for_by_the_image()
        {
            for (int length = 0; length < _file.Length; length += 501)
            {
                using SignerFixture fixture = Start(_file[..length]);
                Update(fixture);
            }
        }

        [TestMethod]
        public void A_server_without_ranges_serves_delta_files()
        {
            using SignerFixture fixture = Start(_file);
            fixture.Device.Server.IgnoresRanges = true;
            UpdatesWithout(fixture, ClientFixture.ImageUrl);
        }

        [TestMethod]
        public void A_cut_connection_goes_on_where_it_was()
        {
            using SignerFixture fixture = Start(_file);
            fixture.Device.Slots.Flash(TestImages.Noise(9, TestImages.OldLength));
            fixture.Device.Server.CutBodiesAt = 5000;
            fixture.Device.Server.CutCount = 4;
            UpdatesWithout(fixture, ClientFixture.ImageUrl);
            Assert.IsTrue(fixture.Device.Client.Counters.Retries > 0, "nothing was cut");
        }

        [TestMethod]
        public void A_refused_URL_of_a_delta_file_is_no_delta_file()
        {
            using SignerFixture fixture = Start(_file);
            fixture.Device.Publish(fixture.Signer.Sign(Manifest("ftp://updates.example/app.delta").ToString()));
            Update(fixture);
        }

        [TestMethod]
        public void An_update_by_a_delta_file_can_be_cancelled()
        {
            using SignerFixture fixture = Start(_file);
            fixture.Device.Client.Check();
            int reads = 0;
            fixture.Device.Server.OnRead = () =>
            {
                if (++reads == 2)
                {
                    fixture.Device.Client.Cancel();
                }
            };
            Assert.AreEqual(OtaResult.Cancelled, fixture.Device.Client.Stage());
            fixture.Device.Server.OnRead = null;
            Assert.AreEqual(0, fixture.Device.Server.OpenBodies);
            Update(fixture);
        }

        private static SignerFixture Start(byte[]? file)
        {
            SignerFixture fixture = new();
            if (file != null)
            {
                fixture.Device.Server.Put(DeltaUrl, file);
            }

            fixture.Device.Publish(fixture.Signer.Sign(Manifest("1.1/app.delta").ToString()));
            return fixture;
        }

        private static ManifestText Manifest(string delta) => ManifestText.RootWith(ManifestText.Image()
            .With("size", _new.Length.ToString(CultureInfo.InvariantCulture)).With("sha256", $"\"{TestSigner.Encode(SHA256.HashData(_new))}\"")
            .With("chunks", ManifestText.Table().With("sha256", $"\"{TestSigner.Encode(_digests.Identity)}\"").ToString())
            .With("delta", $"{{\"url\":\"{delta}\"}}"));

        private static void UpdatesWithout(SignerFixture fixture, string url)
        {
            fixture.Device.Server.Remove(url);
            Update(fixture);
        }

        private static void Update(SignerFixture fixture)
        {
            Assert.AreEqual(OtaResult.Ok, fixture.Device.Client.Update());
            Assert.IsTrue(fixture.Device.Slots.Holds(1, _new), "the slot holds something else");
            Assert.AreEqual(0, fixture.Device.Server.OpenBodies, "an answer was left open");
        }
    }
}
