using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;

namespace NanoOta.Tests.Firmware
{
    /// <summary>The stand-in for nanoCLR: of a real one's size and make-up, and the same bytes each time.</summary>
    [TestClass]
    public sealed class StandInFirmwareTests
    {
        [TestMethod]
        public void It_has_the_size_and_the_segments_of_a_real_one()
        {
            byte[] image = new StandInFirmware { Version = "1.17.3.0" }.Build();
            Assert.AreEqual(EspImageFault.None, EspImage.Verify(image, 0, out EspImageInfo? info));
            Assert.AreEqual(image.Length, info!.Length);
            Assert.IsLessThan(10_000, Math.Abs(image.Length - 1_200_000), $"{image.Length} bytes.");
            Assert.AreEqual("1.17.3.0", info.Description!.Version);
            Assert.AreEqual("nanoCLR", info.Description.ProjectName);
            EspMemory memory = EspMemory.For(0)!;
            Assert.AreEqual(2, info.Segments.Count(segment => memory.IsMapped(segment.LoadAddress)), "Constants and code are mapped.");
            Assert.AreEqual(3, info.Segments.Count(segment => memory.CanLoad(segment.LoadAddress, segment.Length)), "Data and code for RAM fill the gap, cut.");
        }

        [TestMethod]
        public void Every_size_gives_an_image_that_the_bootloader_takes()
        {
            // Sizes whose data for RAM ends close to the end of the gap: little more than a header is left to fill.
            for (int size = 200_000; size < 270_000; size += 260)
            {
                Assert.AreEqual(EspImageFault.None, EspImage.Verify(new StandInFirmware { Size = size }.Build(), 0, out _), $"{size} bytes.");
            }
        }

        [TestMethod]
        public void The_same_settings_give_the_same_bytes_and_another_seed_other_ones()
        {
            byte[] image = new StandInFirmware().Build();
            CollectionAssert.AreEqual(image, new StandInFirmware().Build());
            byte[] other = new StandInFirmware { Seed = 2 }.Build();
            Assert.AreEqual(image.Length, other.Length);
            Assert.IsGreaterThan(image.Length / 2, image.Zip(other).Count(pair => pair.First != pair.Second));
        }

        [TestMethod]
        public void Settings_that_make_no_firmware_are_refused()
        {
            Assert.ThrowsExactly<ArgumentException>(() => new StandInFirmware { ChipId = 77 }.Build());
            Assert.ThrowsExactly<ArgumentException>(() => new StandInFirmware { Size = 1000 }.Build());
            Assert.ThrowsExactly<ArgumentException>(() => new StandInFirmware { Version = new string('1', 32) }.Build());
        }
    }
}
