using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class AuthoritiesTests
    {
        private const string SecureUrl = "https://updates.example/stable/manifest.jws";
        private const string New = "new authority";

        [TestMethod]
        public void New_authorities_take_turns_with_the_former_ones_until_they_have_served()
        {
            AgentFixture fixture = Secure();
            fixture.Device.Server.Authority = (byte)'f';
            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(new AgentSettings { Authorities = New }));
            fixture.Leap(12, 600);
            Assert.IsTrue(HasSaid(fixture, OtaResult.CertificateUntrusted), "the new ones were asked");
            Assert.IsTrue(HasSaid(fixture, OtaResult.RevisionStale), "the former ones serve");
            fixture.Boot();
            Assert.IsTrue(fixture.Device.Server.Trusted == null, "a start begins with what has served");

            fixture.Device.Server.Authority = (byte)'n';
            fixture.Leap(12, 600);
            fixture.Boot();
            fixture.Agent.TakeTurn();
            Assert.IsTrue(fixture.Device.Server.Trusted != null, "the trial is over");
            Assert.AreEqual(2, fixture.Settings.Writes, "the change, and the end of the trial");
        }

        [TestMethod]
        public void Authorities_that_never_serve_strand_nobody()
        {
            AgentFixture fixture = Secure();
            fixture.Device.Server.Authority = (byte)'f';
            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(new AgentSettings { Authorities = New }));
            fixture.Leap(24, 3600);
            Publish(fixture, SignedReleases.Noted);
            fixture.Leap(48, 3600);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts, "updated by the former authorities");
        }

        [TestMethod]
        public void A_device_whose_authority_has_expired_finds_its_server_by_the_new_one()
        {
            AgentFixture fixture = Secure();
            fixture.Device.Server.Authority = (byte)'f';
            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(new AgentSettings { Authorities = New }));
            fixture.Device.Server.Authority = (byte)'n';
            Publish(fixture, SignedReleases.Noted);
            fixture.Leap(48, 3600);
            Assert.AreEqual(1, fixture.Device.Slots.Restarts, "updated by the new authorities");
        }

        [TestMethod]
        public void Authorities_can_be_taken_back_before_they_have_served()
        {
            AgentFixture fixture = Secure();
            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(new AgentSettings { Authorities = New }));
            Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(new AgentSettings()));
            fixture.Leap(12, 600);
            Assert.IsTrue(fixture.Device.Server.Trusted == null);
            Assert.AreEqual(2, fixture.Settings.Writes, "nothing is on trial");
        }

        [TestMethod]
        public void What_is_no_certificate_is_refused_by_name()
        {
            AgentFixture fixture = Secure();
            Expect.Result(OtaResult.SettingAuthoritiesInvalid, fixture.Agent.ChangeSettings(new AgentSettings { Authorities = "x" }));
            Expect.Result(OtaResult.SettingAuthoritiesInvalid, fixture.Agent.ChangeSettings(new AgentSettings { Authorities = string.Empty }));
            Expect.Result(OtaResult.SettingAuthoritiesInvalid, fixture.Agent.ChangeSettings(new AgentSettings { Authorities = new string('n', 4097) }));
            Assert.AreEqual(0, fixture.Settings.Writes);
            Assert.IsTrue(fixture.Device.Server.Trusted == null);
        }

        [TestMethod]
        public void A_power_cut_leaves_the_authorities_before_or_after_with_the_former_ones_in_reserve()
        {
            string longest = new string('n', 4096);
            for (int tear = 0; tear < 4300; tear += 211)
            {
                AgentFixture fixture = Secure();
                Expect.Result(OtaResult.Ok, fixture.Agent.ChangeSettings(new AgentSettings { Interval = 3600 }));
                fixture.Settings.TearAt = tear;
                fixture.Agent.ChangeSettings(new AgentSettings { Interval = 3600, Authorities = longest });
                fixture.Boot();
                AgentSettings read = fixture.Agent.GetSettings();
                Assert.AreEqual(3600, read.Interval, "torn at " + tear);
                Assert.IsTrue(read.Authorities == null || read.Authorities == longest, "torn at " + tear);
                Assert.IsTrue(fixture.Device.Server.Trusted == null, "the former ones count first");
            }
        }

        // Asks over https, and has nothing to do: the server has an older revision.
        private static AgentFixture Secure()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.ManifestUrl = SecureUrl;
            fixture.Device.Options.BaselineRevision = 2;
            Publish(fixture, SignedReleases.Current);
            fixture.Device.Server.Put("https://updates.example/stable/1.1/app.img", fixture.Device.NewImage);
            fixture.Device.Server.Put("https://updates.example/stable/1.1/app.chunks", TestImages.Table(fixture.Device.NewImage));
            fixture.Boot();
            fixture.Pass(10);
            Expect.Result(OtaResult.RevisionStale, fixture.Said().Code);
            return fixture;
        }

        private static void Publish(AgentFixture fixture, string release)
        {
            fixture.Device.Server.Put(SecureUrl, System.Text.Encoding.UTF8.GetBytes(release));
        }

        private static bool HasSaid(AgentFixture fixture, OtaResult code)
        {
            OutcomeLog log = fixture.Agent.Outcomes;
            for (int i = log.First; i < log.Next; i++)
            {
                if (log.Read(i).Code == code)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
