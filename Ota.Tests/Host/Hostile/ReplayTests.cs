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
            using HostileWorld world = new();
            HostileRelease old = world.Release;
            world.Server.Release = HostileRelease.Make(world.Signer, HostileRelease.NewImage(33), 3);
            world.AssertUpdates();
            world.Server.Release = old;
            AssertRefused(world, OtaResult.RevisionStale);
            Assert.AreEqual(3L, world.Client.SeenRevision);
            Assert.AreEqual(OtaResult.Ok, world.Boot());
            AssertRefused(world, OtaResult.RevisionStale);
        }

        [TestMethod]
        public void An_old_manifest_is_refused_by_a_device_that_never_updated()
        {
            using HostileWorld world = new();
            world.Options.BaselineRevision = 5;
            world.Boot();
            for (int sequence = 1; sequence < 5; sequence++)
            {
                world.Server.Release = HostileRelease.Make(world.Signer, HostileRelease.NewImage(), sequence);
                AssertRefused(world, OtaResult.RevisionStale);
                world.AssertNothingLost();
            }
        }

        [TestMethod]
        public void An_expired_manifest_is_refused()
        {
            using HostileWorld world = new();
            world.Server.Release = Changed(world, m => m.With("expires", $"{HostileWorld.Now}"));
            AssertRefused(world, OtaResult.ManifestExpired);
            world.AssertNothingLost();
            world.Server.Release = Changed(world, m => m.With("revision", "3").With("expires", $"{HostileWorld.Now + 1}"));
            world.AssertUpdates();
        }

        [TestMethod]
        public void A_mirror_that_is_frozen_with_304_is_noticed_when_its_manifest_expires()
        {
            using HostileWorld world = new();
            world.AssertUpdates();
            Assert.AreEqual(OtaResult.UpToDate, HostileWorld.Bounded(world.Client.Check));
            int unchanged = 0;
            world.Server.Fault = q =>
            {
                Interlocked.Increment(ref unchanged);
                return new Http.ConnectionScript().Head("HTTP/1.1 304 Not Modified");
            };
            Assert.AreEqual(OtaResult.UpToDate, HostileWorld.Bounded(world.Client.Check));
            world.Clock.UtcSeconds = 1890000000;
            AssertRefused(world, OtaResult.ManifestExpired);
            Assert.AreEqual(2, unchanged);

            // After a restart no entity tag is believed: an answer that nobody asked for is none.
            Assert.AreEqual(OtaResult.Ok, world.Boot());
            Assert.AreEqual(OtaResult.HttpStatusUnexpected, HostileWorld.Bounded(world.Client.Update));
        }

        [TestMethod]
        public void A_right_signature_over_another_product_is_refused()
        {
            using HostileWorld world = new();
            world.Server.Release = Changed(world, m => m.With("product", "\"toaster\""));
            AssertRefused(world, OtaResult.ProductMismatch);
            world.AssertNothingLost();
        }

        [TestMethod]
        public void A_right_signature_over_another_component_is_refused()
        {
            using HostileWorld world = new();
            string image = ManifestText.Image().With("component", "\"firmware\"").ToString();
            world.Server.Release = Changed(world, m => m.With("images", $"[{image}]"));
            AssertRefused(world, OtaResult.ImageMissing);
            world.AssertNothingLost();
        }

        [TestMethod]
        public void A_strangers_signature_is_refused_under_a_trusted_name_and_under_its_own()
        {
            using HostileWorld world = new();
            using TestSigner pretender = new(world.Signer.Kid);
            world.Server.Release = HostileRelease.Make(pretender, world.Release.Image);
            AssertRefused(world, OtaResult.SignatureInvalid);
            using TestSigner stranger = new("stranger");
            world.Server.Release = HostileRelease.Make(stranger, world.Release.Image);
            AssertRefused(world, OtaResult.KeyUnknown);
            world.AssertNothingLost();
        }

        [TestMethod]
        public void Parts_of_two_envelopes_make_no_envelope()
        {
            using HostileWorld world = new();
            string[] one = Encoding.ASCII.GetString(world.Release.Manifest).Split('.');
            string[] two = Encoding.ASCII.GetString(HostileRelease.Make(world.Signer, world.Release.Image, 3).Manifest).Split('.');
            world.Server.Release = world.Release with { Manifest = Encoding.ASCII.GetBytes($"{two[0]}.{two[1]}.{one[2]}") };
            AssertRefused(world, OtaResult.SignatureInvalid);
            world.AssertNothingLost();
        }

        [TestMethod]
        public void A_release_that_failed_is_refused_again_under_a_second_valid_form_of_its_signature()
        {
            using HostileWorld world = new();
            Assert.AreEqual(OtaResult.Ok, HostileWorld.Bounded(world.Client.Update));
            Assert.AreEqual(OtaResult.TrialContinues, world.Boot());
            Assert.AreEqual(OtaResult.Ok, world.Client.Reject(OtaResult.HealthCheckFailed));
            Assert.AreEqual(OtaResult.HealthCheckFailed, world.Boot());
            AssertRefused(world, OtaResult.ReleasePaused);

            // With (r, s) anyone can make (r, n - s), which is as valid: FIPS 186-5, 6.4.2 does not choose between them.
            string[] parts = Encoding.ASCII.GetString(world.Release.Manifest).Split('.');
            byte[] signature = System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]);
            BigInteger order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber);
            byte[] other = (order - new BigInteger(signature.AsSpan(32), true, true)).ToByteArray(true, true);
            signature.AsSpan(32).Clear();
            other.CopyTo(signature.AsSpan(64 - other.Length));
            byte[] envelope = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}.{TestSigner.Encode(signature)}");
            CollectionAssert.AreNotEqual(world.Release.Manifest, envelope);
            world.Server.Release = world.Release with { Manifest = envelope };
            Assert.AreEqual(OtaResult.Ok, world.Client.ProbeServer().Code, "it is valid");
            AssertRefused(world, OtaResult.ReleasePaused);
        }

        private static HostileRelease Changed(HostileWorld world, Func<ManifestText, ManifestText> change) =>
            HostileRelease.Make(world.Signer, world.Release.Image, 2, change);

        // Refused by an Update that asks for the manifest only: nothing else is fetched, written or booted.
        private static void AssertRefused(HostileWorld world, OtaResult expected)
        {
            int requests = world.Server.Requests;
            int running = world.Slots.Running;
            int restarts = world.Slots.Restarts;
            int erases = world.Slots.Erases;
            Assert.AreEqual(expected, HostileWorld.Bounded(world.Client.Update));
            Assert.AreEqual(requests + 1, world.Server.Requests);
            Assert.AreEqual(running, world.Slots.Running);
            Assert.AreEqual(restarts, world.Slots.Restarts);
            Assert.AreEqual(erases, world.Slots.Erases);
        }
    }
}
