using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>What happens to an operation that something gets in the way of: Cancel, a second caller, an exception.</summary>
    [TestClass]
    public class OtaClientInterruptionTests
    {
        [TestMethod]
        public void Cancel_ends_the_next_operation_when_none_runs_and_only_that_one()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Client.Cancel();
            Expect.Result(OtaResult.Cancelled, world.Client.Check());
            Assert.AreEqual(0, world.Server.Requests);
            Expect.Result(OtaResult.Ok, world.Client.Check());
            world.Client.Cancel();
            Expect.Result(OtaResult.Cancelled, world.Client.Stage());
            Expect.State(OtaState.Offered, world.Client.State);
            Expect.Result(OtaResult.Ok, world.Client.Stage());
            world.Client.Cancel();
            Expect.Result(OtaResult.Cancelled, world.Client.ProbeServer());
            Expect.Result(OtaResult.Ok, world.Client.ProbeServer());
        }

        [TestMethod]
        public void Cancel_stops_an_activation_that_has_not_begun_and_the_release_stays_staged()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Client.Check();
            world.Client.Stage();
            world.Client.Cancel();
            Expect.Result(OtaResult.Cancelled, world.Client.Activate());
            Expect.State(OtaState.Staged, world.Client.State);
            Assert.AreEqual(0, world.Medium.Writes);
            Assert.AreEqual(0, world.Slots.Restarts);
            Expect.Result(OtaResult.Ok, world.Client.Activate());
            Assert.AreEqual(1, world.Slots.Running);
        }

        [TestMethod]
        public void Cancel_at_the_end_of_its_check_ends_the_whole_Update()
        {
            UpdateWorld world = UpdateWorld.Started();

            // During the one read that brings the whole manifest: the check itself no longer looks.
            world.Server.OnRead = () => world.Client.Cancel();
            Expect.Result(OtaResult.Cancelled, world.Client.Update());
            Assert.AreEqual(0, world.Slots.Erases);
            Assert.AreEqual(0, world.Slots.Restarts);
            world.Server.OnRead = null;
            Expect.Result(OtaResult.Ok, world.Client.Update());
            Assert.AreEqual(1, world.Slots.Running);
        }
    }
}
