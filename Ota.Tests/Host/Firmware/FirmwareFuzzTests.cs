using System.Globalization;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Fuzz;

namespace NanoOta.Tests.Firmware
{
    /// <summary>A sample of what 'tools/Ota.Fuzz -- firmware' runs over 100,000 images. Failures print the seed and the image's number.</summary>
    [TestClass]
    public sealed class FirmwareFuzzTests
    {
        private const int Images = 600;

        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        public void Generated_images_are_taken_by_the_bootloader_and_give_both_parts_back()
        {
            FirmwareFuzz fuzz = Run((fuzz, count) => fuzz.RoundTrips(count));
            foreach (string kind in (string[])["padded", "without digest", "with digest", "1 segments", "15 segments"])
            {
                Assert.IsTrue(fuzz.Outcomes.ContainsKey(kind), $"No image was '{kind}'.");
            }
        }

        [TestMethod]
        public void Damaged_images_are_refused_or_harmless()
        {
            FirmwareFuzz fuzz = Run((fuzz, count) => fuzz.Mutations(count));
            foreach (string kind in (string[])["bootloader: Checksum", "bootloader: Segment", "application: Assembly", "application: Crc", "harmless: both parts as before"])
            {
                Assert.IsTrue(fuzz.Outcomes.ContainsKey(kind), $"No image was '{kind}'.");
            }
        }

        private FirmwareFuzz Run(Action<FirmwareFuzz, long> run)
        {
            FirmwareFuzz fuzz = new(TestSeed.Create(TestContext).Next());
            run(fuzz, Images);
            TestContext.WriteLine(string.Join(", ", fuzz.Outcomes.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value}"))));
            return fuzz;
        }
    }
}
