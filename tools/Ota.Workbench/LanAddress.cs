using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace NanoOta.Workbench
{
    /// <summary>The addresses by which devices reach this machine.</summary>
    public static class LanAddress
    {
        /// <summary>The IPv4 address of the first interface that has a gateway, or of any that is no loopback; 127.0.0.1 without one.</summary>
        public static IPAddress Find()
        {
            NetworkInterface[] up = [.. All().Where(each => each.OperationalStatus == OperationalStatus.Up && each.NetworkInterfaceType != NetworkInterfaceType.Loopback)];
            return up.OrderByDescending(each => each.GetIPProperties().GatewayAddresses.Count != 0).SelectMany(Of).FirstOrDefault() ?? IPAddress.Loopback;
        }

        /// <summary>Whether a URL's host is this machine.</summary>
        public static bool IsHere(Uri url) =>
            url.IsLoopback || url.IdnHost.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(url.IdnHost, out IPAddress? address) && All().SelectMany(Of).Contains(address));

        private static NetworkInterface[] All()
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

        private static IEnumerable<IPAddress> Of(NetworkInterface each) => each.GetIPProperties().UnicastAddresses
            .Select(unicast => unicast.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork);
    }
}
