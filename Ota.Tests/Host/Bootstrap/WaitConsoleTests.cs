using System.Net.NetworkInformation;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Bootstrap.Networking;

namespace NanoOta.Tests.Bootstrap
{
    /// <summary>What a board's debug console says while only the updater runs.</summary>
    [TestClass]
    public sealed class WaitConsoleTests
    {
        private readonly FakeAir _air = new();
        private readonly BoardFixture _world = new();
        private readonly WaitConsole _console = new("bootstrap");
        private readonly List<string> _said = [];

        public WaitConsoleTests()
        {
            _world.Waits = (reason, code) => _said.Add(_console.TextOf(reason, code));
        }

        [TestMethod]
        public void R3_An_empty_drive_without_a_stored_Wi_Fi_says_what_it_waits_for()
        {
            _world.NetworkFailures = int.MaxValue;
            _world.Boot();
            Assert.AreEqual("bootstrap has no application", _said[0]);
            Assert.AreEqual("bootstrap waits for a network: no Wi-Fi is stored", _said[1]);
            Assert.IsGreaterThan(10, _said.Count, "Each round says it: a console may be opened late.");
        }

        [TestMethod]
        public void R3_A_Wi_Fi_that_does_not_come_up_is_named()
        {
            _air.Stored = [new Wireless80211Configuration { Ssid = "home" }];
            _world.NetworkFailures = int.MaxValue;
            _world.Boot();
            Assert.AreEqual("bootstrap waits for the Wi-Fi home 100", _said[1]);
        }

        [TestMethod]
        public void R3_A_server_without_a_manifest_and_a_release_for_others_are_told_apart()
        {
            _world.Boot();
            Assert.AreEqual("bootstrap waits for the server 103", _said[1]);
            _said.Clear();
            _world.Publish(SignedApps.First);
            _world.Key = new TrustedKey("another", SignedReleases.Key().PublicKey);
            _world.Boot();
            Assert.AreEqual("bootstrap waits for the server 203", _said[1]);
        }

        [TestMethod]
        public void A_board_whose_application_starts_says_nothing()
        {
            BoardFixture world = BoardFixture.WithFirst();
            world.Waits = (reason, code) => _said.Add(_console.TextOf(reason, code));
            world.Server.FailWith = OtaResult.ConnectFailed;
            world.Server.FailCount = int.MaxValue;
            world.Boot();
            Assert.IsEmpty(_said);
        }

        [TestMethod]
        public void Each_reason_has_a_line_of_its_own()
        {
            string[] lines = [.. Enum.GetValues<WaitReason>().Select(reason => _console.TextOf(reason, OtaResult.UpToDate))];
            Assert.HasCount(lines.Length, lines.Distinct().ToArray());
            Assert.AreEqual("bootstrap waits for a release 1", _console.TextOf(WaitReason.Release, OtaResult.UpToDate));
        }
    }
}
