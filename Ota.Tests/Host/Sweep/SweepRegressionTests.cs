using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Sweep;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Sweep
{
    /// <summary>What the sweeps found once, each by its own name.</summary>
    [TestClass]
    public sealed class SweepRegressionTests
    {
        // Operations on otadata in an update of a fresh device, in their order. The bootloader's writes are an erase and a program; the native half
        // programs the CRC by itself.
        private const int Choose = 2;
        private const int Start = 5;
        private const int ConfirmOrUndo = 7;

        // Numbers of TornWord's values.
        private const int Valid = 2;
        private const int Undefined = 5;

        [TestMethod]
        public void A_power_cut_in_the_trial_does_not_cost_a_good_release()
        {
            StoryResult story = Play("plain", ConfirmOrUndo, CutKind.Before);
            Assert.AreEqual("2.0", story.Version);
            CollectionAssert.Contains(story.Record.Results, OtaResult.TrialFailed);
        }

        [TestMethod]
        public void A_power_cut_before_the_first_instruction_of_a_good_release_does_not_cost_it()
        {
            StoryResult story = Play("plain", Start + 1, CutKind.After);
            Assert.AreEqual("2.0", story.Version);
        }

        [TestMethod]
        public void A_torn_boot_entry_that_reads_valid_does_not_confirm_a_release_that_crashes()
        {
            Assert.AreEqual("1.0", Play("crash-late", Choose + 1, CutKind.Torn, Valid).Version);
            Assert.AreEqual("1.0", Play("crash-late", Start, CutKind.Torn, Valid).Version);
            Assert.AreEqual("1.0", Play("crash-late", ConfirmOrUndo, CutKind.Torn, Valid).Version);
        }

        [TestMethod]
        public void A_torn_boot_entry_does_not_bring_a_rejected_release_back()
        {
            Assert.AreEqual("1.0", Play("sick", ConfirmOrUndo, CutKind.Torn, Valid).Version);
            Assert.AreEqual("1.0", Play("sick", ConfirmOrUndo + 1, CutKind.Torn, Undefined).Version);
        }

        [TestMethod]
        public void A_torn_confirmation_is_finished_or_tried_again()
        {
            for (int value = 0; value < TornWord.Values; value++)
            {
                Assert.AreEqual("2.0", Play("plain", ConfirmOrUndo, CutKind.Torn, value).Version);
                Assert.AreEqual("2.0", Play("plain", ConfirmOrUndo + 1, CutKind.Torn, value).Version);
            }
        }

        [TestMethod]
        public void A_boot_entry_that_reads_valid_whatever_is_written_does_not_restart_the_device_for_ever()
        {
            // INVALID with its lowest bit stuck at 0 is VALID.
            int entry = (SweepBoard.Table.OtaData!.Offset / NorFlash.SectorSize) + 1;
            StoryResult story = Story.Play(SweepCase.Parse($"sick:bad#{entry}/stuck0/192"));
            Assert.IsNull(story.Violation);
            CollectionAssert.Contains(story.Record.Results, OtaResult.RollBackImpossible);
            Assert.AreEqual(OtaResult.ReleaseFailedBefore, story.Record.Results[^1], "It checks again, for a release that mends it.");
        }

        private static StoryResult Play(string name, int bootOperation, CutKind kind, int value = -1)
        {
            Scenario scenario = Scenario.Find(name);
            List<FlashOperation> log = [];
            Story.Play(new SweepCase(scenario, FaultPlan.None), new StoryOptions { Log = log });
            int[] boot = [.. Enumerable.Range(0, log.Count).Where(i => SweepBoard.IsOtaData(log[i].Offset))];
            uint seed = value < 0 ? 0 : StateWordTears.Seeds[value];
            SweepCase sweepCase = new(scenario, new FaultPlan(PowerCut.AtOperation(boot[bootOperation], kind, seed)));
            StoryResult story = Story.Play(sweepCase);
            Assert.IsNull(story.Violation, sweepCase.ToString());
            Assert.IsFalse(story.IsBeyondTheClient, sweepCase.ToString());
            return story;
        }
    }
}
