using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class KnownReleaseTests
    {
        [TestMethod]
        public void A_release_is_its_version_and_its_images()
        {
            KnownRelease known = new KnownRelease(new byte[KnownRelease.Length], 0);
            known.Version = ReleaseVersion.Parse("1.2");
            Assert.IsTrue(known.Is(ReleaseVersion.Parse("1.2.0"), Digest(1)), "from the factory, by version alone");
            known.SetImages(Digest(1));
            Assert.IsTrue(known.Is(ReleaseVersion.Parse("1.2.0"), Digest(1)), "both");
            Assert.IsFalse(known.Is(ReleaseVersion.Parse("1.2.0"), Digest(2)), "other images");
            Assert.IsFalse(known.Is(ReleaseVersion.Parse("1.3"), Digest(1)), "another version");
        }

        [TestMethod]
        public void It_is_copied_and_forgotten_as_a_whole_and_touches_no_byte_beside_it()
        {
            byte[] bytes = new byte[KnownRelease.Length + 2];
            bytes[0] = 0xAA;
            bytes[KnownRelease.Length + 1] = 0xBB;
            KnownRelease known = new KnownRelease(bytes, 1);
            known.Version = 0x0102030405060708;
            known.NotBelow = 77;
            known.Issued = ClientFixture.Now;
            known.Slot = 17;
            known.SetImages(Digest(3));
            KnownRelease copy = new KnownRelease(new byte[KnownRelease.Length], 0);
            copy.Take(known);
            Assert.AreEqual(0x0102030405060708L, copy.Version);
            Assert.AreEqual(77L, copy.NotBelow);
            Assert.AreEqual(ClientFixture.Now, copy.Issued);
            Assert.AreEqual(17, copy.Slot);
            Assert.IsTrue(copy.HasImagesOf(Digest(3)));
            known.Clear();
            Assert.AreEqual(0L, known.Version | known.NotBelow | known.Issued | (long)known.Slot);
            Assert.IsFalse(known.HasImages);
            Assert.AreEqual(0xAA, (int)bytes[0]);
            Assert.AreEqual(0xBB, (int)bytes[KnownRelease.Length + 1]);
        }

        private static byte[] Digest(int seed)
        {
            byte[] digest = new byte[32];
            for (int i = 0; i < 32; i++)
            {
                digest[i] = (byte)((seed * 5) + i);
            }

            return digest;
        }
    }
}
