using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.Mqtt
{
    /// <summary>Reports by way of a real mosquitto.</summary>
    [TestClass]
    public sealed partial class MqttReportTests
    {
        [TestMethod]
        public void A_report_of_the_agent_arrives_with_QoS_1_and_is_the_documented_JSON()
        {
            using Mosquitto broker = Mosquitto.Open();
            using Watcher owner = new(broker);
            using LinkFixture device = LinkFixture.Connected(broker.Port);
            Eventually.Is(() => owner.On(LinkFixture.Report).Count == 1, "no report came");
            (_, string text, int qos, bool isRetained) = owner.Seen.Single(message => message.Topic == LinkFixture.Report);
            Assert.AreEqual(1, qos);
            Assert.IsFalse(isRetained);
            using JsonDocument report = JsonDocument.Parse(text);
            Assert.AreEqual("device-1", report.RootElement.GetProperty("device").GetString());
            Assert.AreEqual((int)OtaResult.UpToDate, report.RootElement.GetProperty("code").GetInt32());
            string[] documented = Documented();
            string[] unknown = [.. report.RootElement.EnumerateObject().Select(field => field.Name).Except(documented)];
            Assert.IsEmpty(unknown, "fields that docs/FORMAT.md does not have: " + string.Join(", ", unknown));
            Assert.IsGreaterThan(10, documented.Length);
        }

        [TestMethod]
        public void What_MQTT_carries_is_what_any_other_carrier_gets()
        {
            using Mosquitto broker = Mosquitto.Open();
            using Watcher owner = new(broker);
            AgentFixture other = new();
            other.Device.Options.Version = "1.1";
            other.Boot();
            other.Agent.TakeTurn();
            using LinkFixture device = LinkFixture.Connected(broker.Port);
            Eventually.Is(() => owner.On(LinkFixture.Report).Count == 1, "no report came");
            Assert.AreEqual((string)other.Reporter.Documents[0]!, owner.On(LinkFixture.Report)[0]);
        }

        [TestMethod]
        public void A_broker_that_is_killed_and_started_again_gets_every_report_in_order()
        {
            using Mosquitto broker = Mosquitto.Open();
            using LinkFixture device = LinkFixture.Connected(broker.Port);
            broker.Kill();
            Eventually.Is(() => !device.Link.IsUp && device.Link.Failures > 0, "no attempt after the loss");
            device.Device.Device.Server.Remove(ClientFixture.ManifestUrl);
            device.Device.Pass(601);
            Expect.Result(OtaResult.Ok, device.Device.Agent.CheckNow());
            device.AwaitCheck(2, 60);
            Assert.AreEqual(1, device.Device.Agent.Outcomes.Sent, "what nobody has received counts as sent");

            broker.Start();
            using Watcher owner = new(broker);
            device.AwaitLink();
            device.Device.Pass(7200);
            int last = device.Device.Agent.Outcomes.Next - 1;
            Eventually.Is(() => owner.On(LinkFixture.Report).Count >= last - 1, () => $"{owner.On(LinkFixture.Report).Count} of {last - 1} reports");
            string numbers = string.Join(" ", owner.On(LinkFixture.Report).Select(NumberOf));
            Assert.AreEqual(string.Join(" ", Enumerable.Range(2, last - 1)), numbers);
            Assert.AreEqual(2, device.Link.Connections);
        }

        [TestMethod]
        public void The_agent_gets_its_answer_without_a_connection_too()
        {
            using Mosquitto broker = Mosquitto.Open();
            using LinkFixture device = LinkFixture.Connected(broker.Port);
            device.Link.Close();
            Expect.Result(OtaResult.ConnectFailed, device.Link.Send(null, "{}").Code);
        }

        private static int NumberOf(string report)
        {
            using JsonDocument json = JsonDocument.Parse(report);
            return json.RootElement.GetProperty("number").GetInt32();
        }

        private static string[] Documented()
        {
            string text = File.ReadAllText(Path.Combine(RepositoryRoot.Find(AppContext.BaseDirectory), "docs/FORMAT.md"));
            text = text[text.IndexOf("## Reports", StringComparison.Ordinal)..text.IndexOf("Over HTTP a report", StringComparison.Ordinal)];
            return [.. FieldName().Matches(text).Select(match => match.Groups[1].Value)];
        }

        [GeneratedRegex(@"`(\w+)`")]
        private static partial Regex FieldName();
    }
}
