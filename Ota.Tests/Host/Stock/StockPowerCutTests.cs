using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Stock
{
    /// <summary>The Bootstrap on the modelled drive: the power is cut at every operation of the flash, in every way, drive and its metadata included.</summary>
    [TestClass]
    [DoNotParallelize]
    public sealed class StockPowerCutTests
    {
        private const int MaxRuns = 12;

        public required TestContext TestContext { get; set; }

        [TestMethod]
        public void An_update_that_is_cut_at_any_operation_never_loses_its_app_and_comes_through()
        {
            NorFlash start = Provisioned();
            Sweep(start, wanted: 2, mayRecover: false);
        }

        [TestMethod]
        public void An_empty_board_that_is_cut_at_any_operation_still_gets_its_first_app()
        {
            Sweep(StockWorld.EmptyFlash(), wanted: 1, mayRecover: true);
        }

        private static NorFlash Provisioned()
        {
            StockWorld world = new(StockWorld.EmptyFlash(), wanted: 1);
            Assert.AreEqual(RunEnd.Returned, world.Board.Run(MaxRuns).End);
            CollectionAssert.AreEqual(new List<int> { 0, 1 }, world.Started);
            return world.Board.Flash;
        }

        private void Sweep(NorFlash start, int wanted, bool mayRecover)
        {
            StockWorld whole = new(start.Clone(), wanted);
            Assert.AreEqual(RunEnd.Returned, whole.Board.Run(MaxRuns).End);
            Assert.AreEqual(wanted, whole.Started[^1]);
            int operations = whole.Board.Flash.Operations;
            Assert.IsGreaterThan(20, operations);
            for (int operation = 0; operation < operations; operation++)
            {
                foreach (CutKind kind in Enum.GetValues<CutKind>())
                {
                    NorFlash flash = start.Clone();
                    flash.Faults = new FaultPlan(PowerCut.AtOperation(operation, kind, (uint)operation));
                    StockWorld world = new(flash, wanted);
                    Assert.AreEqual(RunEnd.PowerCut, world.Board.Run(MaxRuns).End, flash.Faults.ToString());
                    int before = world.Started.Count;
                    Assert.AreEqual(RunEnd.Returned, world.Board.Run(MaxRuns).End, flash.Faults.ToString());
                    string after = $"{flash.Faults}: {string.Join(' ', world.Started)}";
                    Assert.IsGreaterThan(before, world.Started.Count, after);
                    Assert.AreEqual(wanted, world.Started[^1], after);
                    Assert.AreEqual(OtaState.Confirmed, Confirmed(world), after);
                    Assert.IsTrue(mayRecover || !world.Started.Contains(0), after);
                }
            }

            TestContext.WriteLine($"{operations} operations");
        }

        // One more start finds the release confirmed, whatever the last one got to see.
        private static OtaState Confirmed(StockWorld world)
        {
            Assert.AreEqual(RunEnd.Returned, world.Board.PowerOn().End);
            return world.State == OtaState.OnTrial ? OtaState.OnTrial : OtaState.Confirmed;
        }
    }
}
