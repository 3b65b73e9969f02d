using System.Net;
using System.Net.Sockets;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Mqtt
{
    /// <summary>A device in memory whose agent is beside a real broker. The device runs what the server has, so each check is asked for.</summary>
    internal sealed class LinkFixture : IDisposable
    {
        public const string CheckAll = "nanoota/lamp/check";
        public const string Check = "nanoota/lamp/device-1/check";
        public const string Report = "nanoota/lamp/device-1/report";
        public const string State = "nanoota/lamp/device-1/state";

        private int _checks;

        /// <summary>Nothing is started.</summary>
        public LinkFixture(int port)
        {
            Device.Device.Options.Version = "1.1";
            Options = new MqttOptions { Broker = "127.0.0.1", Port = port, Protection = MqttProtection.UnsafePlain, FirstPause = 50, LongestPause = 200 };
        }

        /// <summary>The device.</summary>
        public AgentFixture Device { get; } = new();

        /// <summary>The broker's address.</summary>
        public MqttOptions Options { get; }

        /// <summary>The link of this start.</summary>
        public MqttLink Link { get; private set; } = null!;

        /// <summary>Checks that the agent has made.</summary>
        public int Checks => Volatile.Read(ref _checks);

        /// <summary>A device that is connected to that broker, and has made its first check.</summary>
        public static LinkFixture Connected(int port)
        {
            LinkFixture fixture = new(port);
            fixture.Boot();
            fixture.AwaitLink();
            fixture.Device.Agent.TakeTurn();
            Assert.AreEqual(1, fixture.Checks, "the check at the start");
            return fixture;
        }

        /// <summary>A start of the device.</summary>
        public void Boot()
        {
            Link = new MqttLink(Options, Device.Device.Options);
            Device.Own.Trigger = Link;
            Device.Own.Reporter = Link;
            Device.Create().Ended += outcome => _ = Interlocked.Add(ref _checks, outcome.Phase == AgentPhase.Check ? 1 : 0);
            Expect.Result(OtaResult.Ok, Device.Agent.BeginAlone(), "begin");
        }

        /// <summary>Waits until the broker has the device.</summary>
        public void AwaitLink() => Eventually.Is(() => Link.IsUp, () => $"no connection: {Link.LastOutcome.Code}, status {Link.LastOutcome.Status}");

        /// <summary>Waits until so many messages have asked.</summary>
        public void AwaitRequests(int count) => Eventually.Is(() => Link.Requests == count, () => $"{Link.Requests} requests came, {Link.Ignored} were ignored");

        /// <summary>Waits for a check, while the device's clock goes on by so many seconds at most.</summary>
        public void AwaitCheck(int checks, int seconds)
        {
            long end = Device.Device.Clock.TickMilliseconds + (seconds * 1000L);
            Eventually.Is(
                () =>
                {
                    int wait = Device.Agent.TakeTurn();
                    if (Device.Device.Clock.TickMilliseconds + wait <= end)
                    {
                        Device.Device.Clock.Sleep(wait);
                    }

                    return Checks == checks;
                },
                () => $"{Checks} checks");
        }

        /// <inheritdoc/>
        public void Dispose() => Link?.Close();
    }

    /// <summary>Carries a connection to the broker, until somebody pulls the cable.</summary>
    internal sealed class Cable : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> _ends = [];

        /// <summary>A cable to that port.</summary>
        public Cable(int port)
        {
            _listener.Start();
            _ = Task.Run(() => Serve(port));
        }

        /// <summary>The device's end.</summary>
        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        /// <summary>No byte passes any more, and no client can say goodbye.</summary>
        public void Pull()
        {
            _listener.Stop();
            lock (_ends)
            {
                foreach (TcpClient end in _ends)
                {
                    end.Client.Close(0);
                }
            }
        }

        /// <inheritdoc/>
        public void Dispose() => Pull();

        private static async Task Copy(TcpClient from, TcpClient to)
        {
            try
            {
                await from.GetStream().CopyToAsync(to.GetStream());
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // Pulled.
            }
        }

        private void Serve(int port)
        {
            try
            {
                while (true)
                {
                    TcpClient device = _listener.AcceptTcpClient();
                    TcpClient broker = new("127.0.0.1", port);
                    lock (_ends)
                    {
                        _ends.Add(device);
                        _ends.Add(broker);
                    }

                    _ = Copy(device, broker);
                    _ = Copy(broker, device);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Pulled.
            }
        }
    }
}
