using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class OtaAgentTests
    {
        private const int Day = 86400;

        [TestMethod]
        public void A_device_checks_stages_installs_and_confirms_by_itself()
        {
            AgentFixture fixture = AgentFixture.Begun();
            fixture.Pass(10);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts);
            fixture.Boot();
            Assert.AreEqual((int)AgentState.OnTrial, (int)fixture.Agent.State);
            fixture.Pass(10);
            Assert.AreEqual((int)SlotTrial.Confirmed, (int)fixture.Device.Slots.GetTrial(2));
            Assert.AreEqual((int)AgentState.Idle, (int)fixture.Agent.State);
            Assert.AreEqual("0 Check 0, 1 Stage 0, 2 Install 0, 3 Trial 0, 4 Check 1", Story(fixture), "what was written down");
        }

        [TestMethod]
        public void W3_A_failed_health_check_is_named_after_the_restart()
        {
            AgentFixture fixture = AgentFixture.Begun();
            fixture.Pass(10);
            fixture.Create().AddCheck("light", () => HealthStatus.Failed);
            Expect.Result(OtaResult.Ok, fixture.Agent.BeginAlone());
            fixture.Agent.TakeTurn();
            Assert.AreEqual(0, fixture.Device.Slots.Running, "the slot before");

            fixture.Boot();
            AgentOutcome newest = fixture.Newest();
            Expect.Result(OtaResult.HealthCheckFailed, newest.Code);
            Assert.AreEqual("light", newest.Subject);
            Assert.AreEqual(ReleaseVersion.Parse("1.1"), newest.Version);
            int next = fixture.Agent.Outcomes.Next;
            fixture.Boot();
            Assert.AreEqual(next, fixture.Agent.Outcomes.Next, "a second start has nothing new to say");
        }

        [TestMethod]
        public void A_trial_that_a_restart_ends_is_written_down_once()
        {
            AgentFixture fixture = AgentFixture.Begun();
            fixture.Pass(10);
            fixture.Boot();
            fixture.Device.Slots.Restart();
            fixture.Boot();
            Expect.Result(OtaResult.TrialFailed, fixture.Said().Code);
            Assert.AreEqual((int)AgentPhase.Start, (int)fixture.Said().Phase);
            fixture.Pass(4000);
            fixture.Boot();
            int rows = 0;
            for (int i = fixture.Agent.Outcomes.First; i < fixture.Agent.Outcomes.Next; i++)
            {
                rows += fixture.Agent.Outcomes.Read(i).Code == OtaResult.TrialFailed ? 1 : 0;
            }

            Assert.AreEqual(1, rows);
        }

        [TestMethod]
        public void Checks_come_once_a_day_and_each_start_makes_one()
        {
            AgentFixture fixture = UpToDate();
            int requests = fixture.Device.Server.Requests;
            fixture.Leap(10 * 24 * 6, 600);
            int checks = fixture.Device.Server.Requests - requests;
            Assert.IsTrue(checks >= 10 && checks <= 11, "checks of ten days: " + checks);
            fixture.Boot();
            fixture.Pass(5);
            Assert.AreEqual(requests + checks + 1, fixture.Device.Server.Requests, "one a start");
        }

        [TestMethod]
        public void The_first_checks_of_sisters_are_spread()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Options.StartSpread = 3600;
            fixture.Device.Options.DeviceId = "sister-19";
            fixture.Boot();
            int place = Schedule.NumberOf("sister-19") % 3600;
            Assert.IsTrue(place > 60, "a place that the test can see: " + place);
            fixture.Pass(place - 30);
            Assert.AreEqual(0, fixture.Device.Server.Requests);
            fixture.Pass(60);
            Assert.IsTrue(fixture.Device.Server.Requests > 0);
        }

        [TestMethod]
        public void A_server_that_fails_is_asked_ever_more_seldom()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Device.Server.Remove(ClientFixture.ManifestUrl);
            fixture.Boot();
            fixture.Leap(24 * 30, 120);
            int requests = fixture.Device.Server.Requests;
            Assert.IsTrue(requests >= 8 && requests <= 14, "checks of a day without a manifest: " + requests);
            Expect.Result(OtaResult.HttpNotFound, fixture.Newest().Code);
        }

        // T4
        [TestMethod]
        public void Retry_after_is_obeyed_over_restarts()
        {
            AgentFixture fixture = new AgentFixture();
            Busy(fixture, 7200);
            fixture.Boot();
            fixture.Pass(10);
            int requests = fixture.Device.Server.Requests;
            Assert.AreEqual(503, fixture.Newest().Status);
            fixture.Device.Server.FailCount = 0;
            fixture.Leap(10, 360);
            fixture.Boot();
            fixture.Leap(9, 360);
            Assert.AreEqual(requests, fixture.Device.Server.Requests, "requests within the two hours");
            fixture.Leap(4, 360);
            Assert.IsTrue(fixture.Device.Server.Requests > requests, "after the two hours");
        }

        [TestMethod]
        public void A_retry_hint_has_a_bound()
        {
            AgentFixture fixture = new AgentFixture();
            Busy(fixture, 30 * Day);
            fixture.Boot();
            fixture.Pass(10);
            int requests = fixture.Device.Server.Requests;
            fixture.Device.Server.FailCount = 0;
            fixture.Leap(24 * 6, 602);
            Assert.IsTrue(fixture.Device.Server.Requests > requests, "a day is the longest");
        }

        [TestMethod]
        public void A_retry_hint_without_a_clock_is_obeyed_by_one_start_more()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Device.Clock.UtcSeconds = 0;
            Busy(fixture, 7200);
            fixture.Boot();
            fixture.Pass(10);
            int requests = fixture.Device.Server.Requests;
            fixture.Boot();
            fixture.Pass(60);
            Assert.AreEqual(requests, fixture.Device.Server.Requests);
            fixture.Boot();
            fixture.Pass(60);
            Assert.IsTrue(fixture.Device.Server.Requests > requests, "no start after start begins the two hours anew");
        }

        [TestMethod]
        public void Nobody_makes_a_device_check_more_often_than_every_ten_minutes()
        {
            AgentFixture fixture = UpToDate();
            int requests = fixture.Device.Server.Requests;
            Expect.Result(OtaResult.CheckTooSoon, fixture.Agent.CheckNow());
            fixture.Pass(620);
            Assert.AreEqual(requests, fixture.Device.Server.Requests);
            Expect.Result(OtaResult.Ok, fixture.Agent.CheckNow());
            Expect.Result(OtaResult.Ok, fixture.Agent.CheckNow(), "twice is once");
            fixture.Pass(600);
            Assert.AreEqual(requests + 1, fixture.Device.Server.Requests);
            Expect.Result(OtaResult.WrongState, new AgentFixture().Create().CheckNow());
        }

        [TestMethod]
        public void Without_a_network_nothing_is_asked_and_with_one_at_once()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Link.IsUp = false;
            fixture.Boot();
            fixture.Pass(300);
            Assert.AreEqual((int)AgentState.Offline, (int)fixture.Agent.State);
            Assert.AreEqual(0, fixture.Device.Server.Requests);
            fixture.Link.IsUp = true;
            fixture.Pass(10);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts, "checked, staged, installed");
        }

        [TestMethod]
        public void Staging_that_breaks_off_goes_on_where_it_was()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Device.Options.Retry = new RetryPolicy(100, 1000, 1, 1);
            fixture.Boot();
            fixture.Device.Server.CutBodiesAt = 9000;
            fixture.Device.Server.CutCount = 6;
            int cut = 0;
            fixture.Agent.Ended += outcome => cut += outcome.Phase == AgentPhase.Stage && outcome.Code == OtaResult.BodyTooShort ? 1 : 0;
            fixture.Pass(30);
            Assert.AreEqual(1, cut);
            Assert.AreEqual(0, fixture.Device.Slots.Restarts);
            fixture.Pass(3000);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts);
        }

        [TestMethod]
        public void An_exception_of_a_handler_does_not_end_the_agent()
        {
            AgentFixture fixture = AgentFixture.Begun();
            int calls = 0;
            fixture.Agent.Ended += outcome =>
            {
                calls++;
                if (calls == 1)
                {
                    throw new System.InvalidOperationException();
                }
            };
            fixture.Pass(30);
            fixture.Pass(800);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts, "calls: " + calls);
        }

        [TestMethod]
        public void Wrong_options_are_told_and_nothing_runs()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Options.CheckGap = 1;
            Expect.Result(OtaResult.ArgumentInvalid, fixture.Create().Start());
            fixture = new AgentFixture();
            fixture.Device.Options.Product = null;
            Expect.Result(OtaResult.ArgumentInvalid, fixture.Create().Start());
            fixture = new AgentFixture();
            fixture.Options.Defaults.Interval = 1;
            Expect.Result(OtaResult.SettingIntervalInvalid, fixture.Create().Run());
            Assert.AreEqual((int)AgentState.Stopped, (int)fixture.Agent.State);
        }

        [TestMethod]
        public void A_release_waits_for_life_and_is_then_staged_soon()
        {
            AgentFixture fixture = new AgentFixture();
            MemoryStarts starts = new MemoryStarts(fixture.Device.Slots) { Starts = 1 };
            fixture.Device.Ports.Starts = starts;
            fixture.Boot();
            fixture.Pass(500);
            Expect.Result(OtaResult.LifePending, fixture.Said().Code);
            Assert.AreEqual(0, fixture.Device.Slots.Restarts);
            fixture.Pass(400);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts);
        }

        [TestMethod]
        public void An_update_costs_few_writes_of_all_files()
        {
            AgentFixture fixture = AgentFixture.Begun();
            fixture.Pass(10);
            fixture.Boot();
            fixture.Pass(10);
            Assert.AreEqual((int)SlotTrial.Confirmed, (int)fixture.Device.Slots.GetTrial(2));
            int writes = fixture.Device.Medium.Writes + fixture.Log.Writes + fixture.Settings.Writes;
            Assert.IsTrue(writes <= 10, "state writes of an update: " + writes);
            fixture.Leap(24, 3600);
            Assert.IsTrue(fixture.Log.Writes <= 4, "and of the day after: " + fixture.Log.Writes);
        }

        private static AgentFixture UpToDate()
        {
            AgentFixture fixture = AgentFixture.Begun();
            fixture.Pass(10);
            fixture.Boot();
            fixture.Pass(10);
            Expect.Result(OtaResult.UpToDate, fixture.Said().Code);
            return fixture;
        }

        private static void Busy(AgentFixture fixture, int retryAfter)
        {
            fixture.Device.Options.Retry = new RetryPolicy(100, 1000, 1, 1);
            fixture.Device.Server.FailWith = OtaResult.HttpStatusUnexpected;
            fixture.Device.Server.FailStatus = 503;
            fixture.Device.Server.RetryAfter = retryAfter;
            fixture.Device.Server.FailCount = 1000;
        }

        private static string Story(AgentFixture fixture)
        {
            string[] phases = { "Start", "Check", "Leave", "Stage", "Install", "Trial", "Settings" };
            string story = string.Empty;
            OutcomeLog log = fixture.Agent.Outcomes;
            for (int i = log.First; i < log.Next; i++)
            {
                AgentOutcome row = log.Read(i);
                story += (i == 1 ? string.Empty : ", ") + (i - 1).ToString() + " " + phases[(int)row.Phase] + " " + ((int)row.Code).ToString();
            }

            return story;
        }
    }
}
