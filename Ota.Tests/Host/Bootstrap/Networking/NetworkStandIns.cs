// The little of nanoFramework's System.Net that Ota.Board uses, with its names and signatures; StandInTests holds it to the API data.
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

    public enum AuthenticationType
    {
        None = 0,
        WPA2 = 8,
    }

    public enum EncryptionType
    {
        None = 0,
        WPA2 = 3,
    }

    public enum RadioType
    {
        NotSpecified = 0,
        _802_11n = 8,
    }

    // The names are System.Net's.
#pragma warning disable CA1711
    public delegate void NetworkAvailabilityChangedEventHandler(object sender, NetworkAvailabilityEventArgs e);

    public delegate void NetworkAddressChangedEventHandler(object sender, EventArgs e);
#pragma warning restore CA1711

    public class NetworkAvailabilityEventArgs : EventArgs
    {
        internal NetworkAvailabilityEventArgs(bool isAvailable) => IsAvailable = isAvailable;

        public bool IsAvailable { get; }
    }

    public static class NetworkChange
    {
        public static event NetworkAvailabilityChangedEventHandler? NetworkAvailabilityChanged;

        public static event NetworkAddressChangedEventHandler? NetworkAddressChanged;

        internal static void TellAvailability(bool isAvailable) => NetworkAvailabilityChanged?.Invoke(new object(), new NetworkAvailabilityEventArgs(isAvailable));

        internal static void TellAddress() => NetworkAddressChanged?.Invoke(new object(), EventArgs.Empty);
    }

    public class NetworkInterface
    {
        internal NetworkInterface(NetworkInterfaceType type, string address)
        {
            NetworkInterfaceType = type;
            IPv4Address = address;
        }

        public NetworkInterfaceType NetworkInterfaceType { get; }

        public string IPv4Address { get; private set; }

        public string IPv4SubnetMask { get; private set; } = "255.255.255.0";

        public string IPv4GatewayAddress { get; private set; } = "0.0.0.0";

        public string[] IPv4DnsAddresses { get; private set; } = [];

        public bool IsDhcpEnabled { get; private set; } = true;

        public static bool GetIsNetworkAvailable() => FakeAir.Current.IsAvailable();

        public static NetworkInterface[] GetAllNetworkInterfaces() => FakeAir.Current.Interfaces;

        public void EnableDhcp() => IsDhcpEnabled = true;

        public void EnableStaticIPv4(string ipv4Address, string ipv4SubnetMask, string ipv4GatewayAddress)
        {
            IsDhcpEnabled = false;
            (IPv4Address, IPv4SubnetMask, IPv4GatewayAddress) = (ipv4Address, ipv4SubnetMask, ipv4GatewayAddress);
        }

        public void EnableStaticIPv4Dns(string[] dnsAddresses) => IPv4DnsAddresses = dnsAddresses;
    }

    public class Wireless80211Configuration
    {
        [Flags]
        public enum ConfigurationOptions : byte
        {
            None = 0,
            Disable = 1,
            AutoConnect = 6,
        }

        public AuthenticationType Authentication { get; set; }

        public EncryptionType Encryption { get; set; }

        public RadioType Radio { get; set; }

        public ConfigurationOptions Options { get; set; }

        public string Ssid { get; set; } = "";

        public string Password { get; set; } = "";

        public static Wireless80211Configuration[] GetAllWireless80211Configurations() =>
            [.. FakeAir.Current.Stored.Select(stored => (Wireless80211Configuration)stored.MemberwiseClone())];

        public void SaveConfiguration() => FakeAir.Current.Stored = [this];
    }
}
