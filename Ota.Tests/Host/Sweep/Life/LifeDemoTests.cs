using System.Reflection;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Sweep.Life;

namespace NanoOta.Tests.Sweep.Life
{
    /// <summary>What 'nanoota demo --life' shows, and that each defence is needed for it. The context of an application is a static, so one at a time.</summary>
    [TestClass]
    [DoNotParallelize]
    public sealed class LifeDemoTests
    {
        [TestMethod]
        public void Every_device_gets_the_next_good_release_and_its_flash_says_so()
        {
            IReadOnlyList<LifeDemoRow> rows = LifeDemo.Run(new HashSet<Defence>());
            Assert.IsEmpty(rows.Where(row => !row.Passed).Select(row => $"{row.Board} {row.Name}: {row.Fate}, flash has {row.Read}"));
            foreach (LifeBoardKind board in Enum.GetValues<LifeBoardKind>())
            {
                Assert.IsGreaterThan(5, rows.Count(row => row.Board == board), board.ToString());
            }
        }

        [TestMethod]
        [DataRow(Defence.TrialWindow, "hanging-check", LifeBoardKind.InFieldUpdate)]
        [DataRow(Defence.ServerCheck, "cut-off-at-once", LifeBoardKind.InFieldUpdate)]
        [DataRow(Defence.AnswerBeforeBlame, "crash-by-outage", LifeBoardKind.OtaSlots)]
        [DataRow(Defence.StartCount, "crash-loop", LifeBoardKind.OtaSlots)]
        [DataRow(Defence.Asking, "crash-loop", LifeBoardKind.OtaSlots)]
        [DataRow(Defence.GoingBack, "no-way-forward", LifeBoardKind.OtaSlots)]
        [DataRow(Defence.NativeTimer, "hang", LifeBoardKind.OtaSlots)]
        [DataRow(Defence.UnservedRestart, "cut-off", LifeBoardKind.OtaSlots)]
        [DataRow(Defence.PendingSeen, "higher-revision", LifeBoardKind.OtaSlots)]
        [DataRow(Defence.TimeFloor, "clock-2100-for-ever", LifeBoardKind.Stock)]
        [DataRow(Defence.ReadErrorRule, "unreadable-record", LifeBoardKind.OtaSlots)]
        [DataRow(Defence.ReserveUrl, "lost-domain", LifeBoardKind.InFieldUpdate)]
        [DataRow(Defence.NetworkConfig, "overwritten-network", LifeBoardKind.OtaSlots)]
        [DataRow(Defence.DriveReserve, "full-drive", LifeBoardKind.Stock)]
        [DataRow(Defence.Pause, "silent-release", LifeBoardKind.InFieldUpdate)]
        [DataRow(Defence.TagAge, "stale-tag", LifeBoardKind.OtaSlots)]
        [DataRow(Defence.DisabledLapses, "switched-off", LifeBoardKind.Stock)]
        [DataRow(Defence.AttemptBounds, "starved", LifeBoardKind.Stock)]
        [DataRow(Defence.FormerUrl, "changed-address", LifeBoardKind.InFieldUpdate)]
        public void Without_a_defence_a_device_is_stranded(Defence defence, string story, LifeBoardKind board)
        {
            Assert.IsNull(LifePlay.Tell(LifeDemo.Find(story, board)).Fate, "with all defences");
            Assert.IsNotNull(LifePlay.Tell(LifeDemo.Find(story, board), new HashSet<Defence> { defence }).Fate, "without " + DefenceNames.Of(defence));
        }

        [TestMethod]
        public void Every_defence_that_can_be_left_out_has_a_row_of_the_test_above()
        {
            MethodInfo test = typeof(LifeDemoTests).GetMethod(nameof(Without_a_defence_a_device_is_stranded))!;
            CollectionAssert.AreEquivalent(test.GetCustomAttributes<DataRowAttribute>().Select(row => (Defence)row.Data[0]!).ToArray(), LifeDemo.Defences.ToArray());
        }
    }
}
