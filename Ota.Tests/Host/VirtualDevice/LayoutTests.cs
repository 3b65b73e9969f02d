using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    [TestClass]
    public sealed class LayoutTests
    {
        private const int FlashSize = 0x400000;

        [TestMethod]
        public void The_table_has_the_bytes_that_ESP_IDF_writes()
        {
            byte[] bytes = PartitionTable.CreateOta4MB().ToBytes();

            // otadata, the second entry, as gen_esp32part.py writes it.
            const string OtaDataEntry = "AA500100" + "00D00000" + "00200000" + "6F746164617461000000000000000000" + "00000000";
            Assert.AreEqual(OtaDataEntry, Convert.ToHexString(bytes, 32, 32));
            int end = 7 * 32;
            Assert.AreEqual("EBEBFFFFFFFFFFFFFFFFFFFFFFFFFFFF", Convert.ToHexString(bytes, end, 16));

            // Python: hashlib.md5 of the seven entries, each struct.pack("<2sBBII16sI", b"\xaaP", type, subtype, offset, size, label, 0).
            Assert.AreEqual("9204F43F77F2B0A6D59331C993F12451", Convert.ToHexString(bytes, end + 16, 16));
            Assert.AreEqual(-1, bytes.AsSpan(end + 32).IndexOfAnyExcept((byte)0xFF));
            Assert.AreEqual(NorFlash.SectorSize, bytes.Length);
        }

        [TestMethod]
        public void A_table_reads_back_as_it_was_written()
        {
            PartitionTable table = PartitionTable.CreateOta4MB();
            Assert.IsTrue(PartitionTable.TryParse(table.ToBytes(), FlashSize, out PartitionTable? read, out string? fault), fault);
            CollectionAssert.AreEqual(table.Partitions.ToArray(), read.Partitions.ToArray());
            Assert.AreEqual(2, read.OtaCount);
            Assert.AreEqual("otadata", read.OtaData?.Label);
        }

        [TestMethod]
        public void Any_flipped_bit_of_the_entries_is_found()
        {
            byte[] bytes = PartitionTable.CreateOta4MB().ToBytes();
            for (int bit = 0; bit < 7 * 32 * 8; bit += 3)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.IsFalse(PartitionTable.TryParse(bytes, FlashSize, out _, out _), $"Bit {bit}.");
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        [TestMethod]
        [DataRow(0, DisplayName = "magic")]
        [DataRow(2, DisplayName = "type")]
        [DataRow(3, DisplayName = "subtype")]
        public void What_ends_a_table_has_magic_type_and_subtype_of_ones(int offset)
        {
            byte[] bytes = PartitionTable.CreateOta4MB().ToBytes();
            bytes[(8 * 32) + offset] = 0;
            Assert.IsFalse(PartitionTable.TryParse(bytes, FlashSize, out _, out string? fault));
            StringAssert.Contains(fault, "magic");
        }

        [TestMethod]
        public void A_table_without_an_end_is_refused()
        {
            byte[] bytes = PartitionTable.CreateOta4MB().ToBytes()[..(8 * 32)];
            Assert.IsFalse(PartitionTable.TryParse(bytes, FlashSize, out _, out string? fault));
            StringAssert.Contains(fault, "ends the table");
        }

        [TestMethod]
        public void M3_A_table_without_an_MD5_entry_and_with_bootloader_and_table_in_it_is_sound()
        {
            Partition[] partitions =
            [
                new("bootloader", 2, 0, 0x1000, 0x7000),
                new("table", 3, 0, 0x8000, 0x1000),
                new("nvs", Partition.TypeData, Partition.SubtypeNvs, 0x9000, 0x4000),
            ];
            byte[] bytes = PartitionTable.Create(FlashSize, partitions).ToBytes();
            bytes.AsSpan(partitions.Length * 32, 32).Fill(0xFF);
            Assert.IsTrue(PartitionTable.TryParse(bytes, FlashSize, out PartitionTable? table, out string? fault), fault);
            CollectionAssert.AreEqual(partitions, table!.Partitions.ToArray());
        }

        [TestMethod]
        public void Blank_flash_is_no_table()
        {
            byte[] blank = new byte[NorFlash.SectorSize];
            Array.Fill(blank, (byte)0xFF);
            Assert.IsFalse(PartitionTable.TryParse(blank, FlashSize, out _, out string? fault));
            StringAssert.Contains(fault, "no partition");
        }

        [TestMethod]
        [DataRow("", 0, 0x10, 0x10000, 0x10000)]
        [DataRow("a label of sixteen", 0, 0x10, 0x10000, 0x10000)]
        [DataRow("app", 0, 0x10, 0x11000, 0x8000)]
        [DataRow("data", 1, 6, 0x11800, 0x1000)]
        [DataRow("low", 1, 6, 0x8000, 0x1000)]
        [DataRow("empty", 1, 6, 0x10000, 0)]
        [DataRow("large", 1, 6, 0x10000, 0x400000)]
        [DataRow("otadata", 1, 0, 0x10000, 0x1000)]
        [DataRow("over", 1, 6, 0x20000, 0x1000)]
        [DataRow("twin", 1, 6, 0x50000, 0x1000)]
        public void A_partition_that_breaks_a_rule_is_refused(string label, int type, int subtype, int offset, int size)
        {
            Partition good = new("twin", Partition.TypeData, Partition.SubtypeNvs, 0x20000, 0x4000);
            Partition bad = new(label, (byte)type, (byte)subtype, offset, size);
            Assert.ThrowsExactly<ArgumentException>(() => PartitionTable.Create(FlashSize, good, bad));
        }

        [TestMethod]
        [DataRow(1u, 0x4743989Au)]
        [DataRow(2u, 0x55F63774u)]
        public void The_CRC_of_an_entry_is_the_ROMs(uint sequence, uint crc)
        {
            Assert.AreEqual(crc, OtaEntry.CrcOf(sequence));
        }

        [TestMethod]
        public void An_entry_has_the_bytes_that_ESP_IDF_writes()
        {
            OtaEntry entry = OtaEntry.Create(1, OtaImageState.Valid);
            const string Bytes = "01000000" + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" + "02000000" + "9A984347";
            Assert.AreEqual(Bytes, Convert.ToHexString(entry.ToBytes()));
            Assert.AreEqual(entry, OtaEntry.Parse(entry.ToBytes()));
            Assert.AreEqual(new string('F', 64), Convert.ToHexString(OtaEntry.Blank.ToBytes()));
        }

        [TestMethod]
        public void An_image_has_ESP_IDFs_layout_and_verifies()
        {
            byte[] image = new EspImageBuilder { Version = "1.2.3.4", ProjectName = "thermostat", SecureVersion = 7, ChipId = 9 }
                .AddSegment([1, 2, 3, 4, 5])
                .Build();

            Assert.AreEqual("E902022F", Convert.ToHexString(image, 0, 4));
            Assert.AreEqual("0900", Convert.ToHexString(image, 12, 2));
            Assert.AreEqual("3254CDAB07000000", Convert.ToHexString(image, 32, 8));
            byte checksum = 0xEF;
            foreach (byte value in image.AsSpan(32, 256))
            {
                checksum ^= value;
            }

            // 24 + 8 + 256 + 8 + 8 (5 bytes padded) = 304; the checksum ends the block of 16 behind it.
            Assert.AreEqual(checksum ^ 1 ^ 2 ^ 3 ^ 4 ^ 5, image[319]);
            Assert.AreEqual(320 + 32, image.Length);
            CollectionAssert.AreEqual(SHA256.HashData(image.AsSpan(0, 320)), image[320..]);

            Assert.AreEqual(EspImageFault.None, EspImage.Verify(image, 9, out EspImageInfo? info));
            Assert.AreEqual(new EspAppDescription(7, "1.2.3.4", "thermostat"), info!.Description);
            Assert.AreEqual(352, info.Length);
            Assert.AreEqual(0x3C000020u, info.Segments[0].LoadAddress);
            Assert.AreEqual(new EspSegment(0x3C000128, 0x128, 8), info.Segments[1]);
        }

        [TestMethod]
        public void M1_Every_damage_to_an_image_is_found_and_named()
        {
            Assert.AreEqual(EspImageFault.Magic, Damage(image => image[0] = 0xE8));
            Assert.AreEqual(EspImageFault.SegmentCount, Damage(image => image[1] = 17));
            Assert.AreEqual(EspImageFault.Chip, Damage(image => image[12] = 1));
            Assert.AreEqual(EspImageFault.Segment, Damage(image => image[28]++));
            Assert.AreEqual(EspImageFault.Segment, Damage(image => image[31] = 0x80));
            Assert.AreEqual(EspImageFault.Checksum, Damage(image => image[100] ^= 1));
            Assert.AreEqual(EspImageFault.Checksum, Damage(image => image[^33] ^= 1));
            Assert.AreEqual(EspImageFault.Digest, Damage(image => image[^1] ^= 1));
            Assert.AreEqual(EspImageFault.Digest, Damage(image => image[20] ^= 1));
            Assert.AreEqual(EspImageFault.Mapping, Damage(image => image[24] += 4));
            Assert.AreEqual(EspImageFault.LoadAddress, Damage(image => image[27] = 0x7F));
            Assert.AreEqual(EspImageFault.LoadAddress, Damage(image => Place(image, 0x3FFFFFF0)), "A segment that ends behind the RAM was taken.");
            Assert.AreEqual(EspImageFault.LoadAddress, Damage(image => Place(image, 0x3FFF0000)), "A segment over the bootloader's data was taken.");
            byte[] whole = new EspImageBuilder().AddSegment([9]).Build();
            for (int length = 0; length < whole.Length; length++)
            {
                Assert.AreNotEqual(EspImageFault.None, EspImage.Verify(whole.AsSpan(0, length), 0, out _), $"{length} bytes.");
            }
        }

        [TestMethod]
        [DataRow(0, 0xFFFF, EspImageFault.None)]
        [DataRow(300, 0xFFFF, EspImageFault.None)]
        [DataRow(301, 0xFFFF, EspImageFault.Revision)]
        [DataRow(0, 300, EspImageFault.None)]
        [DataRow(0, 299, EspImageFault.Revision)]
        [DataRow(0, 0, EspImageFault.None, DisplayName = "No maximum")]
        public void M1_Images_for_other_revisions_of_the_chip_are_refused(int lowest, int highest, EspImageFault expected)
        {
            byte[] image = new EspImageBuilder { AppendDigest = false }.AddSegment(new byte[64]).Build();
            BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(15), (ushort)lowest);
            BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(17), (ushort)highest);
            Assert.AreEqual(expected, EspImage.Verify(image, new EspTarget(0, 300), out _));
            Assert.AreEqual(EspImageFault.None, EspImage.Verify(image, 0, out _), "Without a chip, revisions are not judged.");
        }

        [TestMethod]
        [DataRow(2)]
        [DataRow(0x81)]
        [DataRow(0xFF)]
        public void M1_Any_value_but_zero_says_that_a_digest_is_appended(int value)
        {
            byte[] image = new EspImageBuilder().AddSegment(new byte[64]).Build();
            image[23] = (byte)value;
            Assert.AreEqual(EspImageFault.Digest, EspImage.Verify(image, 0, out _));
            SHA256.HashData(image.AsSpan(0, image.Length - 32), image.AsSpan(image.Length - 32));
            Assert.AreEqual(EspImageFault.None, EspImage.Verify(image, 0, out EspImageInfo? info));
            Assert.AreEqual(image.Length, info!.Length);
        }

        [TestMethod]
        public void A_running_application_takes_load_addresses_that_the_bootloader_refuses()
        {
            byte[] image = new EspImageBuilder { AppendDigest = false }.AddSegment(new byte[64]).Build();
            Place(image, 0x60000000);
            Assert.AreEqual(EspImageFault.LoadAddress, EspImage.Verify(image, new EspTarget(0), out _));
            Assert.AreEqual(EspImageFault.None, EspImage.Verify(image, new EspTarget(0, Use: EspImageUse.Verify), out _));
        }

        [TestMethod]
        public void Chips_that_choose_their_page_size_need_a_description_and_hold_images_to_its_size()
        {
            byte[] image = new EspImageBuilder { ChipId = 0x0D, AppendDigest = false }.AddSegment(new byte[0x9000]).AddSegment(new byte[16]).Build();
            Assert.AreEqual(EspImageFault.None, EspImage.Verify(image, 0x0D, out EspImageInfo? info));
            int second = info!.Segments[2].Offset - 8;
            uint moved = BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(second)) + 0x8000;
            BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(second), moved);
            Assert.AreEqual(EspImageFault.Mapping, EspImage.Verify(image, 0x0D, out _), "Half a page of 64 KiB off was taken.");
            image[32 + 180] = 15;
            image[^1] ^= 16 ^ 15;
            Assert.AreEqual(EspImageFault.None, EspImage.Verify(image, 0x0D, out _), "A whole page of 32 KiB off was refused.");
            image[32] = 0;
            Assert.AreEqual(EspImageFault.Description, EspImage.Verify(image, 0x0D, out _));
        }

        [TestMethod]
        public void An_image_is_verified_in_flash_as_in_memory_and_must_fit_its_partition()
        {
            Partition slot = new("ota_0", Partition.TypeApp, Partition.SubtypeOta0, 0x10000, 0x10000);
            NorFlash flash = new(0x40000);
            byte[] image = new EspImageBuilder { AppendDigest = false }.AddSegment(new byte[0xFEC0]).Build();
            flash.Program(slot.Offset, image);
            Assert.AreEqual(EspImageFault.None, SlotImage.Verify(flash, slot, default, out EspImageInfo? info));
            CollectionAssert.AreEqual(SHA256.HashData(image), info!.Digest);

            flash.Program(slot.Offset, new EspImageBuilder().AddSegment(new byte[0xFEC0]).Build());
            Assert.AreEqual(EspImageFault.Segment, SlotImage.Verify(flash, slot, default, out _));
        }

        private static void Place(byte[] image, uint address) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(24), address);

        private static EspImageFault Damage(Action<byte[]> damage)
        {
            byte[] image = new EspImageBuilder().AddSegment(new byte[64]).Build();
            damage(image);
            return EspImage.Verify(image, 0, out _);
        }
    }
}
