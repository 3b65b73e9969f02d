using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class AgentReportTests
    {
        [TestMethod]
        public void Each_outcome_is_reported_once_in_order()
        {
            AgentFixture fixture = AgentFixture.Begun();
            fixture.Pass(10);

            // A device that restarts sends nothing afterwards; here the restart came back.
            fixture.Reporter.Documents.Clear();
            fixture.Boot();
            fixture.Pass(10);
            Assert.AreEqual(5, fixture.Reporter.Documents.Count);
            for (int i = 0; i < 5; i++)
            {
                Assert.IsTrue(((string)fixture.Reporter.Documents[i]).IndexOf("\"number\":" + (i + 1) + ",") > 0, (string)fixture.Reporter.Documents[i]);
            }

            fixture.Pass(1000);
            Assert.AreEqual(5, fixture.Reporter.Documents.Count);
        }

        [TestMethod]
        public void A_report_has_the_documented_fields()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Own.Vitals = new MemoryVitals();
            fixture.Device.Options.DeviceId = "d\"1\\\u00e9";
            fixture.Options.Defaults = new AgentSettings { ReportUrl = "http://hub.example/r" };
            fixture.Device.Server.Remove(ClientFixture.ManifestUrl);
            fixture.Boot();
            fixture.Pass(10);
            Assert.AreEqual("http://hub.example/r", fixture.Reporter.Address);
            Assert.AreEqual(
                "{\"format\":1,\"device\":\"d\\u00221\\u005c\\u00e9\",\"product\":\"lamp\",\"channel\":\"stable\",\"version\":\"1.0.0.0\",\"revision\":1,\"state\":0,"
                + "\"number\":1,\"phase\":1,\"code\":103,\"status\":0,\"detail\":\"http://upd\",\"count\":1,\"time\":1800000000,\"uptime\":0,\"memory\":50000,\"signal\":-61}",
                (string)fixture.Reporter.Documents[0]);
        }

        [TestMethod]
        public void What_nobody_takes_is_kept_over_restarts_and_sent_later()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Reporter.Fault = OtaResult.ConnectFailed;
            fixture.Boot();
            fixture.Pass(10);
            fixture.Boot();
            fixture.Leap(24, 3600);
            Assert.AreEqual(0, fixture.Reporter.Documents.Count);
            Assert.IsTrue(fixture.Reporter.Tries < 20, "tries of a day: " + fixture.Reporter.Tries);
            fixture.Reporter.Fault = OtaResult.Ok;
            fixture.Leap(6, 3600);
            Assert.IsTrue(((string)fixture.Reporter.Documents[0]).IndexOf("\"number\":1,") > 0, "the first one first");
            Assert.AreEqual(fixture.Agent.Outcomes.Next - 1, fixture.Reporter.Documents.Count);
        }

        [TestMethod]
        public void What_was_sent_is_known_after_a_restart()
        {
            AgentFixture fixture = AgentFixture.Begun();
            fixture.Pass(10);
            fixture.Boot();
            fixture.Pass(10);
            fixture.Leap(25, 3600);
            int sent = fixture.Reporter.Documents.Count;
            fixture.Boot();
            fixture.Pass(60);
            Assert.AreEqual(sent, fixture.Reporter.Documents.Count);
        }

        [TestMethod]
        public void A_day_has_a_budget_of_reports()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Options.ReportsPerDay = 2;
            fixture.Boot();
            fixture.Pass(10);
            fixture.Boot();
            fixture.Leap(20, 3600);
            Assert.IsTrue(fixture.Reporter.Tries <= 4, "two in each start: " + fixture.Reporter.Tries);
            fixture.Leap(30, 3600);
            Assert.AreEqual(fixture.Agent.Outcomes.Next - 1, fixture.Agent.Outcomes.Sent);
        }
    }
}
