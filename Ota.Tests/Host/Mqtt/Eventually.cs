using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Mqtt
{
    /// <summary>Waits for what another program or thread does.</summary>
    internal static class Eventually
    {
        private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

        /// <summary>Comes back when it is so. Fails after a minute: on a busy machine all takes longer, and none of this is about speed.</summary>
        public static void Is(Func<bool> condition, Func<string> failure)
        {
            Stopwatch watch = Stopwatch.StartNew();
            while (!condition())
            {
                if (watch.Elapsed > _limit)
                {
                    Assert.Fail(failure());
                }

                Thread.Sleep(10);
            }
        }

        /// <summary>The same with a fixed text.</summary>
        public static void Is(Func<bool> condition, string failure) => Is(condition, () => failure);
    }

    /// <summary>Ports that nobody listens on.</summary>
    internal static class Ports
    {
        /// <summary>A free one of 127.0.0.1.</summary>
        public static int Free(SocketType type)
        {
            using Socket socket = new(AddressFamily.InterNetwork, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }
    }
}
