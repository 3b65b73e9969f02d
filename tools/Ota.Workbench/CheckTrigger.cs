using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NanoOta.Workbench
{
    /// <summary>Asks devices of the local network for a check: the datagram that UdpTrigger of Ota.Mqtt listens for (docs/FORMAT.md).</summary>
    public static class CheckTrigger
    {
        /// <summary>The port where no other is named.</summary>
        public const int DefaultPort = 48400;

        /// <summary>Asks all devices of a product. Says nothing of who heard it, since nobody answers. False where the network takes no broadcast.</summary>
        public static bool Send(string product, int port = DefaultPort)
        {
            byte[] datagram = Encoding.UTF8.GetBytes($"nanoota-check/1 {product}");
            bool sent = false;
            foreach (IPAddress address in (IPAddress[])[IPAddress.Broadcast, IPAddress.Loopback])
            {
                try
                {
                    using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
                    sent |= socket.SendTo(datagram, new IPEndPoint(address, port)) == datagram.Length && !IPAddress.IsLoopback(address);
                }
                catch (SocketException)
                {
                    // No network: whoever listens checks by the schedule.
                }
            }

            return sent;
        }
    }
}
