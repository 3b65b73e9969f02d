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
            BoardFixture fixture = WithCandidate(out AppSlots slots);
            Assert.AreEqual(SlotTrial.OnTrial, slots.GetTrial(1));
            int operations = fixture.Power.Operations;
            Assert.AreEqual(OtaResult.SlotOnTrial, slots.Begin(8000, 0));
            Assert.AreEqual(OtaResult.SlotOnTrial, slots.Keep([1], Length(2), 9).Code);
            Assert.AreEqual(OtaResult.SlotImageInvalid, slots.Activate());
            Assert.AreEqual(operations, fixture.Power.Operations);
            Assert.AreEqual(SlotTrial.Confirmed, slots.GetTrial(2));
        }

        [TestMethod]
        public void A_candidate_that_does_not_verify_is_given_up_at_once_and_not_boot_by_boot()
        {
            BoardFixture fixture = WithCandidate(out AppSlots slots);
            int operations = fixture.Power.Operations;
            Assert.AreEqual(2, slots.Choose(1));
            Assert.AreEqual(SlotTrial.Failed, BootTripwires.RecordOf(fixture.Storage).StateOf(1));
            Assert.AreEqual(operations + 3, fixture.Power.Operations, "more than one record was written");
        }

        [TestMethod]
        public void What_was_kept_is_not_activated_once_its_slot_is_written_again()
        {
            BoardFixture fixture = BootModel.Copy(BootModel.Second(), SignedApps.Third);
            AppSlots slots = New(fixture);
            Assert.AreEqual(2, slots.Choose(0));
            Assert.AreEqual(OtaResult.Ok, slots.Keep([1], Length(1), 9).Code);
            Assert.AreEqual(OtaResult.Ok, slots.Begin(8000, 4096));
            slots.Abort();
            Assert.AreEqual(OtaResult.SlotImageInvalid, slots.Activate());
        }

        [TestMethod]
        public void What_could_not_be_kept_is_not_activated()
        {
            BoardFixture fixture = BootModel.Copy(BootModel.Second(), SignedApps.Third);
            AppSlots slots = New(fixture);
            Assert.AreEqual(2, slots.Choose(0));
            fixture.Storage.Changing = name => fixture.Storage.WriteFault = name.EndsWith(AppSlots.ManifestSuffix, StringComparison.Ordinal) ? OtaResult.SlotWriteFailed : OtaResult.Ok;
            Assert.AreEqual(OtaResult.SlotWriteFailed, slots.Keep([1], Length(1), 9).Code);
            fixture.Storage.Changing = null;
            fixture.Storage.WriteFault = OtaResult.Ok;
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
            BoardFixture fixture = new();
            Assert.AreEqual(OtaResult.SlotArgument, New(fixture).Begin(length, offset));
            Assert.AreEqual(0, fixture.Power.Operations);
        }

        // Release 3 in slot 1, chosen for its first trial boot; release 2 confirmed in slot 2.
        private static BoardFixture WithCandidate(out AppSlots slots)
        {
            BoardFixture fixture = BootModel.Copy(BootModel.Second(), SignedApps.Third);
            fixture.App = BootSweepTests.ConfirmAndUpdate(fixture);
            Assert.IsFalse(fixture.Boot(), "it restarts with release 3 as the candidate");
            fixture.Power.Restore();
            slots = New(fixture);
            Assert.AreEqual(1, slots.Choose(0));
            return fixture;
        }

        private static AppSlots New(BoardFixture fixture) => new(fixture.Storage, fixture, fixture, 3);

        private static int Length(int release) => TestApps.Image(release).Length;
    }
}
