using System.Buffers.Binary;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;

namespace NanoOta.Tests.Firmware
{
    /// <summary>The native assemblies of a firmware, read from its image: found for sure, or not at all.</summary>
    [TestClass]
    public sealed class FirmwareNativesTests
    {
        [TestMethod]
        public void The_records_that_the_table_names_are_found_and_no_others()
        {
            FirmwareNatives natives = Read(new StandInFirmware());
            Assert.AreEqual(NativesFault.None, natives.Fault);
            CollectionAssert.AreEqual(StandInFirmware.DefaultNatives.ToArray(), natives.Assemblies.ToArray());
        }

        [TestMethod]
        public void A_table_that_is_cut_over_two_segments_is_found()
        {
            EspSegmentData[] segments = [.. Segments(new StandInFirmware { Size = 100_000 })];
            int data = Array.FindIndex(segments, segment => segment.LoadAddress is >= 0x3FFAE000 and < 0x40000000);

            // The table begins 0x100 bytes into the data: the cut goes through it.
            EspSegmentData whole = segments[data];
            EspSegmentData[] cut =
            [
                .. segments[..data],
                whole with { Data = whole.Data[..0x108] },
                .. segments[(data + 1)..],
                new EspSegmentData(whole.LoadAddress + 0x108, whole.Data[0x108..]),
            ];
            Assert.HasCount(5, FirmwareNatives.Read(cut).Assemblies);
        }

        [TestMethod]
        [DataRow(8, 0u, DisplayName = "A record without methods")]
        [DataRow(8, 0x12345678u, DisplayName = "A record whose methods lie outside the image")]
        [DataRow(12, 0u, DisplayName = "A record without a version")]
        [DataRow(0, 0u, DisplayName = "A record without a name")]
        public void A_table_with_a_record_that_is_none_is_not_believed(int offset, uint value)
        {
            byte[] constants = Segments(new StandInFirmware())[0].Data.ToArray();
            int record = RecordOf(constants, 0x0EAE898B);
            BinaryPrimitives.WriteUInt32LittleEndian(constants.AsSpan(record + offset), value);
            if (offset == 12)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(constants.AsSpan(record + 16), value);
            }

            List<EspSegmentData> segments = Segments(new StandInFirmware());
            segments[0] = segments[0] with { Data = constants };
            FirmwareNatives natives = FirmwareNatives.Read(segments);
            Assert.AreEqual(NativesFault.NoTable, natives.Fault);
            Assert.IsEmpty(natives.Assemblies);
        }

        [TestMethod]
        public void Two_tables_that_differ_are_not_believed()
        {
            List<EspSegmentData> segments = Segments(new StandInFirmware());
            uint record = segments[0].LoadAddress + (uint)RecordOf(segments[0].Data.ToArray(), 0x1549C856);
            byte[] second = new byte[8];
            BinaryPrimitives.WriteUInt32LittleEndian(second, record);
            segments.Add(new EspSegmentData(0x3FFD0000, second));
            Assert.AreEqual(NativesFault.ManyTables, FirmwareNatives.Read(segments).Fault);
        }

        [TestMethod]
        public void Firmware_that_is_no_nanoClr_has_no_table()
        {
            Assert.AreEqual(NativesFault.NoTable, Read(new StandInFirmware { Natives = [new FirmwareNative("Driver", 1, new Version(100, 0, 0, 0))] }).Fault);
            Assert.AreEqual(NativesFault.NoTable, FirmwareNatives.Read([]).Fault);
        }

        [TestMethod]
        public void Assemblies_are_judged_as_the_CLR_judges_them()
        {
            AppSegment.Walk(
                TestParts.Part(
                    TestParts.Assembly("mscorlib", natives: 0x1549C856),
                    TestParts.Assembly("System.Math", natives: 0x11111111),
                    TestParts.Assembly("System.Net", natives: 0x8EFB9944),
                    TestParts.Assembly("nanoFramework.System.Text"),
                    TestParts.Assembly("App")),
                out IReadOnlyList<PlacedPe> assemblies);
            NativeMismatch[] wrong = [.. Read(new StandInFirmware()).Judge(assemblies)];
            CollectionAssert.AreEqual(
                new[]
                {
                    new NativeMismatch("System.Math", 0x11111111, 0x46092CB1),
                    new NativeMismatch("System.Net", 0x8EFB9944, null),
                    new NativeMismatch("nanoFramework.System.Text", 0, 0x8E6EB73D),
                },
                wrong);
        }

        private static FirmwareNatives Read(StandInFirmware firmware) => FirmwareNatives.Read(Segments(firmware));

        private static List<EspSegmentData> Segments(StandInFirmware firmware)
        {
            AttachFault fault = AttachedImage.Open(firmware.Build(), out AttachedImage? image, out _, out _);
            Assert.AreEqual(AttachFault.None, fault);
            return [.. image!.Firmware];
        }

        private static int RecordOf(byte[] constants, uint checksum)
        {
            byte[] bytes = BitConverter.GetBytes(checksum);
            int at = constants.AsSpan().IndexOf(bytes);
            Assert.IsGreaterThan(4, at, "The stand-in has no record with that checksum.");
            return at - 4;
        }
    }
}
