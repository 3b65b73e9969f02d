using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Bootstrap.Networking
{
    /// <summary>The device's own class, which recovery calls for ever, over stand-ins of the libraries.</summary>
    [TestClass]
    public sealed class WifiNetworkTests
    {
        private readonly FakeAir _air = new();
        private readonly PatientClock _clock = new();
        private readonly WifiNetwork _network;

        public WifiNetworkTests() => _network = new WifiNetwork(_clock);

        [TestMethod]
        public void A_connection_is_a_connection() => Assert.AreEqual(OtaResult.Ok, _network.Connect(1000));

        [TestMethod]
        public void Another_interface_with_an_address_makes_Wi_Fi_needless()
        {
            _air.IsAvailable = () => true;
            _air.Interfaces = [new System.Net.NetworkInformation.NetworkInterface(System.Net.NetworkInformation.NetworkInterfaceType.Ethernet, "192.168.1.21")];
            _air.Connection = _ => throw new NotSupportedException("no adapter");
            Assert.AreEqual(OtaResult.Ok, _network.Connect(1000));
        }

        [TestMethod]
        public void No_connection_within_the_time_is_told()
        {
            _air.Connection = token =>
            {
                Assert.IsTrue(token.WaitHandle.WaitOne(TimeSpan.FromSeconds(60)), "The token never expires.");
                return false;
            };
            Assert.AreEqual(OtaResult.ConnectFailed, _network.Connect(20));
        }

        [TestMethod]
        public void The_whole_time_is_given()
        {
            _air.Connection = token => !token.IsCancellationRequested;
            Assert.AreEqual(OtaResult.Ok, _network.Connect(3600000));
        }

        [TestMethod]
        public void What_the_library_throws_is_no_connection()
        {
            _air.Connection = _ => throw new NotSupportedException("no adapter");
            Assert.AreEqual(OtaResult.ConnectFailed, _network.Connect(1000));
            _air.Connection = _ => true;
            Assert.AreEqual(OtaResult.Ok, _network.Connect(1000));
        }

        [TestMethod]
        public void An_adapter_that_cannot_be_let_go_does_not_spoil_the_connection()
        {
            _air.DisposeFault = new ObjectDisposedException("adapter");
            Assert.AreEqual(OtaResult.Ok, _network.Connect(1000));
        }

        [TestMethod]
        public void A_thousand_rounds_leave_nothing_behind()
        {
            for (int round = 0; round < 1000; round++)
            {
                int fault = round % 3;
                _air.Connection = fault switch
                {
                    0 => _ => true,
                    1 => _ => false,
                    _ => _ => throw new InvalidOperationException("busy"),
                };
                Assert.AreEqual(fault == 0 ? OtaResult.Ok : OtaResult.ConnectFailed, _network.Connect(1000));
                Assert.IsEmpty(_air.Listening);
            }
        }

        [TestMethod]
        public void The_clock_is_set_when_the_time_comes()
        {
            _air.Time = () => _clock.SetAfter = 3;
            Assert.AreEqual(OtaResult.Ok, _network.SetClock());
            Assert.AreEqual(3000, _clock.TickMilliseconds);
            Assert.AreEqual(1, _air.Requests);
        }

        [TestMethod]
        public void A_clock_that_is_never_set_is_told_in_bounded_time_as_often_as_one_asks()
        {
            for (int round = 1; round <= 5; round++)
            {
                Assert.AreEqual(OtaResult.ClockUnset, _network.SetClock());
                Assert.AreEqual(round * 20000L, _clock.TickMilliseconds);
                Assert.AreEqual(round, _air.Requests);
            }
        }

        [TestMethod]
        public void What_the_time_client_throws_is_no_time()
        {
            _air.Time = () => throw new NotSupportedException("no SNTP");
            Assert.AreEqual(OtaResult.ClockUnset, _network.SetClock());
            _clock.UtcSeconds = 1;
            Assert.AreEqual(OtaResult.Ok, _network.SetClock());
        }

        /// <summary>Its time moves when it is slept on.</summary>
        private sealed class PatientClock : IClock
        {
            public long UtcSeconds { get; set; }

            public long TickMilliseconds { get; private set; }

            /// <summary>Sleeps until it is set; 0 for never.</summary>
            public int SetAfter { get; set; }

            public void Sleep(int milliseconds)
            {
                TickMilliseconds += milliseconds;
                if (SetAfter > 0 && --SetAfter == 0)
                {
                    UtcSeconds = 1800000000;
                }
            }
        }
    }
}
