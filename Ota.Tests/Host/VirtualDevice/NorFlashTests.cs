using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    [TestClass]
    public sealed class NorFlashTests
    {
        private const int Size = 64 * 1024;

        [TestMethod]
        public void A_new_part_is_blank_and_keeps_what_is_written()
        {
            NorFlash flash = new(Size);
            Assert.AreEqual(-1, flash.Peek(0, Size).AsSpan().IndexOfAnyExcept((byte)0xFF));

            flash.Write(4090, [1, 2, 3, 4, 5, 6, 7, 8]);

            byte[] read = new byte[10];
            flash.Read(4089, read);
            CollectionAssert.AreEqual(new byte[] { 0xFF, 1, 2, 3, 4, 5, 6, 7, 8, 0xFF }, read);
        }

        [TestMethod]
        public void Erasing_takes_back_exactly_its_sectors()
        {
            NorFlash flash = new(Size);
            flash.Write(0, new byte[3 * NorFlash.SectorSize]);

            flash.Erase(NorFlash.SectorSize, NorFlash.SectorSize);

            byte[] cells = flash.Peek(0, 3 * NorFlash.SectorSize);
            Assert.AreEqual(-1, cells.AsSpan(0, NorFlash.SectorSize).IndexOfAnyExcept((byte)0));
            Assert.AreEqual(-1, cells.AsSpan(NorFlash.SectorSize, NorFlash.SectorSize).IndexOfAnyExcept((byte)0xFF));
            Assert.AreEqual(-1, cells.AsSpan(2 * NorFlash.SectorSize).IndexOfAnyExcept((byte)0));
        }

        [TestMethod]
        public void Writing_may_clear_bits_again_but_never_set_one()
        {
            NorFlash flash = new(Size);
            flash.Write(100, [0b1010_1010]);
            flash.Write(100, [0b1010_0000]);

            Assert.ThrowsExactly<FlashContractException>(() => flash.Write(100, [0b1010_0001]));
            Assert.AreEqual(0b1010_0000, flash.Peek(100, 1)[0], "A refused write changes nothing.");
        }

        [TestMethod]
        [DataRow(-1, 1)]
        [DataRow(Size, 1)]
        [DataRow(Size - 1, 2)]
        [DataRow(int.MaxValue, 1)]
        public void Reading_or_writing_outside_the_part_throws(int offset, int length)
        {
            NorFlash flash = new(Size);
            Assert.ThrowsExactly<FlashContractException>(() => flash.Read(offset, new byte[length]));
            Assert.ThrowsExactly<FlashContractException>(() => flash.Write(offset, new byte[length]));
        }

        [TestMethod]
        [DataRow(1, NorFlash.SectorSize)]
        [DataRow(0, NorFlash.SectorSize - 1)]
        [DataRow(Size, NorFlash.SectorSize)]
        public void Erasing_anything_but_whole_sectors_inside_throws(int offset, int length)
        {
            Assert.ThrowsExactly<FlashContractException>(() => new NorFlash(Size).Erase(offset, length));
        }

        [TestMethod]
        public void The_costs_and_the_log_name_every_operation()
        {
            List<FlashOperation> log = [];
            NorFlash flash = new(Size) { Log = log };

            flash.Erase(0, 2 * NorFlash.SectorSize);
            flash.Write(4000, new byte[200]);
            flash.Read(0, new byte[10]);

            FlashOperation[] expected =
            [
                new(FlashOperationKind.Erase, 0, 4096),
                new(FlashOperationKind.Erase, 4096, 4096),
                new(FlashOperationKind.Write, 4000, 96),
                new(FlashOperationKind.Write, 4096, 104),
            ];
            CollectionAssert.AreEqual(expected, log);
            Assert.AreEqual(new FlashCost(10, 200, 2, 2, 2), flash.Cost);
            Assert.AreEqual(TimeSpan.FromMilliseconds(91.4), flash.Cost.BusyTime);
            Assert.AreEqual(4, flash.Operations);
            Assert.AreEqual(1, flash.GetEraseCount(1));
            Assert.AreEqual(0, flash.GetEraseCount(2));
            Assert.AreEqual(1, flash.GetMaxEraseCount(4095, 5000));
        }

        [TestMethod]
        public void A_clone_and_its_origin_do_not_see_each_others_changes()
        {
            NorFlash origin = new(Size);
            origin.Write(0, [1]);
            NorFlash clone = origin.Clone();

            origin.Write(1, [2]);
            clone.Write(2, [3]);
            clone.Erase(4096, 4096);
            origin.Write(4096, [4]);

            CollectionAssert.AreEqual(new byte[] { 1, 2, 0xFF }, origin.Peek(0, 3));
            CollectionAssert.AreEqual(new byte[] { 1, 0xFF, 3 }, clone.Peek(0, 3));
            Assert.AreEqual(0xFF, clone.Peek(4096, 1)[0]);
            Assert.AreEqual(2, clone.Operations);
        }

        [TestMethod]
        public void A_file_follows_every_change_and_comes_back()
        {
            string path = Path.Combine(Path.GetTempPath(), $"nanoota-{Guid.NewGuid():N}.bin");
            try
            {
                using (NorFlash flash = NorFlash.Open(path, Size))
                {
                    flash.Write(0, new byte[5000]);
                    flash.Erase(0, 4096);
                    flash.Program(10, [7]);
                }

                using (NorFlash again = NorFlash.Open(path, Size))
                {
                    Assert.AreEqual(7, again.Peek(10, 1)[0]);
                    Assert.AreEqual(0xFF, again.Peek(4095, 1)[0]);
                    Assert.AreEqual(0, again.Peek(4999, 1)[0]);
                    Assert.AreEqual(0xFF, again.Peek(5000, 1)[0]);
                }

                Assert.ThrowsExactly<IOException>(() => NorFlash.Open(path, 2 * Size));
            }
            finally
            {
                File.Delete(path);
            }
        }
    }
}
