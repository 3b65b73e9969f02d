// The little of nanoFramework's System.Net that Ota.Board uses, with its names and signatures; NetworkLinkTests holds it to the API data.
using NanoOta.Tests.Bootstrap.Networking;

namespace System.Net.NetworkInformation
{
    public enum NetworkInterfaceType
    {
        Unknown = 1,
        Ethernet = 6,
        Wireless80211 = 71,
        WirelessAP = 72,
    }

    public class NetworkInterface
    {
        internal NetworkInterface(NetworkInterfaceType type, string address)
        {
            NetworkInterfaceType = type;
            IPv4Address = address;
        }

        public NetworkInterfaceType NetworkInterfaceType { get; }

        public string IPv4Address { get; }

        public static bool GetIsNetworkAvailable() => FakeAir.Current.IsAvailable();

        public static NetworkInterface[] GetAllNetworkInterfaces() => FakeAir.Current.Interfaces;
    }
}
