using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.Sweep;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Sweep
{
    /// <summary>Sectors that do not erase, do not program, lie or stick: the update may fail, the device does not.</summary>
    [TestClass]
    public sealed class BadFlashTests
    {
        private const string Slot = "slot";
        private const string OtaData = "otadata";
        private const string State = "state";

        [TestMethod]
        [DataRow("plain")]
        [DataRow("reuse")]
        [DataRow("sick")]
        public void Any_broken_sector_leaves_a_whole_release_running_and_says_why(string scenario)
        {
            int cases = 0;
            foreach (SweepCase bad in BadFlash.Cases(Scenario.Find(scenario)))
            {
                StoryResult story = Story.Play(bad);
                Assert.IsNull(story.Violation, bad.ToString());
                cases++;
            }

            Assert.IsGreaterThan(100, cases);
        }

        [TestMethod]
        [DataRow(Slot, "erase", OtaResult.SlotEraseFailed)]
        [DataRow(Slot, "program", OtaResult.SlotWriteFailed)]
        [DataRow(Slot, "ignore", OtaResult.SlotWriteFailed)]
        [DataRow(OtaData, "erase", OtaResult.SlotEraseFailed)]
        [DataRow(OtaData, "program", OtaResult.SlotEraseFailed)]
        [DataRow(OtaData, "ignore", OtaResult.SlotEraseFailed)]
        [DataRow(State, "erase", OtaResult.StateWriteFailed)]
        [DataRow(State, "program", OtaResult.StateWriteFailed)]
        [DataRow(State, "ignore", OtaResult.StateWriteFailed)]
        public void The_code_names_what_is_broken_and_the_old_release_stays(string where, string fault, OtaResult code)
        {
            // Of otadata and the record both copies, or the device would go on with the other one. An otadata that keeps no entry for the running image is
            // found out before the slot is written.
            int[] sectors = where switch
            {
                Slot => [(SweepBoard.Table.Ota(1)!.Offset / NorFlash.SectorSize) + 1],
                OtaData => Pair(SweepBoard.Table.OtaData!),
                _ => Pair(SweepBoard.Table.Find(PartitionTable.StateLabel)!),
            };
            string id = $"plain:{string.Join(';', sectors.Select(sector => $"bad#{sector}/{fault}"))}";
            StoryResult story = Story.Play(SweepCase.Parse(id));
            Assert.IsNull(story.Violation);
            Assert.AreEqual("1.0", story.Version);
            CollectionAssert.Contains(story.Record.Results, code);
            Assert.IsTrue(story.History.All(report => report.Version == "1.0"), "The new release never ran.");
        }

        private static int[] Pair(Partition partition) => [partition.Offset / NorFlash.SectorSize, (partition.Offset / NorFlash.SectorSize) + 1];
    }
}
