using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Http;

namespace NanoOta.Tests.Mqtt
{
    /// <summary>Who is let in, who is there, and what a refusal looks like.</summary>
    [TestClass]
    public sealed class MqttConnectionTests
    {
        [TestMethod]
        public void Online_is_retained_and_a_device_whose_cable_is_pulled_is_said_to_be_offline()
        {
            using Mosquitto broker = Mosquitto.Open();
            using Cable cable = new(broker.Port);
            using LinkFixture device = LinkFixture.Connected(cable.Port);
            using Watcher owner = new(broker);
            owner.Await(LinkFixture.State, "online");
            Assert.IsTrue(owner.Seen.Single(message => message.Topic == LinkFixture.State).IsRetained, "whoever subscribes later must see the state");
            cable.Pull();
            owner.Await(LinkFixture.State, "offline");
            using Watcher later = new(broker);
            later.Await(LinkFixture.State, "offline");
        }

        [TestMethod]
        public void A_link_that_is_closed_says_offline_itself()
        {
            using Mosquitto broker = Mosquitto.Open();
            using LinkFixture device = LinkFixture.Connected(broker.Port);
            using Watcher owner = new(broker);
            owner.Await(LinkFixture.State, "online");
            device.Link.Close();
            owner.Await(LinkFixture.State, "offline");
            Assert.IsFalse(device.Link.IsUp);
        }

        [TestMethod]
        public void A_broker_that_refuses_the_subscription_is_a_code_with_the_status_128()
        {
            // mosquitto's own access lists refuse no subscription, so the broker is a script (MQTT 3.1.1, 3.9.3).
            using TcpListener broker = new(IPAddress.Loopback, 0);
            broker.Start();
            Task script = Task.Run(() => RefuseSubscription(broker));
            using LinkFixture device = new(((IPEndPoint)broker.LocalEndpoint).Port);
            device.Boot();
            Eventually.Is(() => device.Link.Failures >= 1, () => $"no refusal: {device.Link.LastOutcome.Code}, {script.Status}");
            Expect.Result(OtaResult.BrokerRefused, device.Link.LastOutcome.Code);
            Assert.AreEqual(128, device.Link.LastOutcome.Status);
            Assert.AreEqual(0, device.Link.Connections);
        }

        [TestMethod]
        public void User_and_password_open_the_broker()
        {
            using Mosquitto broker = Mosquitto.WithPassword("lamp", "secret");
            using LinkFixture device = new(broker.Port);
            device.Options.User = "lamp";
            device.Options.Password = "secret";
            device.Boot();
            device.AwaitLink();
        }

        [TestMethod]
        [DataRow("lamp", "wrong")]
        [DataRow("lamp", null)]
        [DataRow("nobody", "secret")]
        [DataRow(null, null)]
        public void A_wrong_user_or_password_is_a_code_and_is_tried_again(string? user, string? password)
        {
            using Mosquitto broker = Mosquitto.WithPassword("lamp", "secret");
            using LinkFixture device = new(broker.Port);
            device.Options.User = user;
            device.Options.Password = password;
            device.Boot();
            Eventually.Is(() => device.Link.Failures >= 2, "no second attempt");
            OtaOutcome outcome = device.Link.Send(null, "{}");
            Expect.Result(OtaResult.BrokerRefused, outcome.Code);
            Assert.AreEqual(5, outcome.Status, "MQTT 3.1.1: not authorized");
            Assert.AreEqual(0, device.Link.Connections);
        }

        [TestMethod]
        [DataRow(MqttProtection.Tls12)]
        [DataRow(MqttProtection.Tls13)]
        public void A_broker_whose_authority_is_given_is_trusted(MqttProtection protection)
        {
            using TestAuthority authority = new();
            using Mosquitto broker = Mosquitto.WithTls(authority.Issue("localhost", DateTimeOffset.UtcNow.AddYears(1)));
            using LinkFixture device = Secure(broker, protection, Encoding.ASCII.GetBytes(authority.Root.ExportCertificatePem()));
            device.Boot();
            device.AwaitLink();
        }

        [TestMethod]
        public void Of_several_authorities_one_is_enough_and_DER_is_read_too()
        {
            using TestAuthority other = new();
            using TestAuthority authority = new();
            using Mosquitto broker = Mosquitto.WithTls(authority.Issue("localhost", DateTimeOffset.UtcNow.AddYears(1)));
            string both = other.Root.ExportCertificatePem() + "\n" + authority.Root.ExportCertificatePem();
            foreach (byte[] given in new[] { Encoding.ASCII.GetBytes(both), authority.Root.RawData })
            {
                using LinkFixture device = Secure(broker, MqttProtection.Tls12, given);
                device.Boot();
                device.AwaitLink();
            }
        }

        [TestMethod]
        [DataRow("localhost", 1, false, DisplayName = "a foreign authority")]
        [DataRow("broker.example", 1, true, DisplayName = "another name")]
        [DataRow("localhost", -1, true, DisplayName = "an expired certificate")]
        public void A_broker_that_cannot_prove_itself_is_a_code_and_learns_no_password(string name, int years, bool isKnown)
        {
            using TestAuthority authority = new();
            using TestAuthority other = new();
            using Mosquitto broker = Mosquitto.WithTls(authority.Issue(name, DateTimeOffset.UtcNow.AddYears(years)));
            using LinkFixture device = Secure(broker, MqttProtection.Tls12, (isKnown ? authority : other).Root.RawData);
            device.Boot();
            Eventually.Is(() => device.Link.Failures >= 2, "no second attempt");
            Expect.Result(OtaResult.TlsFailed, device.Link.LastOutcome.Code);
            Assert.AreEqual(0, device.Link.Connections);
            Assert.DoesNotContain("as nanoota-lamp", broker.Log, "the broker saw the CONNECT packet");
        }

