using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Mqtt
{
    [TestClass]
    public sealed class UdpTriggerTests
    {
        private static readonly string[] _strange =
        [
            "nanoota-check/1",
            "nanoota-check/1 ",
            "nanoota-check/1 lam",
            "nanoota-check/1 lamps",
            "nanoota-check/1 lamp/",
            "nanoota-check/1 lamp/device-2",
            "nanoota-check/2 lamp",
            "NANOOTA-CHECK/1 lamp",
            "nanoota-check/1 lamp\n",
        ];

        [TestMethod]
        [DataRow("nanoota-check/1 lamp", "127.0.0.1")]
        [DataRow("nanoota-check/1 lamp/device-1", "127.0.0.1")]
        [DataRow("nanoota-check/1 lamp", "127.255.255.255", DisplayName = "broadcast")]
        public void A_datagram_makes_the_agent_check_once_10_minutes_are_over(string text, string address)
        {
            using Ear ear = new();
            ear.Send(Encoding.ASCII.GetBytes(text), address);
            Eventually.Is(() => ear.Trigger.Requests == 1, () => $"{ear.Trigger.Requests} requests, {ear.Trigger.Ignored} ignored");
            ear.Fixture.Pass(590);
            Assert.AreEqual(1, ear.Checks, "within 10 minutes of the check at the start");
            ear.Fixture.Device.Clock.Sleep(15000);
            Eventually.Is(
                () =>
                {
                    ear.Fixture.Agent.TakeTurn();
                    return ear.Checks == 2;
                },
                "no check");
        }

        [TestMethod]
        public void Two_triggers_beside_one_agent_share_the_bound_of_10_minutes()
        {
            using Ear ear = new();
            MessageTrigger second = new();
            second.Begin(ear.Fixture.Agent);
            ear.Send("nanoota-check/1 lamp"u8.ToArray(), "127.0.0.1");
            second.Ask();
            Eventually.Is(() => ear.Trigger.Requests == 1, "no request");
            ear.Fixture.Pass(590);
            Assert.AreEqual(1, ear.Checks, "within 10 minutes of the check at the start");
            ear.Fixture.Device.Clock.Sleep(15000);
            Eventually.Is(
                () =>
                {
                    ear.Fixture.Agent.TakeTurn();
                    return ear.Checks == 2;
                },
                "no check");
            Expect.Result(OtaResult.CheckTooSoon, second.Ask(), "the other trigger, right behind");
            ear.Fixture.Pass(300);
            Assert.AreEqual(2, ear.Checks, "one check for both");
        }

        [TestMethod]
        public void Other_datagrams_ask_for_nothing_and_nobody_gets_an_answer()
        {
            using Ear ear = new();
            byte[][] others =
            [
                [],
                [0],
                .. _strange.Select(Encoding.ASCII.GetBytes),
                new byte[4096],
            ];
            foreach (byte[] datagram in others)
            {
                ear.Send(datagram, "127.0.0.1");
            }

            ear.Send(Encoding.ASCII.GetBytes("nanoota-check/1 lamp"), "127.0.0.1");
            Eventually.Is(() => ear.Trigger.Requests == 1, () => $"{ear.Trigger.Requests} requests, {ear.Trigger.Ignored} ignored");
            Assert.AreEqual(others.Length, ear.Trigger.Ignored - ear.Skipped);
            Assert.AreEqual(0, ear.Trigger.Failures);
            Assert.AreEqual(0, ear.Answers, "bytes that came back");
        }

        [TestMethod]
        public void A_port_that_is_taken_is_counted_and_a_wrong_port_begins_nothing()
        {
            using Socket other = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            other.Bind(new IPEndPoint(IPAddress.Any, 0));
            AgentFixture fixture = new();
            UdpTrigger trigger = new(fixture.Device.Options, ((IPEndPoint)other.LocalEndPoint!).Port);
            trigger.Begin(fixture.Create());
            Eventually.Is(() => trigger.Failures == 1, "no failure");
            trigger.Close();

            UdpTrigger none = new(fixture.Device.Options, 0);
            none.Begin(fixture.Agent);
            none.Close();
            Assert.AreEqual(0, none.Failures);
        }

        private sealed class Ear : IDisposable
        {
            private readonly Socket _sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
            private readonly int _port = Ports.Free(SocketType.Dgram);
            private int _checks;

            public Ear()
            {
                _sender.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                Fixture.Device.Options.Version = "1.1";
                Trigger = new UdpTrigger(Fixture.Device.Options, _port);
                Fixture.Own.Trigger = Trigger;
                Fixture.Create().Ended += outcome => _ = Interlocked.Add(ref _checks, outcome.Phase == AgentPhase.Check ? 1 : 0);
                Expect.Result(OtaResult.Ok, Fixture.Agent.BeginAlone(), "begin");
                Fixture.Agent.TakeTurn();
                Assert.AreEqual(1, Checks, "the check at the start");

                // A first datagram shows that the socket is bound. Which one arrives is nobody's business.
                byte[] probe = Encoding.ASCII.GetBytes("probe");
                Eventually.Is(
                    () =>
                    {
                        Send(probe, "127.0.0.1");
                        return Trigger.Ignored > 0;
                    },
                    "the trigger does not listen");
                Eventually.Is(IsQuiet, "the probes do not end");
                Skipped = Trigger.Ignored;
            }

            public AgentFixture Fixture { get; } = new();

            public UdpTrigger Trigger { get; }

            public int Skipped { get; }

            public int Checks => Volatile.Read(ref _checks);

            public int Answers => _sender.Available;

            public void Send(byte[] datagram, string address)
            {
                _ = _sender.SendTo(datagram, new IPEndPoint(IPAddress.Parse(address), _port));
                Thread.Sleep(10);
            }

            public void Dispose()
            {
                Trigger.Close();
                _sender.Dispose();
            }

            private bool IsQuiet()
            {
                int before = Trigger.Ignored;
                Thread.Sleep(500);
                return Trigger.Ignored == before;
            }
        }

        // A button, for example.
        private sealed class MessageTrigger : ICheckTrigger
        {
            private OtaAgent _agent = null!;

            public void Begin(OtaAgent agent) => _agent = agent;

            public OtaResult Ask() => _agent.CheckNow();
        }
    }
}
