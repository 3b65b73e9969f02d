using System.Net.NetworkInformation;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Bootstrap.Networking
{
    /// <summary>The stored configuration as bytes and back, over stand-ins of the library.</summary>
    [TestClass]
    public sealed class StoredNetworkTests
    {
        private readonly FakeAir _air = new()
        {
            Stored = [Home()],
            Interfaces = [new NetworkInterface(NetworkInterfaceType.WirelessAP, "192.168.4.1"), new NetworkInterface(NetworkInterfaceType.Wireless80211, "0.0.0.0")],
        };

        private readonly StoredNetwork _network = new();
        private readonly byte[] _bytes = new byte[NetworkKeeper.MaxLength];

        [TestMethod]
        public void A_configuration_comes_back_as_it_was()
        {
            int count = _network.Read(_bytes);
            Assert.IsGreaterThan(0, count);
            _air.Stored = [new Wireless80211Configuration { Ssid = "elsewhere", Password = "?", Options = Wireless80211Configuration.ConfigurationOptions.Disable }];
            _air.Interfaces[1].EnableStaticIPv4("10.0.0.9", "255.0.0.0", "10.0.0.1");
            Assert.AreEqual(OtaResult.Ok, _network.Write(_bytes, count));
            Wireless80211Configuration stored = _air.Stored.Single();
            Assert.AreEqual("home secret", $"{stored.Ssid} {stored.Password}");
            Assert.AreEqual(AuthenticationType.WPA2, stored.Authentication);
            Assert.AreEqual(EncryptionType.WPA2, stored.Encryption);
            Assert.AreEqual(RadioType._802_11n, stored.Radio);
            Assert.AreEqual(Wireless80211Configuration.ConfigurationOptions.AutoConnect, stored.Options);
            Assert.IsTrue(_air.Interfaces[1].IsDhcpEnabled);
        }

        [TestMethod]
        public void A_fixed_address_comes_back_with_its_name_servers()
        {
            _air.Interfaces[1].EnableStaticIPv4("10.0.0.9", "255.0.0.0", "10.0.0.1");
            _air.Interfaces[1].EnableStaticIPv4Dns(["10.0.0.2", "10.0.0.3"]);
            int count = _network.Read(_bytes);
            _air.Interfaces[1].EnableStaticIPv4("10.0.0.66", "255.255.0.0", "10.0.0.6");
            _air.Interfaces[1].EnableStaticIPv4Dns(["10.0.0.6"]);
            _air.Interfaces[1].EnableDhcp();
            Assert.AreEqual(OtaResult.Ok, _network.Write(_bytes, count));
            NetworkInterface station = _air.Interfaces[1];
            Assert.IsFalse(station.IsDhcpEnabled);
            Assert.AreEqual("10.0.0.9 255.0.0.0 10.0.0.1 10.0.0.2 10.0.0.3", string.Join(' ', [station.IPv4Address, station.IPv4SubnetMask, station.IPv4GatewayAddress, .. station.IPv4DnsAddresses]));
        }

        [TestMethod]
        public void A_password_of_the_longest_length_fits()
        {
            _air.Stored[0].Ssid = new string('s', 32);
            _air.Stored[0].Password = new string('p', 64);
            _air.Interfaces[1].EnableStaticIPv4("100.100.100.100", "255.255.255.255", "100.100.100.100");
            _air.Interfaces[1].EnableStaticIPv4Dns(["100.100.100.100", "100.100.100.100"]);
            int count = _network.Read(_bytes);
            Assert.AreEqual(OtaResult.Ok, _network.Write(_bytes, count));
            Assert.AreEqual(new string('p', 64), _air.Stored[0].Password);
        }

        [TestMethod]
        public void A_board_without_Wi_Fi_has_no_configuration_to_keep()
        {
            _air.Stored = [];
            Assert.AreEqual(0, _network.Read(_bytes));
            Assert.AreEqual(OtaResult.StateWriteFailed, _network.Write(_bytes, 7));
        }

        private static Wireless80211Configuration Home() => new()
        {
            Ssid = "home",
            Password = "secret",
            Authentication = AuthenticationType.WPA2,
            Encryption = EncryptionType.WPA2,
            Radio = RadioType._802_11n,
            Options = Wireless80211Configuration.ConfigurationOptions.AutoConnect,
        };
    }
}
