using System.Numerics;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Hostile
{
    /// <summary>An attacker who has the server and every envelope that was ever signed, but no key.</summary>
    [TestClass]
    public class ReplayTests
    {
        [TestMethod]
        public void An_old_manifest_is_refused_once_a_newer_release_was_confirmed()
        {
            using HostileFixture fixture = new();
            HostileRelease old = fixture.Release;
            fixture.Server.Release = HostileRelease.Make(fixture.Signer, HostileRelease.NewImage(33), 3);
            fixture.AssertUpdates();
            fixture.Server.Release = old;
            AssertRefused(fixture, OtaResult.RevisionStale);
            Assert.AreEqual(3L, fixture.Client.SeenRevision);
            Assert.AreEqual(OtaResult.Ok, fixture.Boot());
            AssertRefused(fixture, OtaResult.RevisionStale);
        }

        [TestMethod]
        public void An_old_manifest_is_refused_by_a_device_that_never_updated()
        {
            using HostileFixture fixture = new();
            fixture.Options.BaselineRevision = 5;
            fixture.Boot();
            for (int sequence = 1; sequence < 5; sequence++)
            {
                fixture.Server.Release = HostileRelease.Make(fixture.Signer, HostileRelease.NewImage(), sequence);
                AssertRefused(fixture, OtaResult.RevisionStale);
                fixture.AssertNothingLost();
            }
        }

        [TestMethod]
        public void An_expired_manifest_is_refused()
        {
            using HostileFixture fixture = new();
            fixture.Server.Release = Changed(fixture, m => m.With("expires", $"{HostileFixture.Now}"));
            AssertRefused(fixture, OtaResult.ManifestExpired);
            fixture.AssertNothingLost();
            fixture.Server.Release = Changed(fixture, m => m.With("revision", "3").With("expires", $"{HostileFixture.Now + 1}"));
            fixture.AssertUpdates();
        }

        [TestMethod]
        public void A_mirror_that_is_frozen_with_304_is_noticed_when_its_manifest_expires()
        {
            using HostileFixture fixture = new();
            fixture.AssertUpdates();
            Assert.AreEqual(OtaResult.UpToDate, HostileFixture.Bounded(fixture.Client.Check));
            int unchanged = 0;
            fixture.Server.Fault = q =>
            {
                Interlocked.Increment(ref unchanged);
                return new Http.ConnectionScript().Head("HTTP/1.1 304 Not Modified");
            };
            Assert.AreEqual(OtaResult.UpToDate, HostileFixture.Bounded(fixture.Client.Check));
            fixture.Clock.UtcSeconds = 1890000000;
            AssertRefused(fixture, OtaResult.ManifestExpired);
            Assert.AreEqual(2, unchanged);

            // After a restart no entity tag is believed: an answer that nobody asked for is none.
            Assert.AreEqual(OtaResult.Ok, fixture.Boot());
            Assert.AreEqual(OtaResult.HttpStatusUnexpected, HostileFixture.Bounded(fixture.Client.Update));
        }

        [TestMethod]
        public void A_right_signature_over_another_product_is_refused()
        {
            using HostileFixture fixture = new();
            fixture.Server.Release = Changed(fixture, m => m.With("product", "\"toaster\""));
            AssertRefused(fixture, OtaResult.ProductMismatch);
            fixture.AssertNothingLost();
        }

        [TestMethod]
        public void A_right_signature_over_another_component_is_refused()
        {
            using HostileFixture fixture = new();
            string image = ManifestText.Image().With("component", "\"firmware\"").ToString();
            fixture.Server.Release = Changed(fixture, m => m.With("images", $"[{image}]"));
            AssertRefused(fixture, OtaResult.ImageMissing);
            fixture.AssertNothingLost();
        }

        [TestMethod]
        public void A_strangers_signature_is_refused_under_a_trusted_name_and_under_its_own()
        {
            using HostileFixture fixture = new();
            using TestSigner pretender = new(fixture.Signer.Kid);
            fixture.Server.Release = HostileRelease.Make(pretender, fixture.Release.Image);
            AssertRefused(fixture, OtaResult.SignatureInvalid);
            using TestSigner stranger = new("stranger");
            fixture.Server.Release = HostileRelease.Make(stranger, fixture.Release.Image);
            AssertRefused(fixture, OtaResult.KeyUnknown);
            fixture.AssertNothingLost();
        }

        [TestMethod]
        public void Parts_of_two_envelopes_make_no_envelope()
        {
            using HostileFixture fixture = new();
            string[] one = Encoding.ASCII.GetString(fixture.Release.Manifest).Split('.');
            string[] two = Encoding.ASCII.GetString(HostileRelease.Make(fixture.Signer, fixture.Release.Image, 3).Manifest).Split('.');
            fixture.Server.Release = fixture.Release with { Manifest = Encoding.ASCII.GetBytes($"{two[0]}.{two[1]}.{one[2]}") };
            AssertRefused(fixture, OtaResult.SignatureInvalid);
            fixture.AssertNothingLost();
        }

        [TestMethod]
        public void A_release_that_failed_is_refused_again_under_a_second_valid_form_of_its_signature()
        {
            using HostileFixture fixture = new();
            Assert.AreEqual(OtaResult.Ok, HostileFixture.Bounded(fixture.Client.Update));
            Assert.AreEqual(OtaResult.TrialContinues, fixture.Boot());
            Assert.AreEqual(OtaResult.Ok, fixture.Client.Reject(OtaResult.HealthCheckFailed));
            Assert.AreEqual(OtaResult.HealthCheckFailed, fixture.Boot());
            AssertRefused(fixture, OtaResult.ReleasePaused);

            // With (r, s) anyone can make (r, n - s), which is as valid: FIPS 186-5, 6.4.2 does not choose between them.
            string[] parts = Encoding.ASCII.GetString(fixture.Release.Manifest).Split('.');
            byte[] signature = System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]);
            BigInteger order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber);
            byte[] other = (order - new BigInteger(signature.AsSpan(32), true, true)).ToByteArray(true, true);
            signature.AsSpan(32).Clear();
            other.CopyTo(signature.AsSpan(64 - other.Length));
            byte[] envelope = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}.{TestSigner.Encode(signature)}");
            CollectionAssert.AreNotEqual(fixture.Release.Manifest, envelope);
            fixture.Server.Release = fixture.Release with { Manifest = envelope };
            Assert.AreEqual(OtaResult.Ok, fixture.Client.ProbeServer().Code, "it is valid");
            AssertRefused(fixture, OtaResult.ReleasePaused);
        }

        private static HostileRelease Changed(HostileFixture fixture, Func<ManifestText, ManifestText> change) =>
            HostileRelease.Make(fixture.Signer, fixture.Release.Image, 2, change);

        // Refused by an Update that asks for the manifest only: nothing else is fetched, written or booted.
        private static void AssertRefused(HostileFixture fixture, OtaResult expected)
        {
            int requests = fixture.Server.Requests;
            int running = fixture.Slots.Running;
            int restarts = fixture.Slots.Restarts;
            int erases = fixture.Slots.Erases;
            Assert.AreEqual(expected, HostileFixture.Bounded(fixture.Client.Update));
            Assert.AreEqual(requests + 1, fixture.Server.Requests);
            Assert.AreEqual(running, fixture.Slots.Running);
            Assert.AreEqual(restarts, fixture.Slots.Restarts);
            Assert.AreEqual(erases, fixture.Slots.Erases);
        }
    }
}
