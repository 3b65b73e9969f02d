using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    /// <summary>How runs end, and what an app can do once its run has.</summary>
    [TestClass]
    public sealed class BoardRunTests
    {
        private readonly SmallFlash _layout = new(false, 2);

        [TestMethod]
        [DataRow(true)]
        [DataRow(false)]
        public void An_app_that_swallows_a_power_cut_gets_it_again_at_every_native(bool ownThread)
        {
            int swallowed = 0;
            Board board = Create(natives =>
            {
                for (int i = 0; i < 5; i++)
                {
                    try
                    {
                        natives.RecordWrite(0, [1], 1);
                        _ = natives.TickMilliseconds;
                    }
                    catch (PowerCutException)
                    {
                        swallowed++;
                    }
                }
            }, ownThread);
            board.PowerOn();
            int before = board.Flash.Operations;
            board.Flash.Faults = new FaultPlan(PowerCut.AtOperation(before, CutKind.Before));
            swallowed = 0;

            Assert.AreEqual(RunEnd.PowerCut, board.PowerOn().End);
            Assert.AreEqual(5, swallowed);
            Assert.AreEqual(before + 1, board.Flash.Operations, "Nothing reached the flash after the cut.");
        }

        [TestMethod]
        public void An_app_cannot_use_the_board_of_a_run_that_has_ended()
        {
            IBoard? old = null;
            Board board = Create(natives =>
            {
                old ??= natives;
                natives.Restart();
            }, false);
            Assert.AreEqual(RunEnd.Restart, board.PowerOn().End);
            Assert.ThrowsExactly<RestartException>(() => old!.RecordWrite(0, [1], 1));
        }

        [TestMethod]
        public void An_unhandled_exception_is_a_panic_and_the_board_restarts()
        {
            int runs = 0;
            Board board = Create(natives =>
            {
                if (runs++ == 0)
                {
                    throw new InvalidOperationException("sick");
                }
            }, true);
            Assert.AreEqual(RunEnd.Returned, board.Run().End);
            Assert.AreEqual(RunEnd.Crash, board.History[0].End);
            StringAssert.Contains(board.History[0].Detail, "sick");
        }

        [TestMethod]
        public void The_watchdog_restarts_a_board_whose_app_hangs_and_its_next_native_unwinds_it()
        {
            using ManualResetEvent release = new(false);
            using ManualResetEvent unwound = new(false);
            int runs = 0;
            Board board = Create(
                natives =>
                {
                    if (runs++ == 0)
                    {
                        release.WaitOne();
                        try
                        {
                            natives.RecordWrite(0, [1], 1);
                        }
                        catch (RestartException)
                        {
                            unwound.Set();
                        }
                    }
                },
                new BoardOptions { Watchdog = TimeSpan.FromMilliseconds(50) });

            Assert.AreEqual(RunEnd.Returned, board.Run().End);
            Assert.AreEqual(RunEnd.Hung, board.History[0].End);
            int operations = board.Flash.Operations;
            release.Set();
            Assert.IsTrue(unwound.WaitOne(TimeSpan.FromSeconds(30)));
            Assert.AreEqual(operations, board.Flash.Operations, "The old run did not reach the flash.");
        }

        [TestMethod]
        public void Sleeping_is_not_hanging()
        {
            Board board = Create(natives => natives.Sleep(2500), new BoardOptions { Watchdog = TimeSpan.FromSeconds(1) });
            Assert.AreEqual(RunEnd.Returned, board.PowerOn().End);
        }

        [TestMethod]
        public void A_limit_of_native_calls_ends_a_run_that_never_would()
        {
            Board board = Create(
                natives =>
                {
                    while (true)
                    {
                        natives.Sleep(1000);
                    }
                },
                new BoardOptions { Watchdog = null, MaxNativeCalls = 100, Clock = new VirtualClock(1000) });
            Assert.AreEqual(RunEnd.Hung, board.PowerOn().End);
        }

        [TestMethod]
        public void Threads_that_an_app_leaves_behind_stop_at_their_next_native()
        {
            using ManualResetEvent ended = new(false);
            Thread? left = null;
            int after = 0;
            Board board = Create(natives =>
            {
                left = new Thread(() =>
                {
                    ended.WaitOne();
                    _ = natives.TickMilliseconds;
                    after++;
                });
                left.Start();
                natives.Restart();
            }, true);
            Assert.AreEqual(RunEnd.Restart, board.PowerOn().End);
            ended.Set();
            Assert.IsTrue(SpinWait.SpinUntil(() => left!.IsBackground, TimeSpan.FromSeconds(30)), "It was stopped, and does not keep the process alive.");
            Assert.AreEqual(0, after);
        }

        [TestMethod]
        public void The_power_can_be_cut_from_a_progress_callback()
        {
            Board? board = null;
            bool went = false;
            board = Create(
                natives =>
                {
                    natives.Report("half", 1, 50, 100);
                    went = true;
                },
                new BoardOptions { OnReport = progress => board!.CutPower() });
            Assert.AreEqual(RunEnd.PowerCut, board.PowerOn().End);
            Assert.IsFalse(went);
        }

        [TestMethod]
        public void A_record_survives_restarts_and_a_cut_leaves_the_other_copy()
        {
            byte[] buffer = new byte[100];
            List<string> seen = [];
            Board board = Create(natives =>
            {
                FlashRecordMedium medium = new(natives);
                seen.Add($"{medium.Read(0, buffer, 100)} {medium.Read(1, buffer, 100)}");
                medium.Write(0, [1, 2, 3], 3);
                medium.Write(1, [4, 5], 2);
            }, false);
            board.PowerOn();
            board.PowerOn();
            board.Flash.Faults = new FaultPlan(PowerCut.AtOperation(board.Flash.Operations + 1, CutKind.Before));
            Assert.AreEqual(RunEnd.PowerCut, board.PowerOn().End);
            board.PowerOn();
            string[] expected = ["0 0", "3 2", "3 2", "0 2"];
            CollectionAssert.AreEqual(expected, seen);
        }

        [TestMethod]
        public void A_record_in_a_bad_sector_is_reported_even_if_the_sector_lies()
        {
            int sector = _layout.Table.Find(PartitionTable.StateLabel)!.Offset / NorFlash.SectorSize;
            List<OtaResult> results = [];
            Board board = Create(natives =>
            {
                FlashRecordMedium medium = new(natives);
                results.Add(medium.Write(0, [1], 1));
                results.Add(medium.Write(1, [1], 1));
                results.Add(medium.Write(2, [1], 1));
                results.Add(medium.Write(0, new byte[4096], 4096));
            }, false);
            board.Flash.Faults = FaultPlan.Parse($"bad#{sector}/ignore");
            board.PowerOn();
            OtaResult[] expected = [OtaResult.StateWriteFailed, OtaResult.Ok, OtaResult.StateWriteFailed, OtaResult.StateWriteFailed];
            CollectionAssert.AreEqual(expected, results);
        }

        [TestMethod]
        public void Arguments_that_make_no_sense_are_results_not_exceptions()
        {
            List<OtaResult> results = [];
            Board board = Create(natives =>
            {
                EspOta ota = new(natives);
                results.Add(ota.Begin(1));
                results.Add(ota.Write(new byte[1], 0, 1));
                results.Add(ota.End());
                results.Add(ota.Begin(0));
                results.Add(ota.Write(new byte[1], 1, 1));
                results.Add(ota.Write(null!, 0, 0));
                results.Add(ota.Read(EspPartition.Running, -1, new byte[1], 0, 1));
                results.Add(ota.Read((EspPartition)9, 0, new byte[1], 0, 1));
                results.Add(ota.ReadDescription(EspPartition.Running, new byte[255]));
                ota.Abort();
                ota.Abort();
            }, false);
            Assert.AreEqual(RunEnd.Returned, board.PowerOn().End);
            OtaResult[] expected =
            [
                OtaResult.SlotArgument, OtaResult.SlotArgument, OtaResult.SlotArgument, OtaResult.Ok, OtaResult.SlotArgument,
                OtaResult.SlotArgument, OtaResult.SlotArgument, OtaResult.SlotUnavailable, OtaResult.SlotArgument,
            ];
            CollectionAssert.AreEqual(expected, results);
        }

        [TestMethod]
        public void On_trial_neither_a_fresh_nor_a_resumed_update_begins()
        {
            List<OtaResult> results = [];
            Board board = Create(natives =>
            {
                EspOta ota = new(natives);
                results.Add(ota.Begin(0));
                results.Add(ota.Begin(4096));
                results.Add(ota.MarkInvalidAndRestart());
            }, false);
            _layout.PutEntry(board.Flash, 0, OtaEntry.Create(1, OtaImageState.New));
            board.PowerOn();
            OtaResult[] expected = [OtaResult.SlotOnTrial, OtaResult.SlotOnTrial, OtaResult.RollBackImpossible];
            CollectionAssert.AreEqual(expected, results);
        }

        private Board Create(Action<IBoard> app, bool ownThread)
        {
            return Create(app, new BoardOptions { Watchdog = ownThread ? TimeSpan.FromMinutes(1) : null });
        }

        private Board Create(Action<IBoard> app, BoardOptions options)
        {
            NorFlash flash = _layout.Create();
            SmallFlash.PutImage(flash, _layout.Table.Ota(0)!, "1");
            Dictionary<string, Action<BootedApp, IBoard>> apps = new() { ["1"] = (_, natives) => app(natives) };
            return new Board(flash, options with { AppHost = new DelegateAppHost(apps) });
        }
    }
}
