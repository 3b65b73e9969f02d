using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Bootstrap
{
    /// <summary>The slots by themselves: what they refuse a client that should know better.</summary>
    [TestClass]
    public class AppSlotsTests
    {
        [TestMethod]
        public void While_an_image_is_on_trial_the_one_to_go_back_to_is_not_touched()
        {
            BootWorld world = WithCandidate(out AppSlots slots);
            Assert.AreEqual(SlotTrial.OnTrial, slots.GetTrial(1));
            int operations = world.Power.Operations;
            Assert.AreEqual(OtaResult.SlotOnTrial, slots.Begin(8000, 0));
            Assert.AreEqual(OtaResult.SlotOnTrial, slots.Keep([1], Table(2), 9).Code);
            Assert.AreEqual(OtaResult.SlotImageInvalid, slots.Activate());
            Assert.AreEqual(operations, world.Power.Operations);
            Assert.AreEqual(SlotTrial.Confirmed, slots.GetTrial(2));
        }

        [TestMethod]
        public void A_candidate_that_does_not_verify_is_given_up_at_once_and_not_boot_by_boot()
        {
            BootWorld world = WithCandidate(out AppSlots slots);
            int operations = world.Power.Operations;
            Assert.AreEqual(2, slots.Choose(1));
            Assert.AreEqual(SlotTrial.Failed, BootTripwires.RecordOf(world.Storage).StateOf(1));
            Assert.AreEqual(operations + 3, world.Power.Operations, "more than one record was written");
        }

        [TestMethod]
        public void What_was_kept_is_not_activated_once_its_slot_is_written_again()
        {
            BootWorld world = BootModel.Copy(BootModel.Second(), SignedApps.Third);
            AppSlots slots = New(world);
            Assert.AreEqual(2, slots.Choose(0));
            Assert.AreEqual(OtaResult.Ok, slots.Keep([1], Table(1), 9).Code);
            Assert.AreEqual(OtaResult.Ok, slots.Begin(8000, 4096));
            slots.Abort();
            Assert.AreEqual(OtaResult.SlotImageInvalid, slots.Activate());
        }

        [TestMethod]
        public void What_could_not_be_kept_is_not_activated()
        {
            BootWorld world = BootModel.Copy(BootModel.Second(), SignedApps.Third);
            AppSlots slots = New(world);
            Assert.AreEqual(2, slots.Choose(0));
            world.Storage.Changing = name => world.Storage.WriteFault = name.EndsWith(AppSlots.ManifestSuffix, StringComparison.Ordinal) ? OtaResult.SlotWriteFailed : OtaResult.Ok;
            Assert.AreEqual(OtaResult.SlotWriteFailed, slots.Keep([1], Table(1), 9).Code);
            world.Storage.Changing = null;
            world.Storage.WriteFault = OtaResult.Ok;
            Assert.AreEqual(OtaResult.SlotImageInvalid, slots.Activate());
        }

        [TestMethod]
        [DataRow(0, 0)]
        [DataRow(65537, 0)]
        [DataRow(8000, -4096)]
        [DataRow(8000, 8192)]
        [DataRow(8000, 100)]
        public void An_image_that_cannot_be_is_not_begun(int length, int offset)
        {
            BootWorld world = new();
            Assert.AreEqual(OtaResult.SlotArgument, New(world).Begin(length, offset));
            Assert.AreEqual(0, world.Power.Operations);
        }

        // Release 3 in slot 1, chosen for its first trial boot; release 2 confirmed in slot 2.
        private static BootWorld WithCandidate(out AppSlots slots)
        {
            BootWorld world = BootModel.Copy(BootModel.Second(), SignedApps.Third);
            world.App = BootSweepTests.ConfirmAndUpdate(world);
            Assert.IsFalse(world.Boot(), "it restarts with release 3 as the candidate");
            world.Power.Restore();
            slots = New(world);
            Assert.AreEqual(1, slots.Choose(0));
            return world;
        }

        private static AppSlots New(BootWorld world) => new(world.Storage, world, world, 3);

        private static byte[] Table(int release) => TestImages.Table(TestApps.Image(release));
    }
}