        [TestMethod]
        public void Nobody_there_is_a_code_and_the_agent_goes_on()
        {
            using LinkFixture device = new(Ports.Free(SocketType.Stream));
            device.Boot();
            Eventually.Is(() => device.Link.Failures >= 3, "no further attempts");
            Expect.Result(OtaResult.ConnectFailed, device.Link.LastOutcome.Code);
            device.Device.Pass(30);
            Assert.AreEqual(1, device.Checks, "the agent checks without a broker, too");
            Assert.AreEqual(0, device.Device.Agent.Outcomes.Sent);
        }

        [TestMethod]
        public void A_name_that_nobody_has_and_certificates_that_are_none_are_codes()
        {
            using LinkFixture nameless = new(1883);
            nameless.Options.Broker = "broker.invalid";
            nameless.Boot();
            Eventually.Is(() => nameless.Link.Failures >= 1, "no attempt");
            Expect.Result(OtaResult.ConnectFailed, nameless.Link.LastOutcome.Code);

            using LinkFixture unread = new(1883);
            unread.Options.Protection = MqttProtection.Tls12;
            unread.Options.CertificateAuthority = [1, 2, 3];
            unread.Boot();
            Eventually.Is(() => unread.Link.Failures >= 1, "no attempt");
            Expect.Result(OtaResult.TlsFailed, unread.Link.LastOutcome.Code);
        }

        [TestMethod]
        public void A_server_that_speaks_another_protocol_is_a_code()
        {
            using TcpListener server = new(IPAddress.Loopback, 0);
            server.Start();
            _ = Task.Run(() =>
            {
                try
                {
                    while (true)
                    {
                        using TcpClient client = server.AcceptTcpClient();
                        client.GetStream().Write("HTTP/1.1 400 Bad Request\r\n\r\n"u8);
                    }
                }
                catch (SocketException)
                {
                    // Stopped.
                }
            });
            using LinkFixture device = new(((IPEndPoint)server.LocalEndpoint).Port);
            device.Boot();
            Eventually.Is(() => device.Link.Failures >= 2, "no second attempt");
            Expect.Result(OtaResult.ConnectFailed, device.Link.LastOutcome.Code);
        }

        [TestMethod]
        public void Without_a_network_nothing_is_tried()
        {
            using Mosquitto broker = Mosquitto.Open();
            using LinkFixture device = LinkFixture.Connected(broker.Port);
            device.Device.Link.IsUp = false;
            device.Device.Agent.TakeTurn();
            Assert.AreEqual(AgentState.Offline, device.Device.Agent.State);
            int failures = device.Link.Failures;
            broker.Kill();
            Eventually.Is(() => !device.Link.IsUp, "the loss was not seen");
            Thread.Sleep(1500);
            Assert.AreEqual(failures, device.Link.Failures, "attempts without a network");
            broker.Start();
            device.Device.Link.IsUp = true;
            device.Device.Agent.TakeTurn();
            device.AwaitLink();
        }

        [TestMethod]
        [DataRow("a/b", "device-1", "127.0.0.1", 0, 60)]
        [DataRow("lamp", "+", "127.0.0.1", 0, 60)]
        [DataRow("lamp", "a#", "127.0.0.1", 0, 60)]
        [DataRow("lamp", "", "127.0.0.1", 0, 60)]
        [DataRow("lamp", "a\n", "127.0.0.1", 0, 60)]
        [DataRow("lamp", "device-1", "", 0, 60)]
        [DataRow("lamp", "device-1", null, 0, 60)]
        [DataRow("lamp", "device-1", "127.0.0.1", 65536, 60)]
        [DataRow("lamp", "device-1", "127.0.0.1", -1, 60)]
        [DataRow("lamp", "device-1", "127.0.0.1", 0, 9)]
        [DataRow("lamp", "device-1", "127.0.0.1", 0, 1201)]
        public void Wrong_options_begin_nothing_and_say_so(string product, string device, string? broker, int port, int keepAlive)
        {
            MqttLink link = new(
                new MqttOptions { Broker = broker, Port = port, KeepAlive = keepAlive, Protection = MqttProtection.UnsafePlain },
                new OtaOptions { Product = product, DeviceId = device });
            link.Begin(new AgentFixture().Create());
            Expect.Result(OtaResult.ArgumentInvalid, link.LastOutcome.Code);
            Expect.Result(OtaResult.ArgumentInvalid, link.Send(null, "{}").Code);
            Assert.AreEqual(0, link.Failures);
            link.Close();
        }

        private static LinkFixture Secure(Mosquitto broker, MqttProtection protection, byte[] authority)
        {
            LinkFixture device = new(broker.Port);
            device.Options.Broker = "localhost";
            device.Options.Protection = protection;
            device.Options.CertificateAuthority = authority;
            return device;
        }

        private static void RefuseSubscription(TcpListener broker)
        {
            using TcpClient device = broker.AcceptTcpClient();
            NetworkStream stream = device.GetStream();
            Skip(stream);
            stream.Write([0x20, 2, 0, 0]);
            byte[] subscribe = Skip(stream);
            stream.Write([0x90, 4, subscribe[0], subscribe[1], 0x80, 0x80]);
            _ = stream.Read(new byte[64]);
        }

        // One packet of at most 16383 bytes, without its fixed header.
        private static byte[] Skip(NetworkStream stream)
        {
            _ = stream.ReadByte();
            int first = stream.ReadByte();
            int length = first < 128 ? first : (first & 127) + (128 * stream.ReadByte());
            byte[] packet = new byte[length];
            stream.ReadExactly(packet);
            return packet;
        }
    }
}
