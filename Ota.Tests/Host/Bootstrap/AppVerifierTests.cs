using System.Diagnostics.CodeAnalysis;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Bootstrap
{
    /// <summary>What the proof of a slot ends in.</summary>
    [TestClass]
    public class AppVerifierTests
    {
        [TestMethod]
        public void A_whole_slot_verifies_and_is_in_memory()
        {
            Assert.AreEqual(OtaResult.Ok, Verify(SignedReleases.Key(), new BoardFixture(), out VerifiedApp app));
            Assert.AreEqual(OtaResult.Ok, app.Linked.Code);
            byte[] image = TestApps.Image(1);
            byte[] last = app.Order.Ordered[1].Bytes;
            CollectionAssert.AreEqual(image[..last.Length], last);
        }

        [TestMethod]
        public void An_image_that_memory_does_not_suffice_for_is_one_that_does_not_verify()
        {
            Assert.AreEqual(OtaResult.OutOfMemory, Verify(SignedReleases.Key(), new Greedy(), out _));
        }

        [TestMethod]
        public void A_drive_that_gives_other_bytes_the_second_time_is_found_out()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            TrustedKeys.Create([SignedReleases.Key()], out TrustedKeys keys);
            OtaOptions options = new() { Keys = keys, Product = "lamp" };
            Assert.AreEqual(OtaResult.ChunkDigestMismatch, AppVerifier.Verify(fixture.Storage, "a", 1, options, new Rot(fixture.Storage), out _));
        }

        [TestMethod]
        public void An_image_with_another_identity_is_none_of_the_release()
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            byte[] image = TestApps.Image(1);
            image[3000] ^= 1;
            fixture.Storage.Put("a.img", image);
            TrustedKeys.Create([SignedReleases.Key()], out TrustedKeys keys);
            Assert.AreEqual(OtaResult.ChunkDigestMismatch, AppVerifier.Verify(fixture.Storage, "a", 1, new OtaOptions { Keys = keys, Product = "lamp" }, fixture, out _));
        }

        [TestMethod]
        public void A_manifest_under_a_key_that_is_not_trusted_any_more_does_not_verify()
        {
            byte[] other = SignedReleases.Key().PublicKey;
            TrustedKey key = new("another", other);
            Assert.AreEqual(OtaResult.KeyUnknown, Verify(key, new BoardFixture(), out _));
        }

        [TestMethod]
        [DataRow("lamp", 2, OtaResult.RevisionConflict)]
        [DataRow("toaster", 1, OtaResult.ProductMismatch)]
        public void L21_What_starts_was_installed_and_is_of_this_product(string product, int revision, OtaResult expected)
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            TrustedKeys.Create([SignedReleases.Key()], out TrustedKeys keys);
            Assert.AreEqual(expected, AppVerifier.Verify(fixture.Storage, "a", revision, new OtaOptions { Keys = keys, Product = product }, fixture, out _));
        }

        private static OtaResult Verify(TrustedKey key, IResidents residents, out VerifiedApp app)
        {
            BoardFixture fixture = BoardFixture.WithFirst();
            Assert.AreEqual(OtaResult.Ok, TrustedKeys.Create([key], out TrustedKeys keys));
            return AppVerifier.Verify(fixture.Storage, "a", 1, new OtaOptions { Keys = keys, Product = "lamp" }, residents, out app);
        }

        /// <summary>Asked between the two readings, it flips a bit.</summary>
        private sealed class Rot(MemoryStorage storage) : IResidents
        {
            public int VersionOf(string name)
            {
                storage.Damage("a.img", 3000);
                return new BoardFixture().VersionOf(name);
            }
        }

        private sealed class Greedy : IResidents
        {
            [SuppressMessage("Usage", "CA2201", Justification = "It stands for the runtime here.")]
            public int VersionOf(string name) => throw new OutOfMemoryException();
        }
    }
}
