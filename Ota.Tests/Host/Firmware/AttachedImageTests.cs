using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;

namespace NanoOta.Tests.Firmware
{
    /// <summary>An application goes into a firmware's image, is changed, and comes out again; everything before it stays.</summary>
    [TestClass]
    public sealed class AttachedImageTests
    {
        private const int Slot = 0x1D0000;

        private static readonly int[] _chips = [0, 2, 5, 9, 0x0C, 0x0D, 0x10, 0x12, 0x14, 0x17];

        public static IEnumerable<object[]> Chips => _chips.SelectMany(chip => new object[][] { [chip, false], [chip, true] });

        [TestMethod]
        [DynamicData(nameof(Chips))]
        public void The_application_goes_in_is_changed_and_comes_out(int chip, bool isPadded)
        {
            byte[] firmware = new StandInFirmware { ChipId = chip, IsPadded = isPadded, Size = 300_000 }.Build();
            byte[] first = Attach(firmware, TestParts.Segment());
            CheckAttached(firmware, first, isPadded);

            byte[] second = Attach(first, TestParts.Segment(app: TestParts.App("Other", 9_999)));
            CollectionAssert.AreEqual(Attach(firmware, TestParts.Segment(app: TestParts.App("Other", 9_999))), second, "The former application left something behind.");
            CheckAttached(firmware, second, isPadded);

            Assert.AreEqual(AttachFault.None, Open(second).With(null, Slot, out byte[]? bare));
            CollectionAssert.AreEqual(firmware, bare, "The firmware without its application is another than before.");
        }

        [TestMethod]
        public void Nothing_before_the_application_changes_but_the_number_of_segments()
        {
            byte[] firmware = new StandInFirmware { Size = 200_000 }.Build();
            byte[] attached = Attach(firmware, TestParts.Segment());
            EspSegment app = Open(attached).Info.Segments[^1];
            byte[] before = attached[..(app.Offset - EspImage.SegmentHeaderSize)];
            Assert.AreEqual(firmware[1] + 1, before[1]);
            before[1] = firmware[1];
            CollectionAssert.AreEqual(firmware[..before.Length], before);
        }

        // The header says lengths in sectors, and checksum and digest share the application's last sector.
        [TestMethod]
        [DataRow(true)]
        [DataRow(false)]
        public void An_application_of_as_many_sectors_leaves_every_sector_before_alone(bool hasDigest)
        {
            byte[] firmware = new StandInFirmware { Size = 200_000, AppendDigest = hasDigest }.Build();
            byte[] first = Attach(firmware, TestParts.Segment(app: TestParts.App("Other", 9_000)));
            byte[] second = Attach(firmware, TestParts.Segment(app: TestParts.App("Other", 11_000)));
            AppSegment app = Open(second).App!;
            int appAt = Open(second).Info.Segments[^1].Offset + app.BootOffset + app.Boot.Length;
            Assert.AreEqual(0, appAt % AppSegment.SectorSize, "The application begins inside of a sector.");
            Assert.AreEqual(0, second.Length % AppSegment.SectorSize, "The image ends inside of a sector.");
            Assert.AreEqual(first.Length, second.Length, "The image grew by a sector.");
            CollectionAssert.AreEqual(first[..appAt], second[..appAt], "A sector before the application changed.");

            byte[] longer = Attach(firmware, TestParts.Segment(app: TestParts.App("Other", 15_000)));
            Assert.AreEqual(first.Length + AppSegment.SectorSize, longer.Length, "An application of one sector more.");
        }

        [TestMethod]
        public void An_image_without_digest_stays_one_without_digest()
        {
            byte[] firmware = new StandInFirmware { Size = 100_000, AppendDigest = false }.Build();
            byte[] attached = Attach(firmware, TestParts.Segment());
            Assert.AreEqual(0, attached[23]);
            Assert.AreEqual(EspImageFault.None, EspImage.Verify(attached, 0, out EspImageInfo? info));
            Assert.AreEqual(attached.Length, info!.Length);
        }

        [TestMethod]
        public void Signed_images_are_read_and_not_changed()
        {
            byte[] padded = Attach(new StandInFirmware { Size = 100_000, IsPadded = true }.Build(), TestParts.Segment());
            Assert.AreEqual(0, padded.Length % 0x10000, "The signature's sector would not begin a page.");
            byte[] sector = new byte[AttachedImage.SignatureSize];
            sector[0] = 0xE7;
            AttachedImage signed = Open([.. padded, .. sector]);
            Assert.IsTrue(signed.IsSigned);
            Assert.IsNotNull(signed.App);
            Assert.AreEqual(AttachFault.AlreadySigned, signed.With(signed.App, Slot, out byte[]? changed));
            Assert.IsNull(changed);
        }

        [TestMethod]
        public void Bytes_behind_the_image_are_refused_unless_they_are_erased_flash()
        {
            byte[] firmware = new StandInFirmware { Size = 100_000 }.Build();
            Assert.AreEqual(AttachFault.Trailing, Open([.. firmware, 0x17]).With(TestParts.Segment(), Slot, out _));
            Assert.AreEqual(AttachFault.None, Open([.. firmware, 0xFF, 0xFF]).With(TestParts.Segment(), Slot, out byte[]? attached));
            CollectionAssert.AreEqual(Attach(firmware, TestParts.Segment()), attached);
        }

