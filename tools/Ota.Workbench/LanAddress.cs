using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace NanoOta.Workbench
{
    /// <summary>The addresses by which devices reach this machine.</summary>
    public static class LanAddress
    {
        private const int AddressBits = 32;

        // A network of two addresses or of one has nobody to broadcast to (RFC 3021).
        private const int MaxPrefix = 30;

        /// <summary>The IPv4 address of the first interface that has a gateway, or of any that is no loopback; 127.0.0.1 without one.</summary>
        public static IPAddress Find() => All() is [IPAddress first, ..] ? first : IPAddress.Loopback;

        /// <summary>The IPv4 addresses of all interfaces that are no loopback, those with a gateway first.</summary>
        public static IReadOnlyList<IPAddress> All() =>
            [.. Up().OrderByDescending(each => each.GetIPProperties().GatewayAddresses.Count != 0).SelectMany(Of).Select(unicast => unicast.Address).Where(IsV4)];

        /// <summary>The own address in each IPv4 network, and the network's broadcast address (RFC 919).</summary>
        public static IReadOnlyList<(IPAddress Local, IPAddress Broadcast)> Broadcasts() =>
        [
            .. Up().SelectMany(Of).Where(unicast => IsV4(unicast.Address))
                .Select(unicast => (unicast.Address, Broadcast: BroadcastOf(unicast.Address, unicast.PrefixLength)))
                .Where(network => network.Broadcast != null)
                .Select(network => (network.Address, network.Broadcast!))
                .DistinctBy(network => network.Item2),
        ];

        /// <summary>The broadcast address of an IPv4 network; null for one with nobody else.</summary>
        /// <param name="address">An address in the network.</param>
        /// <param name="prefix">How many bits name the network, 0 to 32.</param>
        public static IPAddress? BroadcastOf(IPAddress address, int prefix)
        {
            if (prefix is < 1 or > MaxPrefix)
            {
                return null;
            }

            byte[] bytes = address.GetAddressBytes();
            for (int bit = prefix; bit < AddressBits; bit++)
            {
                bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
            }

            return new IPAddress(bytes);
        }

        /// <summary>Whether a URL's host is this machine.</summary>
        public static bool IsHere(Uri url) =>
            url.IsLoopback || url.IdnHost.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(url.IdnHost, out IPAddress? address) && Interfaces().SelectMany(Of).Any(unicast => unicast.Address.Equals(address)));

        private static IEnumerable<NetworkInterface> Up() =>
            Interfaces().Where(each => each.OperationalStatus == OperationalStatus.Up && each.NetworkInterfaceType != NetworkInterfaceType.Loopback);

        private static NetworkInterface[] Interfaces()
        {
            try
            {
                return NetworkInterface.GetAllNetworkInterfaces();
            }
            catch (NetworkInformationException)
            {
                return [];
            }
        }

        private static IEnumerable<UnicastIPAddressInformation> Of(NetworkInterface each) => each.GetIPProperties().UnicastAddresses;

        private static bool IsV4(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork;
    }
}
