using System;
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
            Expect.Result(OtaResult.Cancelled, world.Client.ProbeServer().Code);
            Expect.Result(OtaResult.Ok, world.Client.ProbeServer().Code);
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
            Assert.AreEqual(1, world.Medium.Writes);
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

        [TestMethod]
        public void A_progress_handler_that_throws_ends_the_staging_and_not_the_client()
        {
            UpdateWorld world = UpdateWorld.Started();
            world.Client.Check();
            OtaProgressHandler broken = (int done, int total) => throw new InvalidOperationException();
            world.Client.Progress += broken;
            Assert.ThrowsException(typeof(InvalidOperationException), () => world.Client.Stage());
            Expect.State(OtaState.Offered, world.Client.State);
            Assert.AreEqual(0, world.Server.OpenBodies);
            Assert.IsFalse(world.Slots.IsOpen);
            world.Client.Progress -= broken;
            Expect.Result(OtaResult.Ok, world.Client.Update());
            Assert.AreEqual(1, world.Slots.Running);
        }

        [TestMethod]
        public void A_state_handler_that_throws_leaves_the_client_free_for_the_next_operation()
        {
            for (int state = (int)OtaState.Checking; state <= (int)OtaState.Activating; state++)
            {
                UpdateWorld world = UpdateWorld.Started();
                OtaStateHandler broken = (OtaState reached) =>
                {
                    if ((int)reached == state)
                    {
                        throw new InvalidOperationException();
                    }
                };
                world.Client.StateChanged += broken;
                Assert.ThrowsException(typeof(InvalidOperationException), () => world.Client.Update());
                Assert.AreEqual(0, world.Slots.Restarts);
                world.Client.StateChanged -= broken;
                Expect.Result(OtaResult.Ok, world.Client.Update());
                Assert.AreEqual(1, world.Slots.Running);
            }
        }

        [TestMethod]
        public void A_start_that_ran_out_of_memory_is_no_start_and_can_be_made_again()
        {
            UpdateWorld world = new UpdateWorld();
            ShortStore store = new ShortStore(world.Ports.Store);
            world.Ports.Store = store;
            Expect.Result(OtaResult.OutOfMemory, world.Client.Start());
            Expect.Result(OtaResult.WrongState, world.Client.Check());
            store.IsShort = false;
            Expect.Result(OtaResult.Ok, world.Client.Start());
            Assert.AreEqual(ReleaseVersion.Parse("1.0"), world.Client.InstalledVersion);
            Expect.Result(OtaResult.Ok, world.Client.Check());
        }

        [TestMethod]
        public void Memory_that_runs_out_in_an_activation_leaves_a_way_back()
        {
            UpdateWorld world = new UpdateWorld();
            ShortStore store = new ShortStore(world.Ports.Store);
            store.IsShort = false;
            world.Ports.Store = store;
            world.Client.Start();
            world.Client.Check();
            world.Client.Stage();
            store.IsShort = true;
            Expect.Result(OtaResult.OutOfMemory, world.Client.Activate());
            Expect.State(OtaState.Idle, world.Client.State);
            store.IsShort = false;
            Expect.Result(OtaResult.Ok, world.Client.Update());
            Assert.AreEqual(1, world.Slots.Running);
        }

        [TestMethod]
        public void A_rejection_that_finds_the_client_busy_does_not_change_the_reason_of_the_one_that_runs()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            OtaResult inside = OtaResult.Ok;
            world.Client.StateChanged += (OtaState state) => inside = world.Client.Reject(OtaResult.HealthWindowClosed);
            Expect.Result(OtaResult.Ok, world.Client.Reject(OtaResult.HealthCheckFailed));
            Expect.Result(OtaResult.Busy, inside);
            Expect.Result(OtaResult.HealthCheckFailed, world.Boot());
        }

        // A store that needs more memory than there is.
        private sealed class ShortStore : IStateStore
        {
            private readonly IStateStore _store;

            public ShortStore(IStateStore store)
            {
                _store = store;
            }

            public bool IsShort { get; set; } = true;

            public int Read(byte[] buffer)
            {
                if (IsShort)
                {
                    throw new OutOfMemoryException();
                }

                return _store.Read(buffer);
            }

            public OtaResult Write(byte[] record, int count)
            {
                if (IsShort)
                {
                    throw new OutOfMemoryException();
                }

                return _store.Write(record, count);
            }
        }
    }
}
