using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class SignedSettingsTests
    {
        [TestMethod]
        public void Settings_of_a_release_wait_for_its_confirmation()
        {
            AgentFixture fixture = Offered(SignedSettingsReleases.Interval);
            Assert.AreEqual(86400, fixture.Agent.GetSettings().Interval, "staged and installed");
            int writes = fixture.Settings.Writes;
            fixture.Create();
            Expect.Result(OtaResult.Ok, fixture.Agent.BeginAlone());
            Assert.AreEqual((int)AgentState.OnTrial, (int)fixture.Agent.State);
            Assert.AreEqual(86400, fixture.Agent.GetSettings().Interval, "on trial");
            Assert.AreEqual(writes, fixture.Settings.Writes, "nothing is on flash before the confirmation");
            fixture.Pass(10);
            Assert.AreEqual(7200, fixture.Agent.GetSettings().Interval, "confirmed");
            Expect.Result(OtaResult.Ok, Newest(fixture).Code);
            fixture.Boot();
            Assert.AreEqual(7200, fixture.Agent.GetSettings().Interval, "after a restart");
        }

        [TestMethod]
        public void Settings_of_a_release_go_with_its_rollback()
        {
            AgentFixture fixture = Offered(SignedSettingsReleases.Interval);
            fixture.Create().AddCheck("light", () => HealthStatus.Failed);
            Expect.Result(OtaResult.Ok, fixture.Agent.BeginAlone());
            fixture.Agent.TakeTurn();
            fixture.Boot();
            fixture.Pass(300);
            Assert.AreEqual(0, fixture.Device.Slots.Running, "the slot before");
            Assert.AreEqual(86400, fixture.Agent.GetSettings().Interval);
            Assert.AreEqual(0, fixture.Settings.Writes);
        }

        [TestMethod]
        public void Settings_in_a_manifest_count_only_where_the_owner_allows_them()
        {
            AgentFixture fixture = Offered(SignedSettingsReleases.Interval);
            fixture.Options.Signed = SignedSettings.Ignored;
            fixture.Boot();
            fixture.Pass(10);
            Expect.Result(OtaResult.UpToDate, fixture.Said().Code);
            Assert.AreEqual(86400, fixture.Agent.GetSettings().Interval);
        }

        [TestMethod]
        public void Settings_come_once_and_what_the_application_changes_afterwards_stays()
        {
            AgentFixture fixture = Confirmed(SignedSettingsReleases.Interval);
            AgentSettings own = fixture.Agent.GetSettings();
            own.Interval = 43200;
            own.Group = "beta";
            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(own));
            fixture.Boot();
            fixture.Device.Publish(SignedSettingsReleases.IntervalAgain);
            fixture.Leap(30, 3600);
            Assert.AreEqual(43200, fixture.Agent.GetSettings().Interval, "the same settings, signed again");
            fixture.Boot();
            fixture.Device.Publish(SignedSettingsReleases.OtherInterval);
            fixture.Device.Options.BaselineRevision = 1;
            fixture.Leap(30, 3600);
            Assert.AreEqual(43200, fixture.Agent.GetSettings().Interval, "a conflicting revision brings nothing");
        }

        [TestMethod]
        public void Other_settings_of_what_runs_count_without_an_update_and_leave_the_rest()
        {
            AgentFixture fixture = Confirmed(SignedSettingsReleases.Interval);
            AgentSettings own = fixture.Agent.GetSettings();
            own.Group = "beta";
            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(own));
            fixture.Device.Publish(SignedSettingsReleases.OtherInterval);
            fixture.Leap(30, 3600);
            AgentSettings now = fixture.Agent.GetSettings();
            Assert.AreEqual(10800, now.Interval);
            Assert.AreEqual("beta", now.Group);
        }

        [TestMethod]
        public void Every_setting_can_be_signed_but_disabled()
        {
            AgentFixture fixture = Confirmed(SignedSettingsReleases.All);
            AgentSettings now = fixture.Agent.GetSettings();
            Assert.AreEqual("http://moved.example/stable/manifest.jws", now.Url);
            Assert.AreEqual("http://reserve.example/stable/manifest.jws", now.ReserveUrl);
            Assert.AreEqual("http://hub.example/reports", now.ReportUrl);
            Assert.AreEqual(3600, now.Interval);
            Assert.AreEqual(60, now.WindowStart);
            Assert.AreEqual(180, now.WindowEnd);
            Assert.AreEqual(-60, now.UtcOffset);
            Assert.AreEqual("beta", now.Group);
            Assert.AreEqual((int)NetworkRule.Unmetered, (int)now.Network);
            Assert.AreEqual(65536, now.DailyBytes);
            Assert.AreEqual("new authority\n", now.Authorities);
            Assert.AreEqual((int)UpdateSwitch.On, (int)now.Updates);
        }

        [TestMethod]
        public void A_wrong_value_is_refused_by_name_and_bars_no_release()
        {
            Refused(SignedSettingsReleases.WrongType, OtaResult.SettingIntervalInvalid);
            Refused(SignedSettingsReleases.WrongUrl, OtaResult.SettingUrlInvalid);
            Refused(SignedSettingsReleases.WrongAuthorities, OtaResult.SettingAuthoritiesInvalid);
            Refused(SignedSettingsReleases.WrongNetwork, OtaResult.SettingNetworkInvalid);
        }

        private static void Refused(string release, OtaResult code)
        {
            AgentFixture fixture = Confirmed(release);
            Expect.Result(code, Newest(fixture).Code);
            Assert.AreEqual(0, fixture.Settings.Writes, "the settings before");
            fixture.Leap(5 * 24, 3600);
            Assert.AreEqual(1, (int)Newest(fixture).Count, "refused once");
        }

        private static AgentOutcome Newest(AgentFixture fixture)
        {
            return fixture.Agent.Outcomes.Newest((int)AgentPhase.Settings);
        }

        // A device that has installed the release, before the restart.
        private static AgentFixture Offered(string release)
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Options.Signed = SignedSettings.Taken;
            fixture.Device.Publish(release);
            fixture.Boot();
            fixture.Pass(10);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts, "installed");
            return fixture;
        }

        private static AgentFixture Confirmed(string release)
        {
            AgentFixture fixture = Offered(release);
            fixture.Boot();
            fixture.Pass(10);
            Assert.AreEqual((int)SlotTrial.Confirmed, (int)fixture.Device.Slots.GetTrial(2));
            return fixture;
        }
    }
}
