using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Stock
{
    [TestClass]
    public sealed class LittleFsDriveTests
    {
        private readonly SmallDrive _small = new();

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(LittleFsDrive.InlineMax)]
        [DataRow(LittleFsDrive.InlineMax + 1)]
        [DataRow(4096)]
        [DataRow(4097)]
        [DataRow(20000)]
        public void A_closed_file_is_there_after_a_restart(int length)
        {
            byte[] content = SmallDrive.Bytes(1, length);
            _small.Put("a.img", content);
            _small.Remount();
            CollectionAssert.AreEqual(content, _small.Get("a.img"));
            Assert.AreEqual(length, _small.Drive.GetLength("a.img"));
        }

        [TestMethod]
        public void What_was_neither_flushed_nor_closed_is_lost_and_what_was_there_before_stays()
        {
            byte[] old = SmallDrive.Bytes(1, 6000);
            _small.Put("kept", old);
            DriveFile file = _small.Open("kept", DriveMode.Create);
            file.Write(0, SmallDrive.Bytes(2, 9000));
            DriveFile fresh = _small.Open("fresh", DriveMode.Create);
            fresh.Write(0, SmallDrive.Bytes(3, 9000));
            _small.Remount();
            CollectionAssert.AreEqual(old, _small.Get("kept"));
            Assert.AreEqual(0, _small.Drive.GetLength("fresh"), "Making a file is a commit of its own, of an empty one.");
            Assert.AreEqual(12, _small.Drive.FreeBlocks, "Of 16 blocks, two are the pair's and two hold the old content.");
        }

        [TestMethod]
        public void A_flushed_file_has_what_was_written_up_to_there()
        {
            byte[] content = SmallDrive.Bytes(1, 10000);
            DriveFile file = _small.Open("log", DriveMode.Update);
            file.Write(0, content.AsSpan(0, 7000));
            Assert.AreEqual(DriveStatus.Ok, file.Flush());
            file.Write(7000, content.AsSpan(7000));
            _small.Remount();
            CollectionAssert.AreEqual(content[..7000], _small.Get("log"));
        }

        [TestMethod]
        public void Appending_keeps_what_is_there_and_moves_the_last_block_alone()
        {
            byte[] content = SmallDrive.Bytes(1, 14000);
            _small.Put("log", content[..13000]);
            long erases = _small.Flash.Cost.Erases;
            DriveFile file = _small.Open("log", DriveMode.Update);
            file.Write(13000, content.AsSpan(13000));
            file.Close();
            CollectionAssert.AreEqual(content, _small.Get("log"));
            Assert.AreEqual(1, _small.Flash.Cost.Erases - erases);
        }

        [TestMethod]
        public void Overwriting_the_first_block_rewrites_all_that_follow()
        {
            byte[] content = SmallDrive.Bytes(1, 14000);
            _small.Put("a", content);
            long erases = _small.Flash.Cost.Erases;
            DriveFile file = _small.Open("a", DriveMode.Update);
            content[10] ^= 1;
            file.Write(10, content.AsSpan(10, 1));
            file.Close();
            _small.Remount();
            CollectionAssert.AreEqual(content, _small.Get("a"));
            Assert.AreEqual(4, _small.Flash.Cost.Erases - erases);
        }

        [TestMethod]
        [DataRow(13000, 0)]
        [DataRow(13000, 100)]
        [DataRow(13000, 4096)]
        [DataRow(13000, 12999)]
        [DataRow(500, 20)]
        public void A_cut_file_has_its_first_bytes_can_be_appended_to_and_gives_its_room_back(int length, int keep)
        {
            byte[] content = SmallDrive.Bytes(1, length);
            _small.Put("a", content);
            DriveFile file = _small.Open("a", DriveMode.Update);
            Assert.AreEqual(DriveStatus.Ok, file.Truncate(keep));
            Assert.AreEqual(DriveStatus.Ok, file.Flush());
            Assert.AreEqual(16 - 2 - BlocksOf(length <= LittleFsDrive.InlineMax ? 0 : keep), _small.Drive.FreeBlocks);
            byte[] more = SmallDrive.Bytes(2, 5000);
            Assert.AreEqual(DriveStatus.Ok, file.Write(keep, more));
            Assert.AreEqual(DriveStatus.Ok, file.Close());
            _small.Remount();
            CollectionAssert.AreEqual(content[..keep].Concat(more).ToArray(), _small.Get("a"));
        }

        [TestMethod]
        public void A_gap_behind_the_end_is_zeros()
        {
            DriveFile file = _small.Open("a", DriveMode.Update);
            file.Write(0, [1, 2]);
            file.Write(6000, [3]);
            file.Close();
            byte[] content = _small.Get("a")!;
            Assert.AreEqual(6001, content.Length);
            Assert.AreEqual(-1, content.AsSpan(2, 5998).IndexOfAnyExcept((byte)0));
            Assert.AreEqual(3, content[6000]);
        }

        [TestMethod]
        public void Renaming_takes_the_place_of_a_file_with_the_new_name_and_frees_its_room()
        {
            byte[] content = SmallDrive.Bytes(1, 5000);
            _small.Put("new", content);
            _small.Put("target", SmallDrive.Bytes(2, 20000));
            Assert.AreEqual(DriveStatus.Ok, _small.Drive.Rename("new", "target"));
            _small.Remount();
            CollectionAssert.AreEqual(content, _small.Get("target"));
            Assert.AreEqual("target", _small.Drive.Names.Single());
            Assert.AreEqual(16 - 2 - 2, _small.Drive.FreeBlocks);
        }

        [TestMethod]
        public void A_full_drive_says_so_and_keeps_every_committed_file()
        {
            byte[] first = SmallDrive.Bytes(1, 30000);
            _small.Put("first", first);
            DriveFile file = _small.Open("second", DriveMode.Create);
            DriveStatus write = file.Write(0, SmallDrive.Bytes(2, 30000));
            Assert.AreEqual(DriveStatus.NoSpace, write);
            Assert.AreEqual(DriveStatus.NoSpace, file.Write(30000, [1]), "The file takes no more.");
            Assert.AreEqual(DriveStatus.NoSpace, file.Close());
            Assert.AreEqual(6, _small.Drive.FreeBlocks, "What the failed file had taken is free again.");
            CollectionAssert.AreEqual(first, _small.Get("first"));
            Assert.AreEqual(0, _small.Drive.GetLength("second"));
        }

        [TestMethod]
        public void Replacing_a_file_needs_room_for_both_until_it_is_committed()
        {
            byte[] old = SmallDrive.Bytes(1, 32000);
            _small.Put("a", old);
            DriveFile file = _small.Open("a", DriveMode.Create);
            Assert.AreEqual(DriveStatus.NoSpace, file.Write(0, SmallDrive.Bytes(2, 32000)));
            file.Close();
            CollectionAssert.AreEqual(old, _small.Get("a"));
        }

        [TestMethod]
        public void Pointers_of_the_skip_list_take_room_in_the_blocks()
        {
            _small.Put("a", SmallDrive.Bytes(1, 2 * 4096));
            Assert.AreEqual(16 - 2 - 3, _small.Drive.FreeBlocks, "Two blocks hold 4 bytes less than 8 KiB.");
            _small.Put("a", SmallDrive.Bytes(1, (2 * 4096) - 4));
            Assert.AreEqual(16 - 2 - 2, _small.Drive.FreeBlocks);
        }

        [TestMethod]
        public void Many_commits_alternate_between_the_two_blocks_of_the_pair_and_lose_nothing()
        {
            for (int i = 0; i < 500; i++)
            {
                _small.Put($"f{i % 5}", SmallDrive.Bytes(i, 100));
                if (i % 50 == 0)
                {
                    _small.Remount();
                }
            }

            int first = SmallDrive.Partition.Offset / NorFlash.SectorSize;
            Assert.IsLessThanOrEqualTo(1, Math.Abs(_small.Flash.GetEraseCount(first) - _small.Flash.GetEraseCount(first + 1)));
            Assert.IsGreaterThan(5, _small.Flash.GetEraseCount(first));
            for (int i = 495; i < 500; i++)
            {
                CollectionAssert.AreEqual(SmallDrive.Bytes(i, 100), _small.Get($"f{i % 5}"));
            }
        }

        [TestMethod]
        [DataRow("erase")]
        [DataRow("program")]
        [DataRow("ignore")]
        [DataRow("stuck0/77")]
        public void A_bad_data_block_is_left_aside(string fault)
        {
            int firstData = (SmallDrive.Partition.Offset / NorFlash.SectorSize) + 2;
            _small.Flash.Faults = FaultPlan.Parse($"bad#{firstData}/{fault}");
            byte[] content = SmallDrive.Bytes(1, 9000);
            _small.Put("a", content);
            CollectionAssert.AreEqual(content, _small.Get("a"));
        }

        [TestMethod]
        public void An_empty_partition_is_formatted_by_mounting_it()
        {
            NorFlash flash = new(0x20000);
            LittleFsDrive drive = SmallDrive.Mount(flash);
            Assert.AreEqual(14, drive.FreeBlocks);
            Assert.IsEmpty(drive.Names);
        }

        [TestMethod]
        public void An_open_file_is_not_renamed_removed_or_written_a_second_time()
        {
            DriveFile file = _small.Open("a", DriveMode.Update);
            Assert.AreEqual(DriveStatus.InUse, _small.Drive.Delete("a"));
            Assert.AreEqual(DriveStatus.InUse, _small.Drive.Rename("a", "b"));
            Assert.AreEqual(DriveStatus.InUse, _small.Drive.Open("a", DriveMode.Read, out _));
            file.Close();
            Assert.AreEqual(DriveStatus.Ok, _small.Drive.Delete("a"));
            Assert.AreEqual(DriveStatus.NotFound, _small.Drive.Delete("a"));
        }

        private static int BlocksOf(int length) => (length + 4095) / 4096;
    }
}
