using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>The copy of the stored network configuration: when a configuration is kept, and what is put back.</summary>
    [TestClass]
    public class NetworkKeeperTests
    {
        private const byte Right = 1;
        private const byte Wrong = 2;

        [TestMethod]
        public void A_configuration_that_led_to_an_answer_is_kept_and_put_back()
        {
            Platform platform = new Platform();
            MemoryMedium medium = new MemoryMedium();
            NetworkKeeper keeper = Start(platform, medium);
            Expect.Result(OtaResult.Ok, keeper.Keep());
            platform.Stored = Wrong;
            keeper = Start(platform, medium);
            Assert.IsFalse(keeper.IsChanged, "the start began with the wrong one");
            Expect.Result(OtaResult.Ok, keeper.PutBack());
            Assert.AreEqual((int)Right, (int)platform.Stored, "the stored configuration");
            Expect.Result(OtaResult.UpToDate, keeper.PutBack(), "a second time");
        }

        [TestMethod]
        public void A_configuration_that_was_changed_since_the_start_is_not_kept()
        {
            Platform platform = new Platform();
            MemoryMedium medium = new MemoryMedium();
            NetworkKeeper keeper = Start(platform, medium);
            keeper.Keep();
            int writes = medium.Writes;
            platform.Stored = Wrong;
            Assert.IsTrue(keeper.IsChanged, "changed since the start");
            Expect.Result(OtaResult.Ok, keeper.Keep());
            Assert.AreEqual(writes, medium.Writes, "writes");
            Expect.Result(OtaResult.Ok, keeper.PutBack());
            Assert.AreEqual((int)Right, (int)platform.Stored, "the stored configuration");
        }

        [TestMethod]
        public void Keeping_the_same_configuration_again_writes_nothing()
        {
            Platform platform = new Platform();
            MemoryMedium medium = new MemoryMedium();
            for (int start = 0; start < 3; start++)
            {
                NetworkKeeper keeper = Start(platform, medium);
                keeper.Keep();
                keeper.Keep();
            }

            Assert.AreEqual(1, medium.Writes, "writes");
        }

        [TestMethod]
        public void Without_a_copy_or_a_configuration_nothing_happens()
        {
            Platform platform = new Platform();
            MemoryMedium medium = new MemoryMedium();
            Expect.Result(OtaResult.UpToDate, Start(platform, medium).PutBack(), "no copy");
            platform.Length = 0;
            NetworkKeeper keeper = Start(platform, medium);
            Expect.Result(OtaResult.Ok, keeper.Keep(), "no configuration");
            Assert.AreEqual(0, medium.Writes + platform.Writes, "writes");
        }

        [TestMethod]
        public void A_platform_that_refuses_says_so()
        {
            Platform platform = new Platform();
            MemoryMedium medium = new MemoryMedium();
            Start(platform, medium).Keep();
            platform.Stored = Wrong;
            platform.WriteResult = OtaResult.StateWriteFailed;
            Expect.Result(OtaResult.StateWriteFailed, Start(platform, medium).PutBack());
        }

        [TestMethod]
        public void A_trial_does_not_pass_on_a_connection_from_before_a_change()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            Platform platform = new Platform();
            MemoryMedium medium = new MemoryMedium();
            fixture.Ports.Network = Start(platform, medium);
            platform.Stored = Wrong;
            Expect.Result(OtaResult.NetworkChanged, fixture.Client.ProbeServer().Code, "changed in the trial");
            fixture.Ports.Network = Start(platform, medium);
            Expect.Result(OtaResult.Ok, fixture.Client.ProbeServer().Code, "another start, on the changed one");
            Expect.Result(OtaResult.Ok, fixture.Client.Confirm());
            Assert.AreEqual(1, medium.Writes, "the confirmation keeps the configuration");
        }

        [TestMethod]
        public void A_trial_that_is_lost_puts_the_configuration_back()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            Platform platform = new Platform();
            MemoryMedium medium = new MemoryMedium();
            fixture.Ports.Network = Start(platform, medium);
            fixture.Ports.Network.Keep();
            platform.Stored = Wrong;
            fixture.Client.Reject(OtaResult.HealthCheckFailed);
            Assert.AreEqual((int)Right, (int)platform.Stored, "after a rejection");

            fixture = ClientFixture.OnTrial();
            fixture.Slots.Restart();
            platform.Stored = Wrong;
            fixture.Ports.Network = Start(platform, medium);
            fixture.Boot();
            Assert.AreEqual((int)Right, (int)platform.Stored, "after a trial that the boot side ended");
        }

        private static NetworkKeeper Start(Platform platform, MemoryMedium medium)
        {
            return new NetworkKeeper(platform, new TwoCopyStateStore(medium, NetworkKeeper.MaxLength));
        }

        private sealed class Platform : INetworkConfiguration
        {
            public byte Stored { get; set; } = Right;

            public int Length { get; set; } = 1;

            public OtaResult WriteResult { get; set; }

            public int Writes { get; private set; }

            public int Read(byte[] buffer)
            {
                buffer[0] = Stored;
                return Length;
            }

            public OtaResult Write(byte[] configuration, int count)
            {
                Writes++;
                Stored = WriteResult == OtaResult.Ok ? configuration[0] : Stored;
                return WriteResult;
            }
        }
    }
}
