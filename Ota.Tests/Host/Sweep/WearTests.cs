using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.Sweep;
using NanoOta.Tests.Docs;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Sweep
{
    /// <summary>design.md's budget of the flash: each sector of the slot once an update, at most 8 writes of the record.</summary>
    [TestClass]
    public sealed class WearTests
    {
        private const int StateWritesAnUpdate = 8;
        private const int BootWritesAnUpdate = 3;

        [TestMethod]
        public void Every_update_keeps_to_the_budget_of_erases_and_state_writes()
        {
            foreach (Scenario scenario in Scenario.All)
            {
                Wear wear = Wear.Measure(scenario);
                Assert.AreEqual(1, wear.MostErases, $"{scenario.Name}: each sector once.");
                Assert.AreEqual(wear.ImageSectors, wear.SlotSectors, $"{scenario.Name}: the image's sectors and no more, however often it is activated.");
                Assert.IsLessThanOrEqualTo(StateWritesAnUpdate * wear.Activations, wear.StateWrites, scenario.Name);

                // Choose, start, confirm or undo; one more for the erase of an old entry by esp_ota_begin, and the factory's first.
                Assert.IsLessThanOrEqualTo((BootWritesAnUpdate * wear.Activations) + scenario.Offers + 1, wear.BootErases, scenario.Name);
            }
        }

        [TestMethod]
        public void A_good_update_writes_the_record_five_times()
        {
            Assert.AreEqual(5, Wear.Measure(Scenario.Find("plain")).StateWrites);
        }

        [TestMethod]
        public void The_table_in_the_docs_is_what_is_measured()
        {
            string[][] table = new Document("docs/FOOTPRINT.md").Table(
                "scenario", "activations", "slot sectors erased", "image sectors", "most erases of one", "otadata erases", "record writes");
            CollectionAssert.AreEqual(Scenario.All.Select(scenario => scenario.Name).ToArray(), table.Select(row => row[0]).ToArray());
            foreach (string[] row in table)
            {
                Wear wear = Wear.Measure(Scenario.Find(row[0]));
                int[] measured = [wear.Activations, wear.SlotSectors, wear.ImageSectors, wear.MostErases, wear.BootErases, wear.StateWrites];
                CollectionAssert.AreEqual(
                    measured,
                    row[1..].Select(Document.Value).ToArray(),
                    $"{row[0]}: measured {string.Join(", ", measured)}. Measure anew: dotnet run -c Release --project tools/Ota.Sweep -- wear");
            }
        }

        [TestMethod]
        public void Cuts_cost_a_slot_one_more_erase_of_the_torn_sector_each()
        {
            List<FlashOperation> log = [];
            Story.Play(new SweepCase(Scenario.Find("plain"), FaultPlan.None), new StoryOptions { Log = log });
            int lastSlotWrite = log.FindLastIndex(operation => !SweepBoard.IsOtaData(operation.Offset) && !SweepBoard.IsState(operation.Offset));
            StoryResult story = Story.Play(SweepCase.Parse($"plain:cut#{lastSlotWrite}/torn/1"));
            Assert.IsNull(story.Violation);
            int torn = log[lastSlotWrite].Offset / NorFlash.SectorSize;
            Partition slot = SweepBoard.Table.Ota(1)!;
            for (int sector = slot.Offset / NorFlash.SectorSize; sector < torn; sector++)
            {
                Assert.AreEqual(1, story.Flash.GetEraseCount(sector), "What was whole is not erased again.");
            }

            Assert.AreEqual(2, story.Flash.GetEraseCount(torn));
        }
    }
}
