using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class AgentSleepTests
    {
        private const int Quarter = 900;

        [TestMethod]
        public void A_sleeper_with_the_time_checks_once_a_day_and_writes_nothing_by_waking()
        {
            AgentFixture fixture = Sleeper();
            Sleep(fixture);
            int requests = fixture.Device.Server.Requests;
            int writes = Writes(fixture);
            for (int i = 0; i < 5 * 96; i++)
            {
                Sleep(fixture);
            }

            int checks = fixture.Device.Server.Requests - requests;
            Assert.IsTrue(checks >= 5 && checks <= 6, "checks of five days: " + checks);

            // Once a day the client keeps the time of the last answer.
            Assert.IsTrue(Writes(fixture) - writes <= checks, "writes of five days: " + (Writes(fixture) - writes));
        }

        [TestMethod]
        public void A_sleeper_without_the_time_checks_by_chance()
        {
            AgentFixture fixture = Sleeper();
            fixture.Device.Clock.UtcSeconds = 0;
            for (int i = 0; i < 10 * 96; i++)
            {
                Sleep(fixture);
            }

            // Ten are expected; fewer than 1 or more than 30 would come once in 10,000 runs.
            int checks = fixture.Device.Server.Requests;
            Assert.IsTrue(checks >= 1 && checks <= 30, "checks of ten days: " + checks);
        }

        [TestMethod]
        public void A_sleeper_is_updated_and_its_trial_ends_before_it_sleeps()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Create();
            Assert.AreEqual(Quarter, fixture.Agent.BeforeSleep(Quarter));
            Assert.AreEqual(1, fixture.Device.Slots.Restarts);
            fixture.Create();
            Assert.AreEqual(Quarter, fixture.Agent.BeforeSleep(Quarter));
            Assert.AreEqual((int)SlotTrial.Confirmed, (int)fixture.Device.Slots.GetTrial(2));
        }

        [TestMethod]
        public void Without_a_network_a_check_that_is_due_is_waited_for_five_minutes()
        {
            AgentFixture fixture = Sleeper();
            fixture.Link.IsUp = false;
            long before = fixture.Device.Clock.TickMilliseconds;
            fixture.Create();
            Assert.AreEqual(Quarter, fixture.Agent.BeforeSleep(Quarter));
            long waited = (fixture.Device.Clock.TickMilliseconds - before) / 1000;
            Assert.IsTrue(waited >= 300 && waited < 320, "seconds: " + waited);
        }

        [TestMethod]
        public void A_sleep_that_would_cost_a_trial_is_not_allowed()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Create();
            fixture.Agent.BeforeSleep(Quarter);
            MemoryStarts starts = new MemoryStarts(fixture.Device.Slots) { DeclaredLeft = 0 };
            fixture.Device.Ports.Starts = starts;
            fixture.Create();
            fixture.Device.Slots.ConfirmFault = OtaResult.ConfirmFailed;
            Assert.AreEqual(0, fixture.Agent.BeforeSleep(Quarter));
        }

        [TestMethod]
        public void A_retry_hint_lets_a_sleeper_sleep()
        {
            AgentFixture fixture = Sleeper();
            fixture.Device.Options.Retry = new RetryPolicy(100, 1000, 1, 1);
            fixture.Device.Server.FailWith = OtaResult.HttpStatusUnexpected;
            fixture.Device.Server.RetryAfter = 7200;
            fixture.Device.Server.FailCount = 1;
            Sleep(fixture);
            Assert.AreEqual(1, fixture.Device.Server.Requests);
            Sleep(fixture);
            Sleep(fixture);
            Assert.AreEqual(1, fixture.Device.Server.Requests);
        }

        [TestMethod]
        public void Wrong_options_do_not_keep_a_device_awake()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Device.Options.Product = null;
            fixture.Create();
            Assert.AreEqual(Quarter, fixture.Agent.BeforeSleep(Quarter));
        }

        // A device that has nothing to do: the server has an older revision.
        private static AgentFixture Sleeper()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Own.Reporter = null;
            fixture.Device.Options.BaselineRevision = 2;
            fixture.Device.Publish(SignedReleases.Current);
            return fixture;
        }

        private static void Sleep(AgentFixture fixture)
        {
            fixture.Create();
            int seconds = fixture.Agent.BeforeSleep(Quarter);
            Assert.AreEqual(Quarter, seconds);
            fixture.Device.Clock.Sleep(seconds * 1000);
        }

        private static int Writes(AgentFixture fixture)
        {
            return fixture.Device.Medium.Writes + fixture.Log.Writes + fixture.Settings.Writes;
        }
    }
}
