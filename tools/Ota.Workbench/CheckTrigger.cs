using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NanoOta.Workbench
{
    /// <summary>Asks devices of the local networks for a check: the datagram that UdpTrigger of Ota.Mqtt listens for (docs/FORMAT.md).</summary>
    public static class CheckTrigger
    {
        /// <summary>The port where no other is named.</summary>
        public const int DefaultPort = 48400;

        /// <summary>
        /// Asks all devices of a product, by one broadcast a network card, and the virtual boards of this machine. Says nothing of who heard the call, since
        /// nobody answers. Devices listen by IPv4: a machine without IPv4 reaches none.
        /// </summary>
        /// <returns>The broadcast addresses that took the datagram; none of them is this machine's own.</returns>
        public static IReadOnlyList<IPAddress> Send(string product, int port = DefaultPort)
        {
            byte[] datagram = Encoding.UTF8.GetBytes($"nanoota-check/1 {product}");
            List<IPAddress> asked = [.. LanAddress.Broadcasts().Where(network => TrySend(datagram, network.Local, network.Broadcast, port)).Select(network => network.Broadcast)];

            // Each board of this machine has a socket of its own at the port. On Linux a broadcast within the machine reaches all of them.
            TrySend(datagram, IPAddress.Loopback, OperatingSystem.IsLinux() ? IPAddress.Parse("127.255.255.255") : IPAddress.Loopback, port);
            return asked;
        }

        /// <summary>What a line says of those who were asked.</summary>
        public static string Describe(IReadOnlyList<IPAddress> asked) => asked.Count == 0
            ? "no network takes a broadcast, so devices look at their own time"
            : $"asked the devices of the network to check ({string.Join(", ", asked)})";

        private static bool TrySend(byte[] datagram, IPAddress from, IPAddress to, int port)
        {
            try
            {
                // Bound, so that the datagram leaves by the card that has the address.
                using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
                socket.Bind(new IPEndPoint(from, 0));
                return socket.SendTo(datagram, new IPEndPoint(to, port)) == datagram.Length;
            }
            catch (SocketException)
            {
                // A card that went away, or one that takes no broadcast: whoever listens there checks by the schedule.
                return false;
            }
        }
    }
}
