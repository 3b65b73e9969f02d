using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class AgentSettingsTests
    {
        private const string OtherUrl = "http://moved.example/stable/manifest.jws";
        private const string ReserveUrl = "http://reserve.example/stable/manifest.jws";
        private const int Day = 86400;

        [TestMethod]
        public void Settings_last_over_restarts()
        {
            AgentFixture fixture = AgentFixture.Begun();
            AgentSettings settings = Full();
            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(settings));
            fixture.Boot();
            AgentSettings read = fixture.Agent.GetSettings();
            Assert.AreEqual(settings.Url, read.Url);
            Assert.AreEqual(settings.ReserveUrl, read.ReserveUrl);
            Assert.AreEqual(settings.ReportUrl, read.ReportUrl);
            Assert.AreEqual(settings.Group, read.Group);
            Assert.AreEqual(settings.Interval, read.Interval);
            Assert.AreEqual(settings.WindowStart, read.WindowStart);
            Assert.AreEqual(settings.WindowEnd, read.WindowEnd);
            Assert.AreEqual(settings.UtcOffset, read.UtcOffset);
            Assert.AreEqual(settings.DailyBytes, read.DailyBytes);
            Assert.AreEqual(settings.Authorities, read.Authorities);
            Assert.AreEqual((int)settings.Network, (int)read.Network);
            Assert.AreEqual((int)UpdateSwitch.Off, (int)read.Updates);
        }

        [TestMethod]
        public void Each_wrong_value_is_refused_by_name_and_changes_nothing()
        {
            AgentFixture fixture = AgentFixture.Begun();
            AgentSettings settings = new AgentSettings { Updates = (UpdateSwitch)2 };
            Refused(fixture, OtaResult.SettingUpdatesInvalid, settings);
            Refused(fixture, OtaResult.SettingIntervalInvalid, new AgentSettings { Interval = 599 });
            Refused(fixture, OtaResult.SettingIntervalInvalid, new AgentSettings { Interval = (7 * Day) + 1 });
            Refused(fixture, OtaResult.SettingUrlInvalid, new AgentSettings { Url = "no address" });
            Refused(fixture, OtaResult.SettingUrlInvalid, new AgentSettings { Url = string.Empty });
            Refused(fixture, OtaResult.SettingUrlInvalid, new AgentSettings { ReserveUrl = "stable/manifest.jws" });
            Refused(fixture, OtaResult.SettingUrlInvalid, new AgentSettings { ReportUrl = "a b" });
            Refused(fixture, OtaResult.SettingUrlInvalid, new AgentSettings { Url = "http://updates.example/" + new string('x', 240) });
            Refused(fixture, OtaResult.SettingGroupInvalid, new AgentSettings { Group = new string('g', 65) });
            Refused(fixture, OtaResult.SettingGroupInvalid, new AgentSettings { Group = "b\u00fcro" });
            Refused(fixture, OtaResult.SettingWindowInvalid, new AgentSettings { WindowStart = 60 });
            Refused(fixture, OtaResult.SettingWindowInvalid, new AgentSettings { WindowStart = 60, WindowEnd = 60 });
            Refused(fixture, OtaResult.SettingWindowInvalid, new AgentSettings { WindowStart = 60, WindowEnd = 1440 });
            Refused(fixture, OtaResult.SettingOffsetInvalid, new AgentSettings { UtcOffset = 841 });
            Refused(fixture, OtaResult.SettingOffsetInvalid, new AgentSettings { UtcOffset = -721 });
            Refused(fixture, OtaResult.SettingBudgetInvalid, new AgentSettings { DailyBytes = 16383 });
            Refused(fixture, OtaResult.SettingBudgetInvalid, new AgentSettings { DailyBytes = -1 });
            Refused(fixture, OtaResult.SettingNetworkInvalid, new AgentSettings { Network = (NetworkRule)2 });
            Refused(fixture, OtaResult.ArgumentInvalid, null);
            Expect.Result(OtaResult.WrongState, new AgentFixture().Create().ChangeSettings(new AgentSettings()));
        }

        [TestMethod]
        public void A_write_that_fails_changes_nothing()
        {
            AgentFixture fixture = AgentFixture.Begun();
            fixture.Settings.WriteFault = OtaResult.StateWriteFailed;
            Refused(fixture, OtaResult.StateWriteFailed, Full());
        }

        [TestMethod]
        public void A_cut_in_the_write_leaves_the_settings_before_or_after()
        {
            for (int tear = 0; tear < 200; tear += 13)
            {
                AgentFixture fixture = AgentFixture.Begun();
                Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(new AgentSettings { Interval = 3600 }));
                fixture.Settings.TearAt = tear;
                fixture.Agent.ChangeSettings(new AgentSettings { Interval = 7200 });
                fixture.Boot();
                int interval = fixture.Agent.GetSettings().Interval;
                Assert.IsTrue(interval == 3600 || interval == 7200, "torn at " + tear + ": " + interval);
            }
        }

        [TestMethod]
        public void Settings_that_cannot_be_read_lead_to_the_factorys_server_and_stay_on_flash()
        {
            AgentFixture fixture = AgentFixture.Begun();
            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(new AgentSettings { Url = OtherUrl }));
            byte[] copy = fixture.Settings[0] != null ? fixture.Settings[0] : fixture.Settings[1];
            int writes = fixture.Settings.Writes;
            fixture.Settings.ReadFault = OtaResult.StateReadFailed;
            fixture.Boot();
            fixture.Pass(10);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts, "updated from the factory's server");
            Assert.AreEqual(writes, fixture.Settings.Writes);
            Assert.IsTrue(copy != null);
        }

        [TestMethod]
        public void A_new_address_is_on_trial_until_it_has_served()
        {
            AgentFixture fixture = Quiet();
            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(new AgentSettings { Url = ReserveUrl }));
            fixture.Device.Server.Put(ReserveUrl, System.Text.Encoding.UTF8.GetBytes(SignedReleases.Current));
            fixture.Leap(12, 120);
            Assert.IsTrue(fixture.Settings.Writes == 1, "nothing was on trial but the factory's address: " + fixture.Settings.Writes);

            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(new AgentSettings { Url = OtherUrl }));
            fixture.Leap(12, 120);
            Expect.Result(OtaResult.HttpNotFound, fixture.Said().Code);
            fixture.Boot();
            fixture.Agent.TakeTurn();
            string[] reserve = fixture.Device.Options.ReserveUrls;
            Assert.AreEqual(OtherUrl, fixture.Device.Options.ManifestUrl);
            Assert.AreEqual(ReserveUrl, reserve[0], "the address that has served");
            Assert.AreEqual(ClientFixture.ManifestUrl, reserve[reserve.Length - 1], "the factory's address is the last");

            fixture.Device.Server.Put(OtherUrl, System.Text.Encoding.UTF8.GetBytes(SignedReleases.Current));
            fixture.Leap(12, 1200);
            fixture.Leap(1, 1200);
            fixture.Boot();
            reserve = fixture.Device.Options.ReserveUrls;
            Assert.AreEqual(1, reserve.Length, "the trial is over");
        }

        [TestMethod]
        public void A_lost_address_leads_back_to_the_one_before()
        {
            AgentFixture fixture = Quiet();
            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(new AgentSettings { Url = OtherUrl }));
            fixture.Device.Publish(SignedReleases.Noted);
            fixture.Leap(48, 3600);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts, "the release came from the factory's address");
        }

        [TestMethod]
        public void A_longer_interval_counts_once_a_check_was_answered()
        {
            AgentFixture fixture = Quiet();
            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(new AgentSettings { Interval = 7 * Day }));
            fixture.Leap(12, 120);
            int requests = fixture.Device.Server.Requests;
            fixture.Leap(6 * 24, 3600);
            Assert.IsTrue(fixture.Device.Server.Requests - requests <= 1, "checks of six days: " + (fixture.Device.Server.Requests - requests));
        }

        [TestMethod]
        public void Disabled_lapses_after_thirty_days()
        {
            AgentFixture fixture = Quiet();
            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(new AgentSettings { Updates = UpdateSwitch.Off }));
            fixture.Device.Publish(SignedReleases.Noted);
            int requests = fixture.Device.Server.Requests;
            fixture.Leap(29 * 8, 10800);
            Assert.AreEqual((int)AgentState.Disabled, (int)fixture.Agent.State);
            Assert.AreEqual(requests, fixture.Device.Server.Requests);
            fixture.Boot();
            fixture.Leap(2 * 8, 10800);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts, "updated after thirty days");
        }

        [TestMethod]
        public void Disabled_lasts_where_the_owner_has_said_unsafe()
        {
            AgentFixture fixture = Quiet();
            fixture.Options.Disabled = DisabledRule.UnsafeLasts;
            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(new AgentSettings { Updates = UpdateSwitch.Off }));
            fixture.Device.Publish(SignedReleases.Noted);
            int restarts = fixture.Device.Slots.Restarts;
            fixture.Leap(60 * 4, 21600);
            Assert.AreEqual((int)AgentState.Disabled, (int)fixture.Agent.State);
            Assert.AreEqual(restarts, fixture.Device.Slots.Restarts, "no restart to ask either");
        }

        [TestMethod]
        public void A_group_of_the_settings_takes_part_in_rollouts()
        {
            AgentFixture fixture = AgentFixture.Begun();
            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(new AgentSettings { Group = "beta" }));
            fixture.Agent.TakeTurn();
            Assert.AreEqual("beta", fixture.Device.Options.Group);
        }

        private static AgentSettings Full()
        {
            return new AgentSettings
            {
                Updates = UpdateSwitch.Off,
                Interval = 3600,
                Url = OtherUrl,
                ReserveUrl = ReserveUrl,
                ReportUrl = "http://hub.example/reports",
                Group = "beta",
                WindowStart = 120,
                WindowEnd = 300,
                UtcOffset = -300,
                DailyBytes = 100000,
                Network = NetworkRule.Unmetered,
                Authorities = "new authority",
            };
        }

        // A device that has nothing to do: the server has an older revision.
        private static AgentFixture Quiet()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Device.Options.BaselineRevision = 2;
            fixture.Device.Publish(SignedReleases.Current);
            fixture.Boot();
            fixture.Pass(10);
            Expect.Result(OtaResult.RevisionStale, fixture.Said().Code);
            return fixture;
        }

        private static void Refused(AgentFixture fixture, OtaResult code, AgentSettings settings)
        {
            int writes = fixture.Settings.Writes;
            Expect.Result(code, fixture.Agent.ChangeSettings(settings));
            AgentSettings now = fixture.Agent.GetSettings();
            Assert.IsTrue(now.Url == null && now.Interval == Day && now.Group == null && now.DailyBytes == 0 && now.WindowStart == -1, "the settings before");
            Assert.AreEqual(writes, fixture.Settings.Writes);
        }
    }
}
