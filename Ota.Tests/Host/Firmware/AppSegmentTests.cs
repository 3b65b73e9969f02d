using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;

namespace NanoOta.Tests.Firmware
{
    /// <summary>The segment of an attached application: its header, its two parts, and what is refused.</summary>
    [TestClass]
    public sealed class AppSegmentTests
    {
        [TestMethod]
        public void Both_parts_come_back_byte_for_byte_with_their_assemblies()
        {
            AppSegment made = TestParts.Segment();
            Assert.AreEqual(AppSegmentFault.None, AppSegment.Parse(made.ToBytes(), out AppSegment? read));
            CollectionAssert.AreEqual(TestParts.Boot(), read!.Boot);
            CollectionAssert.AreEqual(TestParts.App(), read.App);
            Assert.AreEqual("mscorlib Ota.Client Boot", string.Join(' ', read.BootAssemblies.Select(assembly => assembly.Name)));
            Assert.AreEqual("Lib App", string.Join(' ', read.AppAssemblies.Select(assembly => assembly.Name)));
            Assert.AreEqual("Boot App", string.Join(' ', read.BootAssemblies.Concat(read.AppAssemblies).Where(assembly => assembly.HasEntryPoint).Select(assembly => assembly.Name)));
            Assert.AreEqual(0x1549C856u, read.BootAssemblies[0].Header.NativeChecksum);
        }

