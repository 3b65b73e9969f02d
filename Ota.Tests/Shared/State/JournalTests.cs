using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>What the client keeps over a restart, seen from the record.</summary>
    [TestClass]
    public class JournalTests
    {
        private const int Day = 86400;

        [TestMethod]
        public void An_answered_check_is_written_once_a_day()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Client.Check();
            Assert.AreEqual(1, fixture.Medium.Writes, "writes of the first check");
            Assert.AreEqual(ClientFixture.Now, fixture.Record().LastAnswered, "last answer");
            Assert.AreEqual(ClientFixture.Now, fixture.Record().FirstServed, "first address");
            fixture.Clock.UtcSeconds += Day - 1;
            fixture.Client.Check();
            Assert.AreEqual(1, fixture.Medium.Writes, "writes within a day");
            fixture.Clock.UtcSeconds++;
            fixture.Client.Check();
            Assert.AreEqual(2, fixture.Medium.Writes, "writes after a day");
            Assert.AreEqual(ClientFixture.Now + Day, fixture.Record().LastAnswered, "last answer after a day");
        }

        [TestMethod]
        public void An_answer_of_a_reserve_is_none_of_the_first_address()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Options.ReserveUrls = new string[] { "http://reserve.example/stable/manifest.jws" };
            fixture.Client.Check();
            fixture.Server.Put(fixture.Options.ReserveUrls[0], System.Text.Encoding.UTF8.GetBytes(SignedReleases.Good));
            fixture.Server.Remove(ClientFixture.ManifestUrl);
            fixture.Clock.UtcSeconds += 2 * Day;
            fixture.Clock.TickMilliseconds += 2000L * Day;
            for (int i = 0; i < 4; i++)
            {
                fixture.Client.Check();
            }

            Assert.AreEqual(ClientFixture.Now + (2 * Day), fixture.Record().LastAnswered, "last answer");
            Assert.AreEqual(ClientFixture.Now, fixture.Record().FirstServed, "first address");
        }

        [TestMethod]
        public void On_trial_an_answer_is_written_as_the_answer_of_the_trial_and_once()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            int writes = fixture.Medium.Writes;
            fixture.Clock.UtcSeconds += 2 * Day;
            Expect.Result(OtaResult.Ok, fixture.Client.ProbeServer().Code);
            fixture.Client.NoteTrialAnswer();
            fixture.Client.NoteTrialAnswer();
            Assert.AreEqual(writes + 1, fixture.Medium.Writes, "writes of probe and answer");
            Assert.IsTrue(fixture.Record().IsAnswered, "the record has the answer");
            Assert.AreEqual(ClientFixture.Now, fixture.Record().LastAnswered, "last answer");
        }

        [TestMethod]
        public void A_release_on_trial_keeps_no_revision()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Publish(SignedReleases.Noted);
            Expect.Result(OtaResult.Ok, fixture.Client.ProbeServer().Code);
            Expect.Result(OtaResult.WrongState, fixture.Client.Check());
            Assert.AreEqual(2L, fixture.Record().Seen.HighestOf(Channel()), "on trial");
            fixture.Client.Confirm();
            fixture.Client.Check();
            Assert.AreEqual(3L, fixture.Record().Seen.HighestOf(Channel()), "after the confirmation");
        }

        [TestMethod]
        [DataRow(600, true, "after the time to life")]
        [DataRow(599, false, "before the time to life")]
        public void A_device_without_an_answer_counts_from_its_life_on(int seconds, bool isWritten, string when)
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Clock.TickMilliseconds += 1000L * seconds;
            Expect.Result(OtaResult.Ok, fixture.Client.Tend());
            Assert.AreEqual(isWritten ? 1 : 0, fixture.Medium.Writes, when);
            Assert.AreEqual(isWritten ? ClientFixture.Now : 0L, isWritten ? fixture.Record().LastAnswered : 0L, when);
        }

        [TestMethod]
        public void A_device_without_a_clock_writes_no_time()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Clock.UtcSeconds = 0;
            fixture.Clock.TickMilliseconds += 1000L * Day;
            Expect.Result(OtaResult.Ok, fixture.Client.Tend());
            Assert.AreEqual(0, fixture.Medium.Writes);
        }

        [TestMethod]
        public void Without_a_clock_each_start_counts_once_for_the_pause()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            long pause = PauseRules.First;
            for (int i = 0; i < 3; i++)
            {
                fixture.Slots.Restart();
                fixture.Boot();
                fixture.Clock.UtcSeconds += pause;
                pause *= 2;
                Expect.Result(OtaResult.Ok, fixture.Client.Update(), "update " + i);
                Expect.Result(OtaResult.TrialContinues, fixture.Boot(), "start " + i);
            }

            // The pause is 80 minutes now, and a start counts for an hour.
            fixture.Slots.Restart();
            fixture.Clock.UtcSeconds = 0;
            fixture.Boot();
            Expect.Result(OtaResult.ReleasePaused, fixture.Client.Check(), "first start");
            Expect.Result(OtaResult.ReleasePaused, fixture.Client.Check(), "first start, second check");
            Expect.Result(OtaResult.ReleasePaused, fixture.Client.Check(), "first start, third check");
            fixture.Boot();
            Expect.Result(OtaResult.ClockUnset, fixture.Client.Check(), "second start");
        }

        [TestMethod]
        [DataRow(1, 0, "one failed read may pass")]
        [DataRow(2, 0, "two failed reads may pass")]
        [DataRow(3, 7, "three failed reads are a lost record, and the baseline counts")]
        public void A_record_is_lost_when_the_same_error_comes_three_times(int reads, int seen, string what)
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Ports.Store = new FailingStore(reads);
            fixture.Options.BaselineRevision = 7;
            OtaClient client = new OtaClient(fixture.Options, fixture.Ports);
            Expect.Result(OtaResult.StateReadFailed, client.Start(), what);
            Assert.AreEqual((long)seen, client.SeenRevision, what);
            Assert.AreEqual(0, ((FailingStore)fixture.Ports.Store).Writes, what);
        }

        [TestMethod]
        public void A_read_error_that_passes_is_over_at_the_next_check()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Client.Check();
            IStateStore store = fixture.Ports.Store;
            fixture.Ports.Store = new FailingStore(1, store);
            OtaClient client = new OtaClient(fixture.Options, fixture.Ports);
            Expect.Result(OtaResult.StateReadFailed, client.Start());
            Expect.Result(OtaResult.Ok, client.Check());
            Assert.AreEqual(fixture.Client.SeenRevision, client.SeenRevision, "what the record knows");
        }

        [TestMethod]
        [DataRow("stable", 7L, "of the channel")]
        [DataRow("beta", 1L, "of another channel")]
        public void A_device_without_a_record_has_seen_the_manifest_that_runs(string channel, long revision, string what)
        {
            ClientFixture fixture = new ClientFixture();
            fixture.Options.Running = RunningImage.ByManifest;
            fixture.Options.RunningManifest = ManifestText.Root().With("revision", "7").With("channel", "\"" + channel + "\"").Read();
            fixture.Client.Start();
            Assert.AreEqual(revision, fixture.Client.SeenRevision, what);
            Assert.AreEqual(ReleaseVersion.Parse("1.1"), fixture.Client.InstalledVersion, what);
        }

        [TestMethod]
        public void A_device_without_an_image_has_no_version()
        {
            ClientFixture fixture = new ClientFixture();
            fixture.Options.Running = RunningImage.None;
            fixture.Client.Start();
            Assert.AreEqual(0L, fixture.Client.InstalledVersion);
        }

        [TestMethod]
        public void The_record_follows_a_boot_side_that_goes_back_and_forth()
        {
            ClientFixture fixture = Confirmed();
            fixture.Slots.Find(0, SlotTrial.Confirmed, SlotTrial.Confirmed);
            int writes = fixture.Medium.Writes;
            Expect.Result(OtaResult.Ok, fixture.Boot());
            Assert.AreEqual(ReleaseVersion.Parse("1.0"), fixture.Client.InstalledVersion, "the slot before");
            Assert.AreEqual(writes + 1, fixture.Medium.Writes, "writes");
            fixture.Slots.Find(1, SlotTrial.Confirmed, SlotTrial.Confirmed);
            fixture.Boot();
            Assert.AreEqual(ReleaseVersion.Parse("1.1"), fixture.Client.InstalledVersion, "the new slot again");
            Expect.Result(OtaResult.UpToDate, fixture.Client.Check());
        }

        [TestMethod]
        [DataRow((int)GoneBack.No, 0, (int)OtaResult.Ok, "no word of the boot side")]
        [DataRow((int)GoneBack.EndsUnknown, 0, (int)OtaResult.WentBack, "ends that say nothing")]
        [DataRow((int)GoneBack.BadEnd, 1, (int)OtaResult.WentBack, "bad ends")]
        public void A_release_that_the_boot_side_left_is_blamed_for_bad_ends_alone(int gone, int faults, int cause, string what)
        {
            ClientFixture fixture = Confirmed();
            byte[] images = fixture.Record().Installed.GetImages();
            MemoryStarts starts = new MemoryStarts(fixture.Slots);
            starts.GoneBack = (GoneBack)gone;
            fixture.Ports.Starts = starts;
            fixture.Slots.Find(0, SlotTrial.Confirmed, SlotTrial.Confirmed);
            fixture.Boot();
            DeviceRecord record = fixture.Record();
            Assert.AreEqual(faults, record.Failed.FaultsOf(images), what);
            Expect.Result((OtaResult)cause, record.Failed.CauseOf(images), what);
            Expect.Result(gone == (int)GoneBack.No ? OtaResult.Ok : OtaResult.ReleasePaused, fixture.Client.Check(), what);
        }

        [TestMethod]
        public void A_release_that_comes_back_after_a_roll_back_is_rolled_back_six_times()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Client.Reject(OtaResult.HealthCheckFailed);
            for (int i = 1; i <= 6; i++)
            {
                fixture.Slots.Find(1, SlotTrial.Confirmed, SlotTrial.Confirmed);
                fixture.Boot();
                Assert.AreEqual(0, fixture.Slots.Running, "time " + i);
                Assert.AreEqual(i, fixture.Record().RollBacks, "time " + i);
            }

            fixture.Slots.Find(1, SlotTrial.Confirmed, SlotTrial.Confirmed);
            Expect.Result(OtaResult.RollBackImpossible, fixture.Boot());
            Assert.AreEqual(1, fixture.Slots.Running, "the seventh time");
        }

        [TestMethod]
        public void A_roll_back_that_fails_without_a_trial_lets_another_release_come()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Slots.RollBackFault = OtaResult.RollBackImpossible;
            fixture.Slots.Find(1, SlotTrial.Confirmed, SlotTrial.None);
            Expect.Result(OtaResult.RollBackImpossible, fixture.Boot());
            Expect.State(OtaState.RolledBack, fixture.Client.State);
            Expect.Result(OtaResult.UpToDate, fixture.Client.Check());
        }

        [TestMethod]
        public void An_activation_that_fails_pauses_the_release_and_says_why()
        {
            ClientFixture fixture = ClientFixture.Staged();
            fixture.Slots.ActivateFault = OtaResult.SlotImageInvalid;
            Expect.Result(OtaResult.SlotImageInvalid, fixture.Client.Activate());
            Expect.State(OtaState.Idle, fixture.Client.State);
            DeviceRecord record = fixture.Record();
            Expect.State(OtaState.Idle, record.State);
            Expect.Result(OtaResult.SlotImageInvalid, record.LastResult);
            Expect.Result(OtaResult.SlotImageInvalid, record.Failed.CauseOf(record.Target.GetImages()));
            Expect.Result(OtaResult.ReleasePaused, fixture.Client.Check());
        }

        [TestMethod]
        [DataRow((int)StartReason.Crash, (int)OtaResult.AppFailed, "a crash")]
        [DataRow((int)StartReason.PowerOn, (int)OtaResult.TrialFailed, "a power-on")]
        public void A_lost_trial_has_the_cause_that_the_chip_knows(int reason, int cause, string what)
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            MemoryStarts starts = new MemoryStarts(fixture.Slots);
            starts.Reason = (StartReason)reason;
            fixture.Ports.Starts = starts;
            fixture.Slots.Restart();
            Expect.Result((OtaResult)cause, fixture.Boot(), what);
            Expect.Result((OtaResult)cause, fixture.Record().LastResult, what);
        }

        private static byte[] Channel()
        {
            return Digests.Hash(System.Text.Encoding.UTF8.GetBytes("stable"), 0, 6);
        }

        private static ClientFixture Confirmed()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            Expect.Result(OtaResult.Ok, fixture.Client.Confirm());
            return fixture;
        }

        // A store whose first reads fail. Afterwards there is no record.
        private sealed class FailingStore : IStateStore
        {
            private readonly IStateStore _inner;
            private int _left;

            public FailingStore(int reads, IStateStore inner = null)
            {
                _left = reads;
                _inner = inner;
            }

            public int Writes { get; private set; }

            public int Read(byte[] buffer)
            {
                return _left-- > 0 ? -(int)OtaResult.StateReadFailed : _inner == null ? 0 : _inner.Read(buffer);
            }

            public OtaResult Write(byte[] record, int count)
            {
                Writes++;
                return _inner == null ? OtaResult.Ok : _inner.Write(record, count);
            }
        }
    }
}
