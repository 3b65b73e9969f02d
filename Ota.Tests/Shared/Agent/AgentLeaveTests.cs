using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class AgentLeaveTests
    {
        private const int Hour = 3600;
        private const int Day = 86400;

        [TestMethod]
        public void Leave_is_asked_before_the_download_and_before_the_restart()
        {
            AgentFixture fixture = AgentFixture.Begun();
            string asked = string.Empty;
            fixture.Agent.LeaveAsked = (what, release) =>
            {
                asked += ((int)what).ToString() + release.Version + " " + (fixture.Device.Server.BytesSent > 5000 ? "fetched " : string.Empty);
                return Leave.Given;
            };
            fixture.Pass(10);
            Assert.AreEqual("01.1 11.1 fetched ", asked);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts);
        }

        [TestMethod]
        public void A_download_waits_for_a_network_that_does_not_cost_by_the_byte()
        {
            MemoryVitals vitals = new MemoryVitals { IsMetered = true };
            AgentFixture fixture = new AgentFixture();
            fixture.Own.Vitals = vitals;
            fixture.Options.Defaults.Network = NetworkRule.Unmetered;
            fixture.Boot();
            fixture.Leap(3 * 24, Hour);
            Assert.AreEqual((int)AgentState.Offered, (int)fixture.Agent.State);
            Assert.IsTrue(fixture.Device.Server.BytesSent < 3000, "only the manifest: " + fixture.Device.Server.BytesSent);
            Expect.Result(OtaResult.NetworkMetered, fixture.Agent.Outcomes.Newest((int)AgentPhase.Stage).Code);
            vitals.IsMetered = false;
            fixture.Device.Server.OnRead = () => vitals.IsMetered = fixture.Device.Server.BytesSent > 9000;
            fixture.Pass(10);
            Expect.Result(OtaResult.NetworkMetered, fixture.Said().Code, "in the middle");
            fixture.Device.Server.OnRead = null;
            vitals.IsMetered = false;
            fixture.Leap(2, Hour);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts);
        }

        [TestMethod]
        public void A_critical_release_does_not_wait_for_such_a_network()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Own.Vitals = new MemoryVitals { IsMetered = true };
            fixture.Options.Defaults.Network = NetworkRule.Unmetered;
            fixture.Device.Publish(SignedInstalls.Critical);
            fixture.Boot();
            fixture.Pass(10);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts);
        }

        [TestMethod]
        public void An_application_may_put_off_the_download()
        {
            AgentFixture fixture = AgentFixture.Begun();
            fixture.Agent.LeaveAsked = (what, release) => what == LeaveFor.Download ? Leave.NotNow : Leave.Given;
            fixture.Pass(600);
            Assert.AreEqual((int)AgentState.Offered, (int)fixture.Agent.State);
            Assert.IsTrue(fixture.Device.Server.BytesSent < 3000, "only the manifest");
            Expect.Result(OtaResult.LeaveWithheld, fixture.Newest().Code);
            fixture.Agent.LeaveAsked = null;
            fixture.Pass(10);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts);
        }

        [TestMethod]
        public void A_deferral_ends_after_the_longest_time_over_restarts_too()
        {
            AgentFixture fixture = AgentFixture.Begun();
            fixture.Agent.LeaveAsked = (what, release) => Leave.NotNow;
            fixture.Leap(6 * 24, Hour);
            Assert.AreEqual(0, fixture.Device.Slots.Restarts, "within 7 days");
            fixture.Boot();
            fixture.Agent.LeaveAsked = (what, release) => Leave.NotNow;
            fixture.Leap(30, Hour);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts, "after 7 days");
        }

        [TestMethod]
        public void A_release_can_shorten_the_deferral()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Device.Publish(SignedInstalls.ShortlyDeferred);
            fixture.Boot();
            Expect.Result(OtaResult.Ok, fixture.Agent.Defer(Day));
            fixture.Leap(5, 600);
            Assert.AreEqual(0, fixture.Device.Slots.Restarts, "within the hour");
            fixture.Leap(4, 600);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts, "after the hour");
        }

        [TestMethod]
        public void A_deferral_by_time_ends_by_itself()
        {
            AgentFixture fixture = AgentFixture.Begun();
            Expect.Result(OtaResult.Ok, fixture.Agent.Defer(2 * Hour));
            fixture.Leap(11, 600);
            Assert.AreEqual(0, fixture.Device.Slots.Restarts);
            fixture.Leap(2, 600);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts);
            Expect.Result(OtaResult.ArgumentInvalid, fixture.Agent.Defer(-1));
            Expect.Result(OtaResult.ArgumentInvalid, fixture.Agent.Defer((7 * Day) + 1));
        }

        [TestMethod]
        public void A_critical_release_waits_for_nobody()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Options.Defaults = new AgentSettings { WindowStart = 60, WindowEnd = 120 };
            fixture.Device.Publish(SignedInstalls.Critical);
            fixture.Boot();
            int asked = 0;
            fixture.Agent.LeaveAsked = (what, release) =>
            {
                asked++;
                return Leave.NotNow;
            };
            fixture.Pass(10);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts);
            Assert.AreEqual(2, asked, "the application is told all the same");
        }

        [TestMethod]
        public void A_release_is_staged_before_its_window_and_installed_within()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Device.Publish(SignedInstalls.Windowed);
            fixture.Boot();
            fixture.Leap(11, 300);
            Assert.AreEqual((int)AgentState.Ready, (int)fixture.Agent.State, "staged in the background");
            Assert.AreEqual(0, fixture.Device.Slots.Restarts);
            int bytes = fixture.Device.Server.BytesSent;
            fixture.Leap(2, 300);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts, "09:00 UTC");
            Assert.IsTrue(fixture.Device.Server.BytesSent - bytes < 3000, "nothing is fetched again but the manifest");
        }

        [TestMethod]
        public void The_settings_window_is_local_and_both_windows_count()
        {
            // Local 11:10 to 11:40 is 09:10 to 09:40 UTC.
            AgentFixture fixture = new AgentFixture();
            fixture.Options.Defaults = new AgentSettings { WindowStart = 670, WindowEnd = 700, UtcOffset = 120 };
            fixture.Device.Publish(SignedInstalls.Windowed);
            fixture.Boot();
            fixture.Leap(13, 300);
            Assert.AreEqual(0, fixture.Device.Slots.Restarts, "09:05 UTC");
            fixture.Leap(7, 300);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts, "09:40 UTC");
        }

        [TestMethod]
        public void Without_an_answer_of_today_nothing_is_installed()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Device.Publish(SignedInstalls.Windowed);
            fixture.Boot();
            fixture.Leap(11, 300);
            fixture.Device.Server.Remove(ClientFixture.ManifestUrl);
            fixture.Leap(6, 300);
            Assert.AreEqual(0, fixture.Device.Slots.Restarts, "the trial would find no server");
            Expect.Result(OtaResult.HttpNotFound, fixture.Said().Code);
        }

        [TestMethod]
        public void The_bytes_of_a_day_are_bounded_and_staging_goes_on_the_next_day()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Options.Defaults = new AgentSettings { DailyBytes = 16384 };
            fixture.Device.Slots.Flash(new byte[20480]);
            fixture.Boot();
            fixture.Leap(22, Hour);
            Expect.Result(OtaResult.BudgetSpent, fixture.Newest().Code);
            Assert.IsTrue(fixture.Device.Server.BytesSent < 16384 + 8192, "bytes of the day: " + fixture.Device.Server.BytesSent);
            Assert.AreEqual(0, fixture.Device.Slots.Restarts);
            fixture.Boot();
            fixture.Pass(60);
            Assert.AreEqual(0, fixture.Device.Slots.Restarts, "a restart gives no bytes");
            fixture.Leap(26, Hour);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts, "the next day");
        }
    }
}
