using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Stock
{
    /// <summary>What writing an image to a slot costs the drive: a flush in the middle of a block makes LittleFS copy that block when it goes on.</summary>
    [TestClass]
    public sealed class SlotWearTests
    {
        private const int Length = BoardStorage.DefaultCapacity;

        // AppSlots' distance between two flushes.
        private const int Flush = 16384;

        public required TestContext TestContext { get; set; }

        [TestMethod]
        [DataRow(2048)]
        [DataRow(4096)]
        public void An_image_costs_an_erase_for_each_of_its_blocks_and_one_for_each_flush(int piece)
        {
            long erases = 0;
            Run(StockFixture.EmptyFlash(), (slots, flash) =>
            {
                Assert.AreEqual(OtaResult.Ok, slots.Begin(Length, 0));
                long before = flash.Cost.Erases;
                Write(slots, piece, Length);
                Assert.AreEqual(OtaResult.Ok, slots.End());
                erases = flash.Cost.Erases - before;
            });
            int blocks = (Length / NorFlash.SectorSize) + 1;
            TestContext.WriteLine($"{erases} erases for {blocks} blocks");
            Assert.AreEqual(blocks + (Length / Flush), erases);
        }

        [TestMethod]
        [DataRow(Flush - 1, 0)]
        [DataRow(Flush, Flush)]
        [DataRow(100000, 6 * Flush)]
        public void A_power_cut_costs_what_was_written_since_the_last_flush(int written, int kept)
        {
            NorFlash flash = StockFixture.EmptyFlash();
            Run(flash, (slots, _) =>
            {
                Assert.AreEqual(OtaResult.Ok, slots.Begin(Length, 0));
                Write(slots, 1000, written);
            });
            int length = -1;
            Board board = new(flash, new BoardOptions { Watchdog = null, AppHost = new Runner(board => length = new BoardStorage(board).GetLength("a.img")) });
            board.PowerOn();
            Assert.AreEqual(kept, length);
        }

        private static void Run(NorFlash flash, Action<AppSlots, NorFlash> work)
        {
            Board board = new(flash, new BoardOptions
            {
                Watchdog = null,
                AppHost = new Runner(board => work(new AppSlots(new BoardStorage(board), new BoardFixture(), new BoardRestart(board), 3), flash)),
            });
            BootReport report = board.PowerOn();
            Assert.AreEqual(RunEnd.Returned, report.End, report.Detail);
        }

        private static void Write(AppSlots slots, int piece, int length)
        {
            byte[] image = SmallDrive.Bytes(1, length);
            for (int at = 0; at < length; at += piece)
            {
                Assert.AreEqual(OtaResult.Ok, slots.Write(image, at, Math.Min(piece, length - at)));
            }
        }

        private sealed class Runner(Action<IBoard> work) : IAppHost
        {
            public void Run(BootedApp app, IBoard board) => work(board);
        }
    }
}
