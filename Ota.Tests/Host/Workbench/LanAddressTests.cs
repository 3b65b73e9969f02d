using System.Net;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Workbench;

namespace NanoOta.Tests.Workbench
{
    /// <summary>The addresses by which 'nanoota dev' reaches boards, on machines with one network card, several or none.</summary>
    [TestClass]
    public sealed class LanAddressTests
    {
        [TestMethod]
        [DataRow("192.168.1.10", 24, "192.168.1.255")]
        [DataRow("10.1.2.3", 8, "10.255.255.255")]
        [DataRow("172.16.5.9", 20, "172.16.15.255")]
        [DataRow("192.0.2.130", 26, "192.0.2.191")]
        [DataRow("192.0.2.1", 30, "192.0.2.3")]
        [DataRow("192.0.2.1", 31, null, DisplayName = "a line between two (RFC 3021)")]
        [DataRow("192.0.2.1", 32, null, DisplayName = "a tunnel")]
        [DataRow("192.0.2.1", 0, null, DisplayName = "no mask is known")]
        public void A_network_s_broadcast_address_follows_from_address_and_mask(string address, int prefix, string? broadcast)
        {
            Assert.AreEqual(broadcast, LanAddress.BroadcastOf(IPAddress.Parse(address), prefix)?.ToString());
        }

        [TestMethod]
        public void Each_network_card_has_one_broadcast_and_none_of_them_is_this_machine()
        {
            foreach ((IPAddress local, IPAddress broadcast) in LanAddress.Broadcasts())
            {
                Assert.Contains(local, LanAddress.All(), "The datagram leaves by the card that has the address.");
                Assert.IsFalse(IPAddress.IsLoopback(local) || IPAddress.IsLoopback(broadcast), $"{local}, {broadcast}");
            }

            Assert.HasCount(LanAddress.Broadcasts().Count, LanAddress.Broadcasts().Select(network => network.Broadcast).Distinct());
        }

        [TestMethod]
        public void A_line_names_every_network_that_was_asked_and_says_where_there_is_none()
        {
            Assert.AreEqual(
                "asked the devices of the network to check (192.168.1.255, 10.255.255.255)",
                CheckTrigger.Describe([IPAddress.Parse("192.168.1.255"), IPAddress.Parse("10.255.255.255")]));
            Assert.Contains("no network takes a broadcast", CheckTrigger.Describe([]));
        }

        [TestMethod]
        [DataRow("http://127.0.0.1:8080/", true)]
        [DataRow("http://[::1]:8080/", true)]
        [DataRow("http://localhost:8080/", true)]
        [DataRow("http://192.0.2.254:8080/", false)]
        [DataRow("http://[2001:db8::7]:8080/", false)]
        public void A_URL_s_host_is_this_machine_or_not(string url, bool isHere)
        {
            Assert.AreEqual(isHere, LanAddress.IsHere(new Uri(url)));
        }
    }
}
