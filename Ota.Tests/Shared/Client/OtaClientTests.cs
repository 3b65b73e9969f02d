using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class OtaClientTests
    {
        [TestMethod]
        public void An_update_goes_from_check_to_confirmed()
        {
            UpdateWorld world = UpdateWorld.Started();
            Expect.Result(OtaResult.Ok, world.Client.Check());
            Expect.State(OtaState.Offered, world.Client.State);
            Assert.AreEqual("1.1", world.Client.Offer.Version);
            Expect.Result(OtaResult.Ok, world.Client.Stage());
            Expect.State(OtaState.Staged, world.Client.State);
            Assert.AreEqual(0, world.Slots.Restarts);
            Expect.Result(OtaResult.Ok, world.Client.Activate());
            Assert.AreEqual(1, world.Slots.Running);
            Assert.IsTrue(world.Slots.Holds(1, world.NewImage));

            Expect.Result(OtaResult.TrialContinues, world.Boot());
            Expect.State(OtaState.OnTrial, world.Client.State);
            Assert.AreEqual(ReleaseVersion.Parse("1.0"), world.Client.InstalledVersion);
            Expect.Result(OtaResult.Ok, world.Client.Confirm());
            Expect.State(OtaState.Confirmed, world.Client.State);
            Assert.AreEqual(2L, world.Client.SeenRevision);
            Expect.Result(OtaResult.UpToDate, world.Client.Check());
        }

        [TestMethod]
        public void Only_bytes_that_the_device_lacks_are_fetched()
        {
            UpdateWorld world = UpdateWorld.Started();
            Expect.Result(OtaResult.Ok, world.Client.Check());
            int before = world.Server.BytesSent;
            Expect.Result(OtaResult.Ok, world.Client.Stage());
            int table = TestImages.Table(world.NewImage).Length;
            int chunks = world.Server.BytesSent - before - table;

            // 300 bytes were inserted: the chunk that has them is new, and a second one if the cut moved.
            Assert.IsTrue(chunks >= 300 && chunks <= 8192);
            Assert.AreEqual(world.NewImage.Length, world.Client.Counters.BytesReused + chunks);
            Assert.AreEqual(world.Server.BytesSent, world.Client.Counters.BytesFetched);
        }

        [TestMethod]
        public void Each_sector_is_erased_once_and_the_record_written_twice_before_the_restart_at_most()
        {
            UpdateWorld world = UpdateWorld.Started();
            Expect.Result(OtaResult.Ok, world.Client.Update());
            Assert.AreEqual((world.NewImage.Length + 4095) / 4096, world.Slots.Erases);
            Assert.AreEqual(2, world.Medium.Writes);
            world.Boot();
            Expect.Result(OtaResult.Ok, new HealthMonitor(world.Client, world.Clock).Run());
            Expect.Result(OtaResult.UpToDate, world.Client.Check());
            Assert.IsTrue(world.Medium.Writes <= 10);
        }

        [TestMethod]
        public void An_unchanged_manifest_is_not_fetched_again_within_a_day_and_a_restart()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            world.Client.Confirm();
            Expect.Result(OtaResult.UpToDate, world.Client.Check());
            int before = world.Server.BytesSent;
            world.Clock.TickMilliseconds += 86399000;
            Expect.Result(OtaResult.UpToDate, world.Client.Check());
            Assert.AreEqual(before, world.Server.BytesSent, "an unchanged manifest was fetched again within a day");
            world.Clock.TickMilliseconds += 1000;
            Expect.Result(OtaResult.UpToDate, world.Client.Check());
            Assert.IsTrue(world.Server.BytesSent > before, "an entity tag was believed for more than a day");
            before = world.Server.BytesSent;
            world.Boot();
            Expect.Result(OtaResult.UpToDate, world.Client.Check());
            Assert.IsTrue(world.Server.BytesSent > before, "an entity tag was believed over a restart");

            world.Clock.UtcSeconds = 1890000000;
            Expect.Result(OtaResult.ManifestExpired, world.Client.Check());
        }

        [TestMethod]
        public void A_forged_manifest_is_refused_before_a_byte_is_written()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Publish(SignedReleases.Forged);
            Expect.Result(OtaResult.SignatureInvalid, world.Client.Update());
            Expect.State(OtaState.Idle, world.Client.State);
            Assert.AreEqual(0, world.Slots.Erases);
            Assert.AreEqual(0, world.Medium.Writes);
            Assert.IsNull(world.Client.Offer);
        }

        [TestMethod]
        public void A_release_of_another_product_is_refused()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Publish(SignedReleases.OtherProduct);
            Expect.Result(OtaResult.ProductMismatch, world.Client.Check());
        }

        [TestMethod]
        public void A_release_that_comes_back_unconfirmed_is_paused_until_its_manifest_changes_or_time_has_passed()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            long pause = PauseRules.First;
            for (int i = 1; i <= 6; i++)
            {
                world.Slots.Restart();
                Assert.AreEqual(0, world.Slots.Running);
                Expect.Result(OtaResult.TrialFailed, world.Boot());
                Expect.State(OtaState.RolledBack, world.Client.State);
                Assert.AreEqual(ReleaseVersion.Parse("1.0"), world.Client.InstalledVersion);
                world.Clock.UtcSeconds += pause - 1;
                Expect.Result(OtaResult.ReleasePaused, world.Client.Check());
                world.Boot();
                Expect.Result(OtaResult.ReleasePaused, world.Client.Check());

                // To the device a power cut looks like a crash, so nothing is known against the release.
                world.Clock.UtcSeconds++;
                pause *= 2;
                Expect.Result(OtaResult.Ok, world.Client.Update());
                Expect.Result(OtaResult.TrialContinues, world.Boot());
            }

            world.Slots.Restart();
            world.Boot();
            Expect.Result(OtaResult.ReleasePaused, world.Client.Check());
            world.Publish(SignedReleases.Noted);
            Expect.Result(OtaResult.Ok, world.Client.Check());
        }

        [TestMethod]
        public void A_rejected_release_goes_back_and_says_why()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            Expect.Result(OtaResult.Ok, world.Client.Reject(OtaResult.HealthCheckFailed));
            Assert.AreEqual(0, world.Slots.Running);
            Expect.Result(OtaResult.HealthCheckFailed, world.Boot());
            Expect.State(OtaState.RolledBack, world.Client.State);
            Expect.Result(OtaResult.ReleasePaused, world.Client.Check());
        }

        [TestMethod]
        public void With_nothing_to_go_back_to_the_trial_goes_on()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            world.Slots.RollBackFault = OtaResult.RollBackImpossible;
            Expect.Result(OtaResult.RollBackImpossible, world.Client.Reject(OtaResult.HealthCheckFailed));
            Expect.State(OtaState.OnTrial, world.Client.State);
            Assert.AreEqual(1, world.Slots.Running);
        }

        [TestMethod]
        public void A_release_that_never_comes_up_is_tried_again_after_ever_longer_pauses()
        {
            UpdateWorld world = UpdateWorld.Started();
            long pause = PauseRules.First;
            for (int i = 1; i <= 5; i++)
            {
                world.Client.Check();
                world.Client.Stage();
                world.Slots.LosesBootChoice = true;
                Expect.Result(OtaResult.Ok, world.Client.Activate());
                Assert.AreEqual(0, world.Slots.Running);
                Expect.Result(OtaResult.ActivateFailed, world.Boot());
                world.Clock.UtcSeconds += pause - 1;
                Expect.Result(OtaResult.ReleasePaused, world.Client.Check());
                world.Clock.UtcSeconds++;
                pause *= 2;
            }

            // Nothing is known against it: when the boot choice takes, it runs.
            world.Slots.LosesBootChoice = false;
            Expect.Result(OtaResult.Ok, world.Client.Update());
            Expect.Result(OtaResult.TrialContinues, world.Boot());
        }

        [TestMethod]
        public void A_power_cut_inside_Confirm_is_finished_at_the_next_start()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            world.Slots.ConfirmFault = OtaResult.ConfirmFailed;
            Expect.Result(OtaResult.ConfirmFailed, world.Client.Confirm());
            world.Slots.ConfirmFault = OtaResult.Ok;
            world.Slots.Confirm();
            world.Slots.Restart();
            Assert.AreEqual(1, world.Slots.Running);
            Expect.Result(OtaResult.Ok, world.Boot());
            Expect.State(OtaState.Confirmed, world.Client.State);
            Assert.AreEqual(2L, world.Client.SeenRevision);
        }

        [TestMethod]
        public void A_slot_that_cannot_be_confirmed_stays_on_trial()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            world.Slots.ConfirmFault = OtaResult.ConfirmFailed;
            Expect.Result(OtaResult.ConfirmFailed, world.Client.Confirm());
            Expect.State(OtaState.Confirming, world.Client.State);
            Assert.IsTrue(world.Client.IsOnTrial);
            Assert.AreEqual(ReleaseVersion.Parse("1.0"), world.Client.InstalledVersion);
            world.Slots.ConfirmFault = OtaResult.Ok;
            Expect.Result(OtaResult.Ok, world.Client.Confirm());
            Expect.State(OtaState.Confirmed, world.Client.State);
        }

        [TestMethod]
        public void Nothing_is_activated_when_the_intent_cannot_be_written()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Client.Check();
            world.Client.Stage();
            world.Medium.WriteFault = OtaResult.StateWriteFailed;
            Expect.Result(OtaResult.StateWriteFailed, world.Client.Activate());
            Assert.AreEqual(0, world.Slots.Restarts);
            world.Slots.Restart();
            Assert.AreEqual(0, world.Slots.Running);
        }

        [TestMethod]
        public void A_trial_that_the_record_takes_for_another_activation_has_to_prove_itself_too()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            DeviceRecord record = new DeviceRecord();
            record.State = OtaState.Activating;
            record.Target.Slot = 1;
            record.Target.Version = 9;
            byte[] bytes = new byte[DeviceRecord.Length];
            record.Encode(bytes);
            Expect.Result(OtaResult.Ok, new TwoCopyStateStore(world.Medium, DeviceRecord.Length).Write(bytes, bytes.Length));

            Expect.Result(OtaResult.TrialContinues, world.Boot());
            Expect.State(OtaState.OnTrial, world.Client.State);
            Expect.Result(OtaResult.Ok, world.Client.Confirm());
            Assert.IsTrue(world.Slots.Running == 1);
        }

        [TestMethod]
        public void A_trial_that_the_record_knows_nothing_of_has_to_prove_itself_too()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Client.Update();
            world.Medium[0] = null;
            world.Medium[1] = null;
            Expect.Result(OtaResult.TrialContinues, world.Boot());
            Expect.State(OtaState.OnTrial, world.Client.State);
            Expect.Result(OtaResult.Ok, world.Client.Confirm());
        }

        [TestMethod]
        public void A_lost_record_is_a_warning_and_the_baseline_still_holds()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            world.Client.Confirm();
            world.Medium[0] = new byte[100];
            world.Medium[1] = new byte[100];
            Expect.Result(OtaResult.StateCorrupt, world.Boot());
            Assert.AreEqual(ReleaseVersion.Parse("1.0"), world.Client.InstalledVersion);
            Expect.Result(OtaResult.Ok, world.Client.Check());

            world.Medium.ReadFault = OtaResult.StateReadFailed;
            Expect.Result(OtaResult.StateReadFailed, world.Boot());
        }

        [TestMethod]
        public void Operations_that_do_not_fit_the_state_are_refused()
        {
            UpdateWorld world = new UpdateWorld();
            Expect.Result(OtaResult.WrongState, world.Client.Check());
            world.Client.Start();
            Expect.Result(OtaResult.WrongState, world.Client.Start());
            Expect.Result(OtaResult.WrongState, world.Client.Stage());
            Expect.Result(OtaResult.WrongState, world.Client.Activate());
            Expect.Result(OtaResult.WrongState, world.Client.Confirm());
            Expect.Result(OtaResult.WrongState, world.Client.Reject(OtaResult.HealthCheckFailed));
            world.Client.Check();
            Expect.Result(OtaResult.WrongState, world.Client.Activate());

            world = UpdateWorld.OnTrial();
            Expect.Result(OtaResult.WrongState, world.Client.Check());
        }

        [TestMethod]
        public void A_second_operation_finds_the_client_busy()
        {
            UpdateWorld world = UpdateWorld.Started();
            OtaResult inside = OtaResult.Ok;
            world.Server.OnRead = () => inside = world.Client.Check();
            Expect.Result(OtaResult.Ok, world.Client.Check());
            Expect.Result(OtaResult.Busy, inside);
        }

        [TestMethod]
        public void Cancel_ends_what_runs_and_nothing_is_lost()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Client.Check();
            world.Server.OnRead = () => world.Client.Cancel();
            Expect.Result(OtaResult.Cancelled, world.Client.Stage());
            Expect.State(OtaState.Offered, world.Client.State);
            world.Server.OnRead = null;
            Expect.Result(OtaResult.Ok, world.Client.Stage());
        }

        [TestMethod]
        public void A_slow_drip_is_cut_off_at_the_chunk_deadline()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Server.OnRead = () => world.Clock.TickMilliseconds += 40000;
            Expect.Result(OtaResult.Ok, world.Client.Check());
            world.Server.OnRead = () => world.Clock.TickMilliseconds += 70000;
            Expect.Result(OtaResult.TimedOut, world.Client.Stage());
        }

        [TestMethod]
        public void Without_a_clock_the_offer_carries_a_warning()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Clock.UtcSeconds = 0;
            Expect.Result(OtaResult.ClockUnset, world.Client.Check());
            Expect.State(OtaState.Offered, world.Client.State);
            Expect.Result(OtaResult.Ok, world.Client.Update());
        }

        [TestMethod]
        public void Wrong_options_are_refused_at_the_start()
        {
            UpdateWorld world = new UpdateWorld();
            world.Options.Product = null;
            Expect.Result(OtaResult.ArgumentInvalid, world.Client.Start());
            world = new UpdateWorld();
            world.Options.ManifestUrl = "ftp://x/y";
            Expect.Result(OtaResult.UrlInvalid, world.Client.Start());
            world = new UpdateWorld();
            world.Options.Version = "one";
            Expect.Result(OtaResult.ArgumentInvalid, world.Client.Start());
            world = new UpdateWorld();
            world.Ports.Clock = null;
            Expect.Result(OtaResult.ArgumentInvalid, world.Client.Start());
        }

        [TestMethod]
        public void Events_tell_every_state_and_the_progress_to_the_end()
        {
            UpdateWorld world = UpdateWorld.Started();
            string states = string.Empty;
            int last = 0;
            world.Client.StateChanged += (OtaState state) => states += ((int)state).ToString();
            world.Client.Progress += (int done, int total) => last = done <= total && done > last ? done : -1;
            world.Client.Update();
            Assert.AreEqual("12345", states);
            Assert.AreEqual(world.NewImage.Length, last);
        }

        [TestMethod]
        public void The_start_tells_the_state_that_it_finds()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            string states = string.Empty;
            OtaClient client = new OtaClient(world.Options, world.Ports);
            client.StateChanged += (OtaState state) => states += ((int)state).ToString();
            Expect.Result(OtaResult.TrialContinues, client.Start());
            Assert.AreEqual(((int)OtaState.OnTrial).ToString(), states);
        }
    }
}
