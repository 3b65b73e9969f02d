using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>What power cuts and short memory did to the client once.</summary>
    [TestClass]
    public class OtaClientFaultTests
    {
        [TestMethod]
        public void A_confirmation_that_nobody_meant_is_not_believed()
        {
            ClientFixture fixture = ClientFixture.OnTrial();

            // What a torn boot entry can read like, and then the release crashes.
            fixture.Slots.Confirm();
            fixture.Slots.Restart();
            Assert.AreEqual(1, fixture.Slots.Running);
            fixture.Boot();
            Assert.AreEqual(0, fixture.Slots.Running);
            Expect.Result(OtaResult.TrialFailed, fixture.Boot());
            Assert.AreEqual(ReleaseVersion.Parse("1.0"), fixture.Client.InstalledVersion);
        }

        [TestMethod]
        public void Nothing_is_confirmed_when_the_intent_cannot_be_written()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Medium.WriteFault = OtaResult.StateWriteFailed;
            Expect.Result(OtaResult.StateWriteFailed, fixture.Client.Confirm());
            Expect.State(OtaState.OnTrial, fixture.Client.State);
            fixture.Slots.Restart();
            Assert.AreEqual(0, fixture.Slots.Running);
        }

        [TestMethod]
        public void A_client_that_ran_out_of_memory_in_its_start_can_be_started_again()
        {
            ClientFixture fixture = new ClientFixture();
            IStateStore store = fixture.Ports.Store;
            fixture.Ports.Store = new GreedyStore();
            Expect.Result(OtaResult.OutOfMemory, fixture.Client.Start());
            Expect.Result(OtaResult.WrongState, fixture.Client.Check());
            fixture.Ports.Store = store;
            Expect.Result(OtaResult.Ok, fixture.Client.Start());
            Assert.AreEqual(ReleaseVersion.Parse("1.0"), fixture.Client.InstalledVersion);
        }

        [TestMethod]
        public void An_activation_that_ran_out_of_memory_can_be_made_again()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Client.Check();
            fixture.Client.Stage();
            IStateStore store = fixture.Ports.Store;
            fixture.Ports.Store = new GreedyStore();
            Expect.Result(OtaResult.OutOfMemory, fixture.Client.Activate());
            Expect.State(OtaState.Idle, fixture.Client.State);
            fixture.Ports.Store = store;
            Expect.Result(OtaResult.Ok, fixture.Client.Update());
            Assert.AreEqual(1, fixture.Slots.Running);
        }

        [TestMethod]
        public void A_rejection_that_ran_out_of_memory_can_be_made_again()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            IStateStore store = fixture.Ports.Store;
            fixture.Ports.Store = new GreedyStore();
            Expect.Result(OtaResult.OutOfMemory, fixture.Client.Reject(OtaResult.HealthCheckFailed));
            Expect.State(OtaState.OnTrial, fixture.Client.State);
            fixture.Ports.Store = store;
            Expect.Result(OtaResult.Ok, fixture.Client.Reject(OtaResult.HealthCheckFailed));
            Assert.AreEqual(0, fixture.Slots.Running);
        }

        [TestMethod]
        public void A_restart_that_ran_out_of_memory_can_be_made_again()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Ports.Restart = new GreedyRestart();
            Expect.Result(OtaResult.OutOfMemory, fixture.Client.Update());
            Expect.State(OtaState.Idle, fixture.Client.State);
            fixture.Ports.Restart = fixture.Slots;
            Expect.Result(OtaResult.Ok, fixture.Client.Update());
            Assert.AreEqual(1, fixture.Slots.Running);
        }

        private sealed class GreedyRestart : IRestart
        {
            public void Restart()
            {
                throw new System.OutOfMemoryException();
            }
        }

        private sealed class GreedyStore : IStateStore
        {
            public int Read(byte[] buffer)
            {
                throw new System.OutOfMemoryException();
            }

            public OtaResult Write(byte[] record, int count)
            {
                throw new System.OutOfMemoryException();
            }
        }
    }
}