        [TestMethod]
        public void Sixteen_segments_are_too_many()
        {
            EspImageBuilder builder = new();
            for (int i = 0; i < EspImage.MaxSegments - 2; i++)
            {
                builder.AddSegment(new byte[16]);
            }

            byte[] full = Attach(builder.Build(), TestParts.Segment());
            Assert.HasCount(EspImage.MaxSegments, Open(full).Info.Segments);
            Assert.AreEqual(AttachFault.None, Open(full).With(TestParts.Segment(app: []), Slot, out _), "The application of a full image cannot be changed.");
            Assert.AreEqual(AttachFault.Segments, Open(builder.AddSegment(new byte[16]).Build()).With(TestParts.Segment(), Slot, out _));
        }

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void What_does_not_fit_the_slot_is_refused(bool isPadded)
        {
            byte[] firmware = new StandInFirmware { Size = 100_000, IsPadded = isPadded }.Build();
            int needed = Attach(firmware, TestParts.Segment()).Length + (isPadded ? AttachedImage.SignatureSize : 0);
            Assert.AreEqual(AttachFault.None, Open(firmware).With(TestParts.Segment(), needed, out _));
            Assert.AreEqual(AttachFault.SlotSize, Open(firmware).With(TestParts.Segment(), needed - 1, out byte[]? attached));
            Assert.IsNull(attached);
        }

        [TestMethod]
        public void An_application_before_a_mapped_segment_cannot_be_moved()
        {
            AppSegment app = TestParts.Segment();
            EspSegmentData constants = new(0x3F400020, Described());
            uint offset = (uint)(24 + 8 + constants.Data.Length + 8 + app.ToBytes().Length + 8);
            EspSegmentData code = new(0x400D0000 + offset, new byte[64]);
            byte[] image = EspImageWriter.Write(EspImageWriter.Header(0, 0x40081000, true), [constants, new(0, app.ToBytes()), code]);
            Assert.IsNotNull(Open(image).App);
            Assert.AreEqual(AttachFault.Order, Open(image).With(app, Slot, out _));
        }

        [TestMethod]
        public void Two_applications_and_unsound_ones_are_refused()
        {
            byte[] app = TestParts.Segment().ToBytes();
            EspSegmentData constants = new(0x3F400020, Described());
            byte[] header = EspImageWriter.Header(0, 0x40081000, true);
            Assert.AreEqual(AttachFault.TwoApps, AttachedImage.Open(EspImageWriter.Write(header, [constants, new(0, app), new(0, app)]), out _, out _, out _));

            byte[] broken = [.. app];
            broken[40] ^= 1;
            Assert.AreEqual(AttachFault.App, AttachedImage.Open(EspImageWriter.Write(header, [constants, new(0, broken)]), out _, out _, out AppSegmentFault fault));
            Assert.AreEqual(AppSegmentFault.Assembly, fault);

            // The native half goes on behind one that is not sound, and so does the virtual board.
            byte[] both = EspImageWriter.Write(header, [constants, new(0, broken), new(0, app)]);
            Assert.AreEqual(EspImageFault.None, EspImage.Verify(both, 0, out EspImageInfo? info));
            Assert.AreEqual(AppSegmentFault.None, AppSegment.Find(both, info!, out AppSegment? found));
            Assert.HasCount(2, found!.AppAssemblies);
        }

        [TestMethod]
        public void Zeros_at_the_end_that_are_no_padding_of_secure_boot_v2_are_refused()
        {
            byte[] header = EspImageWriter.Header(0, 0x40081000, true);
            byte[] image = EspImageWriter.Write(header, [new(0x3F400020, Described()), new(0, new byte[400])]);
            Assert.AreEqual(AttachFault.Padding, AttachedImage.Open(image, out _, out _, out _));
        }

        [TestMethod]
        public void An_unsound_image_is_refused_with_the_bootloaders_reason()
        {
            byte[] firmware = new StandInFirmware { Size = 100_000 }.Build();
            firmware[5_000] ^= 4;
            Assert.AreEqual(AttachFault.Image, AttachedImage.Open(firmware, out AttachedImage? image, out EspImageFault fault, out _));
            Assert.AreEqual(EspImageFault.Checksum, fault);
            Assert.IsNull(image);
        }

        private static void CheckAttached(byte[] firmware, byte[] attached, bool isPadded)
        {
            AttachedImage image = Open(attached);
            Assert.AreEqual(attached.Length, image.Info.Length);
            Assert.AreEqual(isPadded, image.IsPadded);
            Assert.IsNotNull(image.App);
            Assert.HasCount(Open(firmware).Info.Segments.Count + 1, image.Info.Segments);
            Assert.IsTrue(Open(firmware).Firmware.Zip(image.Firmware).All(pair => pair.First.LoadAddress == pair.Second.LoadAddress && pair.First.Data.Span.SequenceEqual(pair.Second.Data.Span)));
            CollectionAssert.AreEqual(SHA256.HashData(attached.AsSpan(0, attached.Length - 32)), attached[^32..], "The digest is another.");
        }

        private static byte[] Attach(byte[] firmware, AppSegment app)
        {
            Assert.AreEqual(AttachFault.None, Open(firmware).With(app, Slot, out byte[]? attached));
            return attached!;
        }

        private static AttachedImage Open(byte[] bytes)
        {
            AttachFault fault = AttachedImage.Open(bytes, out AttachedImage? image, out EspImageFault imageFault, out AppSegmentFault segmentFault);
            Assert.AreEqual(AttachFault.None, fault, $"{imageFault}, {segmentFault}");
            return image!;
        }

        private static byte[] Described()
        {
            byte[] description = new byte[EspAppDescription.Size];
            BinaryPrimitives.WriteUInt32LittleEndian(description, 0xABCD5432);
            return description;
        }
    }
}
