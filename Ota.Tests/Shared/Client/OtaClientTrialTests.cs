using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class OtaClientTrialTests
    {
        [TestMethod]
        public void A_release_that_comes_back_unconfirmed_is_paused_until_time_has_passed_whatever_its_manifest()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            long pause = PauseRules.First;
            for (int i = 1; i <= 6; i++)
            {
                fixture.Slots.Restart();
                Assert.AreEqual(0, fixture.Slots.Running);
                Expect.Result(OtaResult.TrialFailed, fixture.Boot());
                Expect.State(OtaState.RolledBack, fixture.Client.State);
                Assert.AreEqual(ReleaseVersion.Parse("1.0"), fixture.Client.InstalledVersion);
                fixture.Clock.UtcSeconds += pause - 1;
                Expect.Result(OtaResult.ReleasePaused, fixture.Client.Check());
                fixture.Boot();
                Expect.Result(OtaResult.ReleasePaused, fixture.Client.Check());

                // To the device a power cut looks like a crash, so nothing is known against the release.
                fixture.Clock.UtcSeconds++;
                pause *= 2;
                Expect.Result(OtaResult.Ok, fixture.Client.Update());
                Expect.Result(OtaResult.TrialContinues, fixture.Boot());
            }

            fixture.Slots.Restart();
            fixture.Boot();
            Expect.Result(OtaResult.ReleasePaused, fixture.Client.Check());
            fixture.Publish(SignedReleases.Noted);
            Expect.Result(OtaResult.ReleasePaused, fixture.Client.Check(), "the same images in a new manifest");
            fixture.Clock.UtcSeconds += pause;
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
        }

        [TestMethod]
        public void A_rejected_release_goes_back_and_says_why()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            Expect.Result(OtaResult.Ok, fixture.Client.Reject(OtaResult.HealthCheckFailed));
            Assert.AreEqual(0, fixture.Slots.Running);
            Expect.Result(OtaResult.HealthCheckFailed, fixture.Boot());
            Expect.State(OtaState.RolledBack, fixture.Client.State);
            Expect.Result(OtaResult.ReleasePaused, fixture.Client.Check());
        }

        [TestMethod]
        public void With_nothing_to_go_back_to_the_trial_goes_on()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Slots.RollBackFault = OtaResult.RollBackImpossible;
            Expect.Result(OtaResult.RollBackImpossible, fixture.Client.Reject(OtaResult.HealthCheckFailed));
            Expect.State(OtaState.OnTrial, fixture.Client.State);
            Assert.AreEqual(1, fixture.Slots.Running);
        }

        [TestMethod]
        public void A_release_that_never_comes_up_is_tried_again_after_ever_longer_pauses()
        {
            ClientFixture fixture = ClientFixture.Started();
            long pause = PauseRules.First;
            for (int i = 1; i <= 5; i++)
            {
                fixture.Client.Check();
                fixture.Client.Stage();
                fixture.Slots.LosesBootChoice = true;
                Expect.Result(OtaResult.Ok, fixture.Client.Activate());
                Assert.AreEqual(0, fixture.Slots.Running);
                Expect.Result(OtaResult.ActivateFailed, fixture.Boot());
                fixture.Clock.UtcSeconds += pause - 1;
                Expect.Result(OtaResult.ReleasePaused, fixture.Client.Check());
                fixture.Clock.UtcSeconds++;
                pause *= 2;
            }

            // Nothing is known against it: when the boot choice takes, it runs.
            fixture.Slots.LosesBootChoice = false;
            Expect.Result(OtaResult.Ok, fixture.Client.Update());
            Expect.Result(OtaResult.TrialContinues, fixture.Boot());
        }

        [TestMethod]
        public void A_power_cut_inside_Confirm_is_finished_at_the_next_start()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Slots.ConfirmFault = OtaResult.ConfirmFailed;
            Expect.Result(OtaResult.ConfirmFailed, fixture.Client.Confirm());
            fixture.Slots.ConfirmFault = OtaResult.Ok;
            fixture.Slots.Confirm();
            fixture.Slots.Restart();
            Assert.AreEqual(1, fixture.Slots.Running);
            Expect.Result(OtaResult.Ok, fixture.Boot());
            Expect.State(OtaState.Confirmed, fixture.Client.State);
            Assert.AreEqual(2L, fixture.Client.SeenRevision);
        }

        [TestMethod]
        public void A_slot_that_cannot_be_confirmed_stays_on_trial()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Slots.ConfirmFault = OtaResult.ConfirmFailed;
            Expect.Result(OtaResult.ConfirmFailed, fixture.Client.Confirm());
            Expect.State(OtaState.Confirming, fixture.Client.State);
            Assert.IsTrue(fixture.Client.IsOnTrial);
            Assert.AreEqual(ReleaseVersion.Parse("1.0"), fixture.Client.InstalledVersion);
            fixture.Slots.ConfirmFault = OtaResult.Ok;
            Expect.Result(OtaResult.Ok, fixture.Client.Confirm());
            Expect.State(OtaState.Confirmed, fixture.Client.State);
        }

        [TestMethod]
        public void Nothing_is_activated_when_the_intent_cannot_be_written()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Client.Check();
            fixture.Client.Stage();
            fixture.Medium.WriteFault = OtaResult.StateWriteFailed;
            Expect.Result(OtaResult.StateWriteFailed, fixture.Client.Activate());
            Assert.AreEqual(0, fixture.Slots.Restarts);
            fixture.Slots.Restart();
            Assert.AreEqual(0, fixture.Slots.Running);
        }

        [TestMethod]
        public void A_trial_that_the_record_takes_for_another_activation_has_to_prove_itself_too()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            DeviceRecord record = new DeviceRecord();
            record.State = OtaState.Activating;
            record.Target.Slot = 1;
            record.Target.Version = 9;
            byte[] bytes = new byte[DeviceRecord.Length];
            record.Encode(bytes);
            Expect.Result(OtaResult.Ok, new TwoCopyStateStore(fixture.Medium, DeviceRecord.Length).Write(bytes, bytes.Length));

            Expect.Result(OtaResult.TrialContinues, fixture.Boot());
            Expect.State(OtaState.OnTrial, fixture.Client.State);
            Expect.Result(OtaResult.Ok, fixture.Client.Confirm());
            Assert.IsTrue(fixture.Slots.Running == 1);
        }

        [TestMethod]
        public void A_trial_that_the_record_knows_nothing_of_has_to_prove_itself_too()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Client.Update();
            fixture.Medium[0] = null;
            fixture.Medium[1] = null;
            Expect.Result(OtaResult.TrialContinues, fixture.Boot());
            Expect.State(OtaState.OnTrial, fixture.Client.State);
            Expect.Result(OtaResult.Ok, fixture.Client.Confirm());
        }

        [TestMethod]
        public void A_lost_record_is_a_warning_and_the_baseline_still_holds()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Client.Confirm();
            fixture.Medium[0] = new byte[100];
            fixture.Medium[1] = new byte[100];
            Expect.Result(OtaResult.StateCorrupt, fixture.Boot());
            Assert.AreEqual(ReleaseVersion.Parse("1.0"), fixture.Client.InstalledVersion);
            Expect.Result(OtaResult.Ok, fixture.Client.Check());

            fixture.Medium.ReadFault = OtaResult.StateReadFailed;
            Expect.Result(OtaResult.StateReadFailed, fixture.Boot());
        }
    }
}
