using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.InFieldUpdate
{
    /// <summary>Power cuts at every operation of whole updates by In-Field Update, sessions, swap, confirmation and revert included.</summary>
    [TestClass]
    public sealed class InFieldUpdateSweepTests
    {
        private const int MaxRuns = 16;

        [TestMethod]
        public void An_update_is_swapped_in_tested_and_confirmed()
        {
            using InFieldUpdateFixture fixture = new();
            Board board = fixture.CreateBoard(fixture.Flash.Clone());

            Assert.AreEqual(RunEnd.Returned, board.Run(MaxRuns).End);
            Assert.AreEqual("1.0 1.1", string.Join(' ', board.History.Select(run => run.Version)));
            CollectionAssert.AreEqual(
                new[] { ("1.0", OtaResult.Ok), ("1.1", OtaResult.TrialContinues), ("1.1", OtaResult.Ok), ("1.1", OtaResult.UpToDate) },
                fixture.Said);
            board.PowerOn();
            Assert.AreEqual("1.1", board.History[^1].Version, "Confirmed, it stays.");
        }

        [TestMethod]
        public void A_sick_release_is_swapped_back_and_left_alone()
        {
            using InFieldUpdateFixture fixture = new() { IsSick = true };
            Board board = fixture.CreateBoard(fixture.Flash.Clone());

            Assert.AreEqual(RunEnd.Returned, board.Run(MaxRuns).End);
            Assert.AreEqual("1.0 1.1 1.0", string.Join(' ', board.History.Select(run => run.Version)));
            Assert.AreEqual(("1.0", OtaResult.ReleasePaused), fixture.Said[^1]);
        }

        [TestMethod]
        public void Overwrite_only_has_the_update_and_no_way_back()
        {
            using InFieldUpdateFixture fixture = new(isOverwriteOnly: true) { IsSick = true };
            Board board = fixture.CreateBoard(fixture.Flash.Clone());

            Assert.AreEqual(RunEnd.Returned, board.Run(MaxRuns).End);
            Assert.AreEqual("1.0 1.1", string.Join(' ', board.History.Select(run => run.Version)));
            CollectionAssert.Contains(fixture.Said, ("1.1", OtaResult.RollBackImpossible));
        }

        [TestMethod]
        [DataRow(false, false)]
        [DataRow(true, false)]
        [DataRow(false, true)]
        public void After_a_cut_at_any_operation_a_whole_image_runs_and_the_update_comes_to_its_end(bool isSick, bool isOverwriteOnly)
        {
            using InFieldUpdateFixture fixture = new(isOverwriteOnly) { IsSick = isSick, WaitsForPauses = !isSick };
            NorFlash full = fixture.Flash.Clone();
            fixture.CreateBoard(full).Run(MaxRuns);
            List<string> wrong = [];
            for (int operation = 0; operation < full.Operations; operation++)
            {
                foreach (CutKind kind in (CutKind[])[CutKind.Before, CutKind.Torn, CutKind.After])
                {
                    FaultPlan plan = new(PowerCut.AtOperation(operation, kind, (uint)operation));
                    string? fault = Replay(fixture, plan, isSick);
                    if (fault != null)
                    {
                        wrong.Add($"{plan}: {fault}");
                    }
                }
            }

            Assert.IsEmpty(wrong, string.Join(Environment.NewLine, wrong.Take(10)));
            Assert.IsGreaterThan(40, full.Operations);
        }

        private static string? Replay(InFieldUpdateFixture fixture, FaultPlan plan, bool isSick)
        {
            fixture.Said.Clear();
            NorFlash flash = fixture.Flash.Clone();
            flash.Faults = plan;
            Board board = fixture.CreateBoard(flash);
            board.Run(MaxRuns);
            board.Run(MaxRuns);
            string runs = string.Join(' ', board.History.Select(run => $"{run.Version}:{run.End}"));
            if (board.History.Any(run => run.End is not (RunEnd.Restart or RunEnd.PowerCut or RunEnd.Returned)))
            {
                return runs;
            }

            string expected = isSick && !fixture.Layout.IsOverwriteOnly ? "1.0" : "1.1";
            return board.History[^1].Version == expected && board.History[^1].End == RunEnd.Returned ? null : $"{runs}; {string.Join(' ', fixture.Said)}";
        }
    }
}
