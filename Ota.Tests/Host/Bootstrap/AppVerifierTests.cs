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
            AppVerifier app = new();
            Assert.AreEqual(OtaResult.Ok, Verify(app, SignedReleases.Key(), new BootWorld()));
            Assert.AreEqual(OtaResult.Ok, app.Linked);
            byte[] image = TestApps.Image(1);
            byte[] last = app.Order.Ordered[1].Bytes;
            CollectionAssert.AreEqual(image[..last.Length], last);
        }

        [TestMethod]
        public void An_image_that_memory_does_not_suffice_for_is_one_that_does_not_verify()
        {
            Assert.AreEqual(OtaResult.OutOfMemory, Verify(new AppVerifier(), SignedReleases.Key(), new Greedy()));
        }

        [TestMethod]
        public void A_drive_that_gives_other_bytes_the_second_time_is_found_out()
        {
            BootWorld world = BootWorld.WithFirst();
            TrustedKeys.Create([SignedReleases.Key()], out TrustedKeys keys);
            OtaOptions options = new() { Keys = keys };
            Assert.AreEqual(OtaResult.ChunkDigestMismatch, new AppVerifier().Verify(world.Storage, "a", options, new Rot(world.Storage)));
        }

        [TestMethod]
        public void An_image_with_a_table_of_its_own_is_none_of_the_release()
        {
            BootWorld world = BootWorld.WithFirst();
            byte[] image = TestApps.Image(1);
            image[3000] ^= 1;
            world.Storage.Put("a.img", image);
            world.Storage.Put("a.chk", TestImages.Table(image));
            TrustedKeys.Create([SignedReleases.Key()], out TrustedKeys keys);
            Assert.AreEqual(OtaResult.TableDigestMismatch, new AppVerifier().Verify(world.Storage, "a", new OtaOptions { Keys = keys }, world));
        }

        [TestMethod]
        public void A_manifest_under_a_key_that_is_not_trusted_any_more_does_not_verify()
        {
            byte[] other = SignedReleases.Key().PublicKey;
            TrustedKey key = new("another", other);
            Assert.AreEqual(OtaResult.KeyUnknown, Verify(new AppVerifier(), key, new BootWorld()));
        }

        private static OtaResult Verify(AppVerifier app, TrustedKey key, IResidents residents)
        {
            BootWorld world = BootWorld.WithFirst();
            Assert.AreEqual(OtaResult.Ok, TrustedKeys.Create([key], out TrustedKeys keys));
            return app.Verify(world.Storage, "a", new OtaOptions { Keys = keys }, residents);
        }

        /// <summary>Asked between the two readings, it flips a bit.</summary>
        private sealed class Rot(MemoryStorage storage) : IResidents
        {
            public int VersionOf(string name)
            {
                storage.Damage("a.img", 3000);
                return new BootWorld().VersionOf(name);
            }
        }

        private sealed class Greedy : IResidents
        {
            [SuppressMessage("Usage", "CA2201", Justification = "It stands for the runtime here.")]
            public int VersionOf(string name) => throw new OutOfMemoryException();
        }
    }
}
