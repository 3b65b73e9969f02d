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

        // Of pairs of cuts, for each scenario.
        private const int Samples = 200;

        public enum Story
        {
            Provisioning,
            Update,
            UpdateOverConfirmedSlot,
            RollBack,
        }

        public required TestContext TestContext { get; set; }

        [TestMethod]
        [DataRow(Story.Provisioning)]
        [DataRow(Story.Update)]
        [DataRow(Story.UpdateOverConfirmedSlot)]
        [DataRow(Story.RollBack)]
        public void What_is_cut_at_any_operation_never_loses_its_app_and_comes_through(Story story)
        {
            NorFlash start = Start(story);
            int operations = CountOperations(story, start);
            for (int operation = 0; operation < operations; operation++)
            {
                foreach (CutKind kind in Enum.GetValues<CutKind>())
                {
                    Check(story, start, PowerCut.AtOperation(operation, kind, (uint)operation));
                }
            }

            TestContext.WriteLine($"{operations} operations");
        }

        [TestMethod]
        [DataRow(Story.Provisioning)]
        [DataRow(Story.Update)]
        [DataRow(Story.UpdateOverConfirmedSlot)]
        [DataRow(Story.RollBack)]
        public void What_is_cut_twice_never_loses_its_app_and_comes_through(Story story)
        {
            Random random = TestSeed.Create(TestContext);
            NorFlash start = Start(story);
            int operations = CountOperations(story, start);
            for (int sample = 0; sample < Samples; sample++)
            {
                // A cut costs operations at most; so the second may come anywhere before the end of what was to be done.
                int first = random.Next(operations - 1);
                int second = random.Next(first + 1, operations);
                Check(story, start, Cut(random, first), Cut(random, second));
            }
        }

        private static PowerCut Cut(Random random, int operation)
        {
            return PowerCut.AtOperation(operation, (CutKind)random.Next(3), (uint)random.Next());
        }

        private static StockFixture Fixture(Story story, NorFlash flash)
        {
            return new StockFixture(flash, story == Story.Provisioning ? 1 : story == Story.UpdateOverConfirmedSlot ? 3 : 2, story == Story.RollBack);
        }

        private static NorFlash Start(Story story)
        {
            NorFlash flash = StockFixture.EmptyFlash();
            for (int release = 1; release < (story == Story.Provisioning ? 1 : story == Story.UpdateOverConfirmedSlot ? 3 : 2); release++)
            {
                StockFixture fixture = new(flash, release);
                Assert.AreEqual(RunEnd.Returned, fixture.Board.Run(MaxRuns).End);
                Assert.AreEqual(release, fixture.Started[^1]);
            }

            return flash.Clone();
        }

        private static int CountOperations(Story story, NorFlash start)
        {
            StockFixture whole = Fixture(story, start.Clone());
            Assert.AreEqual(RunEnd.Returned, whole.Board.Run(MaxRuns).End);
            Assert.AreEqual(Final(story), whole.Started[^1]);
            Assert.IsGreaterThan(20, whole.Board.Flash.Operations);
            return whole.Board.Flash.Operations;
        }

        private static int Final(Story story) => story == Story.UpdateOverConfirmedSlot ? 3 : story == Story.Update ? 2 : 1;

        private static void Check(Story story, NorFlash start, params PowerCut[] cuts)
        {
            NorFlash flash = start.Clone();
            flash.Faults = new FaultPlan(cuts);
            StockFixture fixture = Fixture(story, flash);
            for (int cut = 0; cut < cuts.Length; cut++)
            {
                RunEnd end = fixture.Board.Run(MaxRuns).End;

                // A sick release pauses after a cut in its trial, so the operations of the second cut may never come.
                bool isOver = story == Story.RollBack && cut > 0 && end == RunEnd.Returned;
                Assert.IsTrue(end == RunEnd.PowerCut || isOver, $"{end}: {new FaultPlan(cuts)}");
                if (isOver)
                {
                    flash.Faults = new FaultPlan(Array.Empty<PowerCut>());
                }
            }

            int before = fixture.Started.Count;
            Assert.AreEqual(RunEnd.Returned, fixture.Board.Run(MaxRuns).End, flash.Faults.ToString());
            string after = $"{flash.Faults}: {string.Join(' ', fixture.Started)}";
            Assert.IsGreaterThan(before, fixture.Started.Count, after);
            Assert.AreEqual(Final(story), fixture.Started[^1], after);
            Assert.IsTrue(story == Story.Provisioning || !fixture.Started.Contains(0), after);

            // One more start finds the release confirmed, whatever the last one got to see.
            Assert.AreEqual(RunEnd.Returned, fixture.Board.PowerOn().End, after);
            Assert.AreEqual(Final(story), fixture.Started[^1], after);
            Assert.AreNotEqual(OtaState.OnTrial, fixture.State, after);
        }
    }
}
