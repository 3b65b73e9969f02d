using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Signer
{
    /// <summary>Manifests with a right signature that are not for this device, not for now, or that lie about their files.</summary>
    [TestClass]
    public sealed class ReleaseAttackTests
    {
        [TestMethod]
        public void A_replayed_manifest_of_an_older_release_is_refused()
        {
            using SignerFixture fixture = new();
            ConfirmRevision(fixture, 3);
            foreach (string sequence in new[] { "1", "2" })
            {
                Assert.AreEqual(OtaResult.RevisionStale, fixture.Update(fixture.Good().With("revision", sequence)));
            }

            Assert.AreEqual(3L, fixture.Device.Client.SeenRevision);
        }

        [TestMethod]
        public void L11_After_an_older_version_was_published_again_what_it_undid_stays_refused()
        {
            using SignerFixture fixture = new();
            ConfirmRevision(fixture, 4);
            Assert.AreEqual(OtaResult.Ok, fixture.Update(fixture.Good().With("revision", "5").With("version", "\"0.9\"")));
            Assert.AreEqual(OtaResult.TrialContinues, fixture.Device.Boot());
            Assert.AreEqual(OtaResult.Ok, fixture.Device.Client.Confirm());
            Assert.AreEqual(ReleaseVersion.Parse("0.9"), fixture.Device.Client.InstalledVersion);
            Assert.AreEqual(OtaResult.RevisionStale, fixture.Update(fixture.Good().With("revision", "4").With("version", "\"1.4\"")));
        }

        [TestMethod]
        public void L12_A_rollout_that_was_taken_back_stays_taken_back()
        {
            using SignerFixture fixture = new();
            ManifestText everyone = fixture.Good().With("revision", "5").With("rollout", "{\"percent\":100}");
            ManifestText nobody = fixture.Good().With("revision", "6").With("rollout", "{\"percent\":0}");
            Assert.AreEqual(OtaResult.NotInRollout, fixture.Update(nobody));
            fixture.AssertRefused(OtaResult.RevisionStale, fixture.Update(everyone));
            Assert.AreEqual(OtaResult.RevisionConflict, fixture.Update(everyone.With("revision", "6")), "The same number with another rollout.");
        }

        [TestMethod]
        public void L16_Two_manifests_under_one_revision_are_told_apart()
        {
            using SignerFixture fixture = new();
            ConfirmRevision(fixture, 3);
            ManifestText forked = fixture.Good().With("revision", "3").With("notes", "\"forked\"");
            Assert.AreEqual(OtaResult.RevisionConflict, fixture.Update(forked));
        }

        [TestMethod]
        public void A_release_of_another_channel_is_refused()
        {
            using SignerFixture fixture = new();
            fixture.AssertRefused(OtaResult.ChannelMismatch, fixture.Update(fixture.Good().With("channel", "\"beta\"")));
            Assert.AreEqual(0, fixture.Device.Medium.Writes);
        }

        [TestMethod]
        [DataRow(ClientFixture.Now - 1)]
        [DataRow(ClientFixture.Now)]
        public void An_expired_manifest_is_refused(long expires)
        {
            using SignerFixture fixture = new();
            ManifestText manifest = fixture.Good().With("issued", "1").With("expires", expires.ToString(System.Globalization.CultureInfo.InvariantCulture));
            fixture.AssertRefused(OtaResult.ManifestExpired, fixture.Update(manifest));
        }

        [TestMethod]
        public void A_frozen_mirror_is_noticed_when_its_manifest_expires()
        {
            using SignerFixture fixture = new();
            ConfirmRevision(fixture, 2);
            Assert.AreEqual(OtaResult.UpToDate, fixture.Device.Client.Check());
            fixture.Device.Clock.UtcSeconds = 1890000000;
            Assert.AreEqual(OtaResult.ManifestExpired, fixture.Device.Client.Check(), "by 304");
            fixture.Device.Publish(fixture.Signer.Sign(fixture.Good().With("revision", "3").ToString()));
            Assert.AreEqual(OtaResult.ManifestExpired, fixture.Device.Client.Check(), "by 200");
        }

        [TestMethod]
        [DataRow("\"toaster\"")]
        [DataRow("\"LAMP\"")]
        [DataRow("\"lamp.\"")]
        public void A_right_signature_over_another_product_is_refused(string product)
        {
            using SignerFixture fixture = new();
            fixture.AssertRefused(OtaResult.ProductMismatch, fixture.Update(fixture.Good().With("product", product)));
        }

        [TestMethod]
        public void A_firmware_is_not_taken_for_an_app()
        {
            using SignerFixture fixture = new();
            ManifestText image = ManifestText.Image().With("component", "\"firmware\"");
            fixture.AssertRefused(OtaResult.ImageMissing, fixture.Update(ManifestText.RootWith(image)));
        }

        [TestMethod]
        public void The_bytes_of_another_image_are_refused_before_they_are_written()
        {
            using SignerFixture fixture = new();
            fixture.Device.Server.Put(ClientFixture.ImageUrl, TestImages.Noise(77, fixture.Device.NewImage.Length));
            Assert.AreEqual(OtaResult.ChunkDigestMismatch, fixture.Update(fixture.Good()));
            Assert.AreEqual(0, fixture.Device.Slots.Running);
            Assert.IsLessThanOrEqualTo(1, fixture.Device.Medium.Writes);
            Assert.IsFalse(fixture.Device.Slots.Holds(1, fixture.Device.NewImage));
        }

        [TestMethod]
        public void The_chunk_table_of_another_image_is_refused()
        {
            using SignerFixture fixture = new();
            fixture.Device.Server.Put(ClientFixture.TableUrl, TestImages.Table(TestImages.Noise(77, fixture.Device.NewImage.Length)));
            OtaResult result = fixture.Update(fixture.Good());
            Assert.AreEqual(OtaResult.TableDigestMismatch, result);
            fixture.AssertRefused(result, result, OtaState.Offered);
        }

        [TestMethod]
        [DataRow("app", "app", OtaResult.ImageMissing)]
        [DataRow("firmware", "firmware", OtaResult.ImageMissing)]
        [DataRow("app", "APP", OtaResult.FieldOutOfRange)]
        [DataRow("app", "bootloader", OtaResult.FieldOutOfRange)]
        public void Two_images_of_one_component_or_of_no_known_one_are_refused(string first, string second, OtaResult expected)
        {
            using SignerFixture fixture = new();
            string images = $"[{ManifestText.Image().With("component", $"\"{first}\"")},{ManifestText.Image().With("component", $"\"{second}\"")}]";
            fixture.AssertRefused(expected, fixture.Update(fixture.Good().With("images", images)));
        }

        [TestMethod]
        [DataRow(0, OtaResult.FieldMissing)]
        [DataRow(3, OtaResult.FieldTooLong)]
        [DataRow(20, OtaResult.FieldTooLong)]
        public void No_image_or_too_many_are_refused(int count, OtaResult expected)
        {
            using SignerFixture fixture = new();
            fixture.AssertRefused(expected, fixture.Update(fixture.Good().With("images", ManifestCase.Times(count, ManifestText.Image().ToString()))));
        }

        [TestMethod]
        [DataRow("0", OtaResult.FieldOutOfRange)]
        [DataRow("-1", OtaResult.FieldOutOfRange)]
        [DataRow("67108865", OtaResult.FieldOutOfRange)]
        [DataRow("2147483648", OtaResult.FieldOutOfRange)]
        [DataRow("4294967296", OtaResult.FieldOutOfRange)]
        [DataRow("4294987596", OtaResult.FieldOutOfRange)]
        [DataRow("67108864", OtaResult.ImageTooLarge)]
        [DataRow("65537", OtaResult.ImageTooLarge)]
        public void An_image_of_no_size_or_a_huge_one_is_refused(string size, OtaResult expected)
        {
            using SignerFixture fixture = new();
            fixture.AssertRefused(expected, fixture.Update(ManifestText.RootWith(ManifestText.Image().With("size", size))));
        }

        [TestMethod]
        public void A_table_whose_head_is_larger_than_the_device_holds_is_not_even_fetched()
        {
            using SignerFixture fixture = new();
            fixture.Device.Options.MaxTableLength = 32;
            fixture.Device.Slots.Capacity = 1 << 20;
            fixture.AssertRefused(OtaResult.TableTooLarge, fixture.Update(ManifestText.RootWith(ManifestText.Image().With("size", "131073"))));
            Assert.AreEqual(1, fixture.Device.Server.Requests);
        }

        [TestMethod]
        [DataRow("ftp://updates.example/app.img")]
        [DataRow("file:///etc/passwd")]
        [DataRow("javascript:alert(1)")]
        [DataRow("https://user:secret@updates.example/app.img")]
        [DataRow("https:\\\\\\\\updates.example\\\\app.img")]
        [DataRow("a b")]
        [DataRow("a#b")]
        [DataRow("http://[::1/a")]
        [DataRow("%zz")]
        public void A_URL_outside_of_http_and_https_is_refused(string url)
        {
            using SignerFixture fixture = new();
            fixture.AssertRefused(OtaResult.UrlInvalid, fixture.Update(ManifestText.RootWith(ManifestText.Image().With("url", $"\"{url}\""))));
        }

        [TestMethod]
        public void The_refusal_of_a_URL_is_about_the_URL_that_was_refused()
        {
            const string Bad = "ftp://updates.example/file";
            using SignerFixture fixture = new();
            string table = ManifestText.Table().With("url", $"\"{Bad}\"").ToString();
            fixture.AssertRefused(OtaResult.UrlInvalid, fixture.Update(ManifestText.RootWith(ManifestText.Image().With("chunks", table))));
            Expect.Outcome(OtaResult.UrlInvalid, Bad, fixture.Device.Client.LastOutcome);
            using SignerFixture another = new();
            another.AssertRefused(OtaResult.UrlInvalid, another.Update(ManifestText.RootWith(ManifestText.Image().With("url", $"\"{Bad}\""))));
            Expect.Outcome(OtaResult.UrlInvalid, Bad, another.Device.Client.LastOutcome);
        }

        [TestMethod]
        [DataRow(3, OtaResult.Ok, null)]
        [DataRow(4, OtaResult.AssemblyVersionMismatch, "Lib.B")]
        [DataRow(-1, OtaResult.AssemblyMissing, "Lib.B")]
        public void Every_resident_assembly_that_the_image_needs_is_asked_for(int version, OtaResult expected, string? about)
        {
            using SignerFixture fixture = new();
            fixture.Device.Options.Residents = new Residents(version);
            ManifestText image = ManifestText.Image().With("residents", """[{"name":"Lib.A","version":"0.3"},{"name":"Lib.B","version":"0.3"}]""");
            fixture.Device.Publish(fixture.Signer.Sign(ManifestText.RootWith(image).ToString()));
            Expect.Result(expected, fixture.Device.Client.Check());
            Expect.Outcome(expected, about, fixture.Device.Client.LastOutcome);
        }

        [TestMethod]
        public void A_device_that_knows_no_residents_has_none()
        {
            using SignerFixture fixture = new();
            ManifestText image = ManifestText.Image().With("residents", """[{"name":"Lib.A","version":"0.3"}]""");
            fixture.AssertRefused(OtaResult.AssemblyMissing, fixture.Update(ManifestText.RootWith(image)));
        }

        // The same image again and again: what counts here are revision and version.
        private static void ConfirmRevision(SignerFixture fixture, int revision)
        {
            Assert.AreEqual(OtaResult.Ok, fixture.Update(fixture.Good().With("revision", revision.ToString(System.Globalization.CultureInfo.InvariantCulture)).With("version", $"\"1.{revision}\"")));
            Assert.AreEqual(OtaResult.TrialContinues, fixture.Device.Boot());
            Assert.AreEqual(OtaResult.Ok, fixture.Device.Client.Confirm());
            Assert.AreEqual(revision, fixture.Device.Client.SeenRevision);
        }

        // Lib.A has the version 0.3, all others have the one that the test says.
        private sealed class Residents(int version) : IResidents
        {
            public int VersionOf(string name) => name == "Lib.A" ? 3 : version;
        }
    }
}
