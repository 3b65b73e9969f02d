using System.Net.NetworkInformation;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Bootstrap.Networking
{
    /// <summary>Whether a board has a network, over stand-ins of the library.</summary>
    [TestClass]
    public sealed class NetworkLinkTests
    {
        private readonly FakeAir _air = new();
        private readonly NetworkLink _link = new();

        [TestMethod]
        [DataRow(NetworkInterfaceType.Wireless80211)]
        [DataRow(NetworkInterfaceType.Ethernet)]
        public void A_board_with_an_address_has_a_network(NetworkInterfaceType type)
        {
            _air.Interfaces = [new NetworkInterface(NetworkInterfaceType.Wireless80211, "0.0.0.0"), new NetworkInterface(type, "192.168.1.20")];
            Assert.IsTrue(_link.IsUp);
        }

        [TestMethod]
        public void A_board_that_waits_for_its_address_has_none_yet()
        {
            _air.Interfaces = [new NetworkInterface(NetworkInterfaceType.Wireless80211, "0.0.0.0")];
            Assert.IsFalse(_link.IsUp);
        }

        [TestMethod]
        public void The_boards_own_access_point_leads_nowhere()
        {
            _air.Interfaces = [new NetworkInterface(NetworkInterfaceType.WirelessAP, "192.168.4.1")];
            Assert.IsFalse(_link.IsUp);
        }

        [TestMethod]
        public void A_static_address_is_no_network_while_every_interface_is_down()
        {
            _air.IsAvailable = () => false;
            _air.Interfaces = [new NetworkInterface(NetworkInterfaceType.Wireless80211, "192.168.1.20")];
            Assert.IsFalse(_link.IsUp);
        }

        [TestMethod]
        public void An_event_of_the_platform_says_when_to_look_again_and_nothing_is_asked_in_between()
        {
            int looks = 0;
            bool isAvailable = true;
            _air.IsAvailable = () =>
            {
                looks++;
                return isAvailable;
            };
            _air.Interfaces = [new NetworkInterface(NetworkInterfaceType.Wireless80211, "192.168.1.20")];
            for (int i = 0; i < 5; i++)
            {
                Assert.IsTrue(_link.IsUp);
            }

            Assert.AreEqual(1, looks, "looks without an event");
            isAvailable = false;
            NetworkChange.TellAvailability(false);
            Assert.IsFalse(_link.IsUp, "the network went");
            isAvailable = true;
            Assert.IsFalse(_link.IsUp, "nothing was said yet");
            NetworkChange.TellAddress();
            Assert.IsTrue(_link.IsUp, "an address came");
            Assert.AreEqual(3, looks);
        }

        [TestMethod]
        public void What_the_library_throws_is_no_network()
        {
            _air.IsAvailable = () => throw new NotSupportedException("no network in this firmware");
            Assert.IsFalse(_link.IsUp);
        }
    }
}
