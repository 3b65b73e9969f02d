using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;

namespace NanoOta.Tests.Firmware
{
    /// <summary>The device's judgement of natives in a staged image, held to the tool's.</summary>
    [TestClass]
    public sealed class StagedNativesTests
    {
        private const int Slot = 0x40000;
        private const string Needy = "Lamp.Native";

        private static readonly FirmwareNative _native = new(Needy, 0x12345678, new Version(1, 0, 0, 0));

        [TestMethod]
        [DataRow(0)]
        [DataRow(2)]
        [DataRow(5)]
        [DataRow(9)]
        [DataRow(13)]
        public void A_firmware_that_registers_what_its_application_needs_is_good(int chip)
        {
            byte[] image = Image(chip, [.. StandInFirmware.DefaultNatives, _native], Needy, _native.Checksum);
            Assert.AreEqual(OtaResult.Ok, Judge(image).Code);
        }

        [TestMethod]
        public void Another_checksum_or_none_is_refused_by_the_name_of_the_assembly()
        {
            byte[] other = Image(0, [.. StandInFirmware.DefaultNatives, _native with { Checksum = 0x12345679 }], Needy, _native.Checksum);
            byte[] none = Image(0, StandInFirmware.DefaultNatives, Needy, _native.Checksum);
            foreach (byte[] image in new[] { other, none })
            {
                OtaOutcome outcome = Judge(image);
                Assert.AreEqual(OtaResult.NativeMismatch, outcome.Code);
                Assert.AreEqual(Needy, outcome.Subject);
            }
        }

        [TestMethod]
        public void A_checksum_under_another_name_is_not_the_assemblys()
        {
            byte[] image = Image(0, [.. StandInFirmware.DefaultNatives, _native with { Name = "Lamp.Other" }], Needy, _native.Checksum);
            Assert.AreEqual(OtaResult.NativeMismatch, Judge(image).Code);
        }

        [TestMethod]
        public void A_record_without_methods_or_whose_place_no_word_names_does_not_count()
        {
            // The stand-in has a record of its first native with this checksum and no methods.
            byte[] decoy = Image(0, StandInFirmware.DefaultNatives, StandInFirmware.DefaultNatives[0].Name, 0xDEADBEEF);
            Assert.AreEqual(OtaResult.NativeMismatch, Judge(decoy).Code);

            byte[] image = Image(0, [.. StandInFirmware.DefaultNatives, _native], Needy, _native.Checksum);
            Assert.AreEqual(EspImageFault.None, EspImage.Verify(image, 0, out EspImageInfo? info));
            int record = image.AsSpan().IndexOf(BitConverter.GetBytes(_native.Checksum)) - 4;
            EspSegment segment = info!.Segments.First(segment => record >= segment.Offset && record < segment.Offset + segment.Length);
            byte[] address = BitConverter.GetBytes(segment.LoadAddress + (uint)(record - segment.Offset));
            int named = image.AsSpan().IndexOf(address);
            Assert.IsGreaterThan(0, named, "The table of the stand-in names the record.");
            image[named] ^= 4;
            Assert.AreEqual(OtaResult.NativeMismatch, Judge(image).Code);
        }

        [TestMethod]
        public void An_image_without_an_application_or_natives_is_good()
        {
            Assert.AreEqual(OtaResult.Ok, Judge(Firmware(0, StandInFirmware.DefaultNatives)).Code);
            Assert.AreEqual(OtaResult.Ok, Judge(Image(0, StandInFirmware.DefaultNatives, Needy, 0)).Code);
        }

        [TestMethod]
        public void Every_cut_and_every_changed_header_ends_in_a_code_and_within_the_slot()
        {
            byte[] image = Image(0, [.. StandInFirmware.DefaultNatives, _native], Needy, _native.Checksum);
            Random random = new(12);
            for (int i = 0; i < 200; i++)
            {
                byte[] broken = (byte[])image.Clone();
                int at = random.Next(2) == 0 ? random.Next(64) : image.Length - 1 - random.Next(1200);
                broken[at] ^= (byte)(1 << random.Next(8));
                OtaResult code = Judge(broken).Code;
                Assert.IsTrue(code is OtaResult.Ok or OtaResult.NativeMismatch or OtaResult.SlotImageInvalid, $"byte {at}: {code}");
            }
        }

        [TestMethod]
        public void A_slot_that_cannot_be_read_is_said()
        {
            Assert.AreEqual(OtaResult.SlotReadFailed, new StagedNatives(new ReadOnlySlot(null)).Judge().Code);
        }

        private static OtaOutcome Judge(byte[] image) => new StagedNatives(new ReadOnlySlot(image)).Judge();

        private static byte[] Firmware(int chip, IReadOnlyList<FirmwareNative> natives) =>
            new StandInFirmware { ChipId = chip, Size = 0x10000, Natives = natives }.Build();

        private static byte[] Image(int chip, IReadOnlyList<FirmwareNative> natives, string name, uint checksum)
        {
            byte[] needy = new PeWriter { Name = name, NativeChecksum = checksum }.Write();
            byte[] boot = new PeWriter { Name = "Boot", HasEntryPoint = true }.Write();
            Assert.AreEqual(AppSegmentFault.None, AppSegment.Create(Padded(boot), Padded(needy), out AppSegment? app));
            Assert.AreEqual(AttachFault.None, AttachedImage.Open(Firmware(chip, natives), out AttachedImage? image, out _, out _));
            Assert.AreEqual(AttachFault.None, image!.With(app, Slot, out byte[]? bytes));
            return bytes!;
        }

        private static byte[] Padded(byte[] assembly) => [.. assembly, .. new byte[-assembly.Length & 3]];

        /// <summary>A slot with an image in it, erased behind the image; it refuses to be read outside, and to be changed at all.</summary>
        private sealed class ReadOnlySlot(byte[]? image) : IUpdateSlot
        {
            public int Capacity => Slot;

            public SlotWriting Writing => SlotWriting.InPlace;

            public int RunningLength => 0;

            public OtaResult ReadRunning(int offset, byte[] buffer, int index, int count) => throw new InvalidOperationException("The running slot is read.");

            public OtaResult ReadStaged(int offset, byte[] buffer, int index, int count)
            {
                Assert.IsTrue(offset >= 0 && count >= 0 && offset <= Slot - count, "A read leaves the slot.");
                if (image == null)
                {
                    return OtaResult.SlotReadFailed;
                }

                for (int i = 0; i < count; i++)
                {
                    buffer[index + i] = offset + i < image.Length ? image[offset + i] : (byte)0xFF;
                }

                return OtaResult.Ok;
            }

            public OtaResult Begin(int imageLength, int offset) => throw new InvalidOperationException("The slot is written.");

            public OtaResult Write(byte[] buffer, int index, int count) => throw new InvalidOperationException("The slot is written.");

            public OtaResult End() => throw new InvalidOperationException("The slot is written.");

            public void Abort() => throw new InvalidOperationException("The slot is written.");
        }
    }
}
