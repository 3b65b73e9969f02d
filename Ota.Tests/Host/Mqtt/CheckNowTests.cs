using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Mqtt
{
    /// <summary>"Check now" by way of a real mosquitto.</summary>
    [TestClass]
    public sealed class CheckNowTests
    {
        private const int Gap = 600;

        [TestMethod]
        [DataRow(LinkFixture.Check)]
        [DataRow(LinkFixture.CheckAll)]
        public void A_message_makes_the_agent_check(string topic)
        {
            using Mosquitto broker = Mosquitto.Open();
            using LinkFixture device = LinkFixture.Connected(broker.Port);
            using Watcher owner = new(broker);
            device.Device.Pass(Gap);
            Assert.AreEqual(1, device.Checks, "Nobody has asked.");
            owner.Publish(topic, string.Empty);
            device.AwaitRequests(1);
            device.AwaitCheck(2, Gap);
        }

        [TestMethod]
        public void A_message_soon_after_a_check_waits_until_10_minutes_are_over_and_many_are_one()
        {
            using Mosquitto broker = Mosquitto.Open();
            using LinkFixture device = LinkFixture.Connected(broker.Port);
            using Watcher owner = new(broker);
            for (int i = 0; i < 20; i++)
            {
                owner.Publish(LinkFixture.Check, "now");
            }

            device.AwaitRequests(20);
            device.Device.Pass(Gap - 10);
            Assert.AreEqual(1, device.Checks, "within 10 minutes of the check at the start");
            device.AwaitCheck(2, Gap);
            device.Device.Pass(2 * Gap);
            Assert.AreEqual(2, device.Checks, "20 messages are one wish.");
        }

        [TestMethod]
        public void A_retained_message_asks_for_nothing_however_often_the_device_connects()
        {
            using Mosquitto broker = Mosquitto.Open();
            using Watcher owner = new(broker);
            owner.Publish(LinkFixture.Check, "old", isRetained: true);
            using LinkFixture device = LinkFixture.Connected(broker.Port);
            for (int connection = 1; connection <= 3; connection++)
            {
                Eventually.Is(() => device.Link.Ignored == 1, () => $"{device.Link.Ignored} retained messages came");
                Assert.AreEqual(0, device.Link.Requests);
                device.Device.Pass(2 * Gap);
                Assert.AreEqual(connection, device.Checks, "Each start checks once. The retained message made the agent check, too.");
                device.Link.Close();
                device.Boot();
                device.AwaitLink();
            }
        }

        [TestMethod]
        public void A_message_of_the_time_when_the_device_was_away_comes_with_the_next_connection()
        {
            using Mosquitto broker = Mosquitto.Open();
            using LinkFixture device = LinkFixture.Connected(broker.Port);
            using Watcher owner = new(broker);
            device.Link.Close();
            owner.Publish(LinkFixture.Check, string.Empty);
            device.Boot();
            device.AwaitLink();
            device.AwaitRequests(1);
        }

        [TestMethod]
        public void Messages_of_other_devices_topics_do_not_come()
        {
            using Mosquitto broker = Mosquitto.Open();
            using LinkFixture device = LinkFixture.Connected(broker.Port);
            using Watcher owner = new(broker);
            foreach (string topic in new[] { "nanoota/lamp/device-2/check", "nanoota/other/check", "nanoota/lamp/check/check", LinkFixture.Report, LinkFixture.State })
            {
                owner.Publish(topic, string.Empty);
            }

            // What comes last came after all others.
            owner.Publish(LinkFixture.Check, string.Empty);
            device.AwaitRequests(1);
            Assert.AreEqual(0, device.Link.Ignored);
        }
    }
}
