using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Sweep;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Sweep
{
    /// <summary>
    /// Every flash operation of whole updates, cut before, torn and after; and a sample of second cuts while the device recovers.
    /// The exhaustive mode is tools/Ota.Sweep; a failure here prints a case that it replays.
    /// </summary>
    [TestClass]
    public sealed class PowerCutSweepTests
    {
        public TestContext TestContext { get; set; } = null!;

        public static IEnumerable<object[]> Scenarios => Scenario.All.Select(scenario => new object[] { scenario.Name });

        [TestMethod]
        [DynamicData(nameof(Scenarios))]
        public void A_power_cut_at_any_flash_operation_costs_nothing_but_time(string scenario)
        {
            SweepTally tally = Sweep(scenario, new CutSweepOptions());
            Assert.IsGreaterThan(100, tally.Cuts);
            Assert.AreEqual(tally.Stories, tally.Cuts, "Every story has its cut.");
            Assert.IsTrue(tally.Beyond == 0 || !Scenario.Find(scenario).ClientAlwaysStarts, "Wherever the client runs, it ends well.");

            // A cut restarts the device, which looks at what the slot holds and goes on. Whoever read on for ever would wear the battery.
            long whole = Story.Play(new SweepCase(Scenario.Find(scenario), FaultPlan.None)).Flash.Cost.BytesRead;
            Assert.IsLessThanOrEqualTo(3 * whole, tally.MostBytesRead, "Bytes of flash read in a story with one cut.");
        }

        [TestMethod]
        [DataRow("plain", 60)]
        [DataRow("twice", 200)]
        [DataRow("sick", 60)]
        [DataRow("crash-late", 200)]
        public void A_second_cut_while_the_device_recovers_costs_nothing_but_time_either(string scenario, int oneIn)
        {
            SweepTally tally = Sweep(scenario, new CutSweepOptions { TornSeeds = 1, PairsOneIn = oneIn, Triples = 30, Seed = TestSeed.Create(TestContext).Next() });
            Assert.IsGreaterThan(100, tally.Cuts - tally.Stories, "Cuts beyond the first of each story.");
        }

        [TestMethod]
        public void A_tear_of_the_state_word_that_no_crc_covers_is_mended_before_the_release_runs()
        {
            foreach (Scenario scenario in Scenario.All.Where(scenario => !scenario.ClientAlwaysStarts))
            {
                Assert.AreEqual(0, Sweep(scenario.Name, new CutSweepOptions { TearsStateWords = false }).Beyond, scenario.Name);
            }

            // The release crashes before its client runs: the native half reads the mark of the entry's label, and the trial goes on.
            Assert.AreEqual(0, Sweep("crash", new CutSweepOptions()).Beyond);
        }

        [TestMethod]
        public void A_case_id_replays_its_story()
        {
            string id = $"twice-reuse:cut#9/torn/7;cut#31/after/0;cut#40/torn/{StateWordTears.Seeds[2]}";
            StoryResult first = Story.Play(SweepCase.Parse(id));
            StoryResult second = Story.Play(SweepCase.Parse(first.Case.ToString()));
            Assert.AreEqual(id, first.Case.ToString());
            Assert.AreEqual(3, first.Cuts);
            CollectionAssert.AreEqual(Ends(first), Ends(second));
            CollectionAssert.AreEqual(first.Record.Results, second.Record.Results);
            Assert.ThrowsExactly<FormatException>(() => SweepCase.Parse("plain"));
            Assert.ThrowsExactly<FormatException>(() => SweepCase.Parse("unknown:cut#1/torn/1"));
        }

        [TestMethod]
        public void The_sweep_notices_a_state_store_that_loses_its_writes()
        {
            StoryOptions options = new() { WrapBoard = board => new FaultyBoard(board) { DropsRecords = true } };
            StoryResult story = Story.Play(new SweepCase(Scenario.Find("sick"), FaultPlan.None), options);
            Assert.IsNotNull(story.Violation, "A rejected release is tried for ever when nothing remembers it.");
        }

        private static SweepTally Sweep(string scenario, CutSweepOptions options)
        {
            SweepTally tally = new();
            new CutSweep(Scenario.Find(scenario), options, tally).Run();
            Assert.IsEmpty(
                tally.Failures,
                $"{tally.Failed} of {tally.Stories}; replay with: dotnet run -c Release --project tools/Ota.Sweep -- replay 'ID'\n{string.Join('\n', tally.Failures)}");
            return tally;
        }

        private static List<string> Ends(StoryResult story) => [.. story.History.Select(report => $"{report.Slot} {report.Version} {report.State} {report.End}")];
    }
}