        [TestMethod]
        public void The_header_is_what_the_format_says()
        {
            byte[] data = TestParts.Segment().ToBytes();
            Assert.AreEqual("4E4F544153454731" + "0200" + "2000", Convert.ToHexString(data.AsSpan(0, 12)));
            Assert.AreEqual(TestParts.Boot().Length, BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(12)));
            Assert.AreEqual(TestParts.App().Length, BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(16)));
            Assert.AreEqual(0UL, BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(20)));

            // The check value of CRC-32 in every catalogue: of the same kind as zlib's.
            Assert.AreEqual(0xCBF43926u, Crc32.HashToUInt32("123456789"u8));
            Assert.AreEqual(Crc32.HashToUInt32(data.AsSpan(0, 28)), BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(28)));
        }

        // As the native half, whose tests damage the same places.
        [TestMethod]
        public void Zeros_lie_before_the_boot_part_and_behind_the_application_and_nothing_else_does()
        {
            byte[] data = TestParts.Segment().ToBytes(1000, hasDigest: true);
            Assert.AreEqual(AppSegmentFault.None, AppSegment.Parse(data, out AppSegment? read));
            CollectionAssert.AreEqual(TestParts.Boot(), read!.Boot);
            CollectionAssert.AreEqual(TestParts.App(), read.App);
            int end = read.BootOffset + read.Boot.Length + read.App.Length;
            Assert.IsTrue(read.BootOffset > AppSegment.HeaderSize && end < data.Length, "There are no zeros to change.");
            foreach (int at in (int[])[AppSegment.HeaderSize, read.BootOffset - 1, end, data.Length - 1])
            {
                data[at] = 1;
                Assert.AreNotEqual(AppSegmentFault.None, AppSegment.Parse(data, out _), $"Byte {at} is not zero.");
                data[at] = 0;
            }
        }

        [TestMethod]
        public void As_many_zeros_as_a_sector_has_are_refused()
        {
            byte[] data = TestParts.Segment().ToBytes();
            foreach (int zeros in (int[])[AppSegment.SectorSize - 4, AppSegment.SectorSize])
            {
                byte[] more = [.. data, .. new byte[zeros]];
                BinaryPrimitives.WriteInt32LittleEndian(more.AsSpan(16), TestParts.App().Length + zeros);
                Seal(more);
                Assert.AreEqual(zeros < AppSegment.SectorSize, AppSegment.Parse(more, out _) == AppSegmentFault.None, $"{zeros} zeros");
            }
        }

        [TestMethod]
        public void An_empty_device_has_an_empty_application()
        {
            Assert.AreEqual(AppSegmentFault.None, AppSegment.Parse(TestParts.Segment(app: []).ToBytes(), out AppSegment? read));
            Assert.IsEmpty(read!.App);
            Assert.IsEmpty(read.AppAssemblies);
        }

        [TestMethod]
        [DataRow(0, (byte)'X', AppSegmentFault.Magic)]
        [DataRow(8, (byte)1, AppSegmentFault.Version)]
        [DataRow(10, (byte)36, AppSegmentFault.Length)]
        [DataRow(10, (byte)28, AppSegmentFault.Length)]
        [DataRow(21, (byte)1, AppSegmentFault.Version)]
        [DataRow(12, (byte)1, AppSegmentFault.Length)]
        [DataRow(15, (byte)1, AppSegmentFault.Length)]
        [DataRow(19, (byte)0xFF, AppSegmentFault.Length)]
        public void A_header_that_says_something_else_is_refused(int offset, byte value, AppSegmentFault expected)
        {
            byte[] data = TestParts.Segment().ToBytes();
            data[offset] = value;
            AppSegmentFault unsealed = AppSegment.Parse(data, out AppSegment? read);
            Assert.AreEqual(expected == AppSegmentFault.Magic ? AppSegmentFault.Magic : AppSegmentFault.Crc, unsealed);
            Assert.IsNull(read);
            Seal(data);
            Assert.AreEqual(expected, AppSegment.Parse(data, out read));
            Assert.IsNull(read);
        }

        [TestMethod]
        public void Lengths_that_are_not_the_segments_are_refused()
        {
            byte[] data = TestParts.Segment().ToBytes();
            for (int length = 0; length < data.Length; length++)
            {
                Assert.AreNotEqual(AppSegmentFault.None, AppSegment.Parse(data.AsSpan(0, length), out _), $"The first {length} bytes were taken.");
            }

            Assert.AreEqual(AppSegmentFault.Length, AppSegment.Parse([.. data, 0, 0, 0, 0], out _));
            Assert.AreEqual(AppSegmentFault.Length, AppSegment.Create([], TestParts.App(), out _));
            Assert.AreEqual(AppSegmentFault.Length, AppSegment.Create([.. TestParts.Boot(), 0], TestParts.App(), out _));
            Assert.AreEqual(AppSegmentFault.Length, AppSegment.Create(TestParts.Boot(), [0, 0], out _));
        }

        [TestMethod]
        public void The_walk_ends_exactly_at_the_end_of_a_part()
        {
            byte[] boot = TestParts.Boot();
            Assert.AreEqual(AppSegmentFault.Assembly, AppSegment.Create([.. boot, 0, 0, 0, 0], [], out _), "Zeros behind the last assembly were taken.");
            Assert.AreEqual(AppSegmentFault.Assembly, AppSegment.Create(boot[..^4], [], out _), "An assembly that ends behind the part was taken.");
            Assert.AreEqual(AppSegmentFault.Assembly, AppSegment.Create([0, 0, 0, 0, .. boot], [], out _), "Zeros before the first assembly were taken.");

            // 801 bytes of payload: what follows is padding.
            int padding = (int)TestParts.Assembly("mscorlib", 801, natives: 0x1549C856).Length;
            Assert.AreNotEqual(0, padding % 4, "There is no padding to change.");
            boot[padding] = 1;
            Assert.AreEqual(AppSegmentFault.Assembly, AppSegment.Create(boot, [], out _), "Padding that is not zero was taken.");
        }

        [TestMethod]
        public void Every_changed_bit_of_an_assembly_is_refused()
        {
            byte[] part = TestParts.Part(TestParts.Assembly("Boot", 9, hasEntryPoint: true), TestParts.Assembly("Second", 2, generation: 2));
            for (int bit = 0; bit < part.Length * 8; bit++)
            {
                part[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.AreEqual(AppSegmentFault.Assembly, AppSegment.Create(part, [], out _), $"Bit {bit % 8} of byte {bit / 8} was changed.");
                part[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            Assert.AreEqual(AppSegmentFault.None, AppSegment.Create(part, [], out _));
        }

        [TestMethod]
        public void An_assembly_is_in_one_part_alone_and_once()
        {
            Assert.AreEqual(AppSegmentFault.Twice, AppSegment.Create(TestParts.Boot(), TestParts.Part(TestParts.Assembly("Ota.Client", 402)), out _));
            Assert.AreEqual(AppSegmentFault.Twice, AppSegment.Create(TestParts.Boot(), TestParts.Part(TestParts.Assembly("A"), TestParts.Assembly("A", 8)), out _));
        }

        [TestMethod]
        public void More_assemblies_than_the_CLR_has_room_for_are_refused()
        {
            byte[] app = TestParts.Part([.. Enumerable.Range(0, 61).Select(i => TestParts.Assembly($"A{i}"))]);
            Assert.AreEqual(AppSegmentFault.None, AppSegment.Create(TestParts.Boot(), app, out _));
            Assert.AreEqual(AppSegmentFault.Count, AppSegment.Create(TestParts.Boot(), TestParts.Part(app, TestParts.Assembly("One")), out _));
        }

        [TestMethod]
        [DataRow(1, 124)]
        [DataRow(2, 128)]
        public void Assemblies_of_both_generations_are_read(int generation, int headerSize)
        {
            byte[] part = TestParts.Part(TestParts.Assembly("Boot", 5, hasEntryPoint: true, natives: 7, generation: generation));
            Assert.AreEqual(AppSegmentFault.None, AppSegment.Walk(part, out IReadOnlyList<PlacedPe> assemblies));
            Assert.AreEqual(generation, assemblies[0].Header.Generation);
            Assert.AreEqual(headerSize, assemblies[0].Header.Size);
            Assert.AreEqual("Boot", assemblies[0].Name);
            Assert.IsTrue(assemblies[0].HasEntryPoint);
            Assert.AreEqual(7u, assemblies[0].Header.NativeChecksum);
        }

        private static void Seal(byte[] data) => BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(28), Crc32.HashToUInt32(data.AsSpan(0, 28)));
    }
}
