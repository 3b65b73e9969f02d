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
            UpdateWorld world = UpdateWorld.OnTrial();

            // What a torn boot entry can read like, and then the release crashes.
            world.Slots.Confirm();
            world.Slots.Restart();
            Assert.AreEqual(1, world.Slots.Running);
            world.Boot();
            Assert.AreEqual(0, world.Slots.Running);
            Expect.Result(OtaResult.TrialFailed, world.Boot());
            Assert.AreEqual(ReleaseVersion.Parse("1.0"), world.Client.InstalledVersion);
        }

        [TestMethod]
        public void Nothing_is_confirmed_when_the_intent_cannot_be_written()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            world.Medium.WriteFault = OtaResult.StateWriteFailed;
            Expect.Result(OtaResult.StateWriteFailed, world.Client.Confirm());
            Expect.State(OtaState.OnTrial, world.Client.State);
            world.Slots.Restart();
            Assert.AreEqual(0, world.Slots.Running);
        }

        [TestMethod]
        public void A_client_that_ran_out_of_memory_in_its_start_can_be_started_again()
        {
            UpdateWorld world = new UpdateWorld();
            IStateStore store = world.Ports.Store;
            world.Ports.Store = new GreedyStore();
            Expect.Result(OtaResult.OutOfMemory, world.Client.Start());
            Expect.Result(OtaResult.WrongState, world.Client.Check());
            world.Ports.Store = store;
            Expect.Result(OtaResult.Ok, world.Client.Start());
            Assert.AreEqual(ReleaseVersion.Parse("1.0"), world.Client.InstalledVersion);
        }

        [TestMethod]
        public void An_activation_that_ran_out_of_memory_can_be_made_again()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Client.Check();
            world.Client.Stage();
            IStateStore store = world.Ports.Store;
            world.Ports.Store = new GreedyStore();
            Expect.Result(OtaResult.OutOfMemory, world.Client.Activate());
            Expect.State(OtaState.Idle, world.Client.State);
            world.Ports.Store = store;
            Expect.Result(OtaResult.Ok, world.Client.Update());
            Assert.AreEqual(1, world.Slots.Running);
        }

        [TestMethod]
        public void A_rejection_that_ran_out_of_memory_can_be_made_again()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            IStateStore store = world.Ports.Store;
            world.Ports.Store = new GreedyStore();
            Expect.Result(OtaResult.OutOfMemory, world.Client.Reject(OtaResult.HealthCheckFailed));
            Expect.State(OtaState.OnTrial, world.Client.State);
            world.Ports.Store = store;
            Expect.Result(OtaResult.Ok, world.Client.Reject(OtaResult.HealthCheckFailed));
            Assert.AreEqual(0, world.Slots.Running);
        }

        [TestMethod]
        public void A_restart_that_ran_out_of_memory_can_be_made_again()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Ports.Restart = new GreedyRestart();
            Expect.Result(OtaResult.OutOfMemory, world.Client.Update());
            Expect.State(OtaState.Idle, world.Client.State);
            world.Ports.Restart = world.Slots;
            Expect.Result(OtaResult.Ok, world.Client.Update());
            Assert.AreEqual(1, world.Slots.Running);
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
