using Microsoft.VisualStudio.TestTools.UnitTesting;
using nanoFramework.Hardware.Esp32;
using NanoOta.Tests.Bootstrap.Networking;

namespace NanoOta.Tests.Bootstrap
{
    /// <summary>The sample's own Program, started by the Bootstrap: it sleeps deeply, and every waking is a power-on.</summary>
    [TestClass]
    public sealed class SensorNodeTests
    {
        private readonly FakeAir _air = new();
        private readonly BoardFixture _world = BoardFixture.WithFirst();

        public SensorNodeTests()
        {
            _world.App = release => SensorNode.Program.Main();
            Sleep.Sleeping = () =>
            {
                _world.Restart();
                throw new PowerGoneException();
            };
        }

        [TestMethod]
        public void A_node_updates_itself_proves_the_release_before_it_sleeps_and_keeps_it()
        {
            Wake(100);

            Assert.MatchesRegex("^1+2+$", _world.Started, "A check comes once a day, and the update with the first one.");
            Assert.AreEqual(OtaState.Confirmed, _world.Client.State);
            Assert.AreEqual(2, _world.Client.SeenRevision);
            Assert.AreEqual(TimeSpan.FromMinutes(15), Sleep.Timer);
        }

        [TestMethod]
        public void A_release_that_cannot_reach_the_network_goes_back_and_the_node_sleeps_on()
        {
            _air.Connection = _ => _world.Running != 2;
            Wake(200);

            Assert.MatchesRegex("^1+2+1+(2+1+)?$", _world.Started, "two days, with a check in each");
        }

        [TestMethod]
        public void Without_a_network_a_node_just_sleeps()
        {
            _air.Connection = _ => false;
            _world.Link = new MemoryLink { IsUp = false };
            Wake(100);

            Assert.AreEqual(new string('1', 100), _world.Started);
            Assert.AreEqual(0, _world.Client.Counters.Requests);
        }

        private void Wake(int times)
        {
            for (int i = 0; i < times; i++)
            {
                Assert.IsFalse(_world.Boot(), "it never sleeps");
                _world.Pass(900);
            }
        }
    }
}
