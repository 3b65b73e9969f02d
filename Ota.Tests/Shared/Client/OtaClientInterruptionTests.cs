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
            ClientFixture fixture = ClientFixture.Started();
            fixture.Client.Cancel();
            Expect.Result(OtaResult.Cancelled, fixture.Client.Check());
            Assert.AreEqual(0, fixture.Server.Requests);
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
            fixture.Client.Cancel();
            Expect.Result(OtaResult.Cancelled, fixture.Client.Stage());
            Expect.State(OtaState.Offered, fixture.Client.State);
            Expect.Result(OtaResult.Ok, fixture.Client.Stage());
            fixture.Client.Cancel();
            Expect.Result(OtaResult.Cancelled, fixture.Client.ProbeServer().Code);
            Expect.Result(OtaResult.Ok, fixture.Client.ProbeServer().Code);
        }

        [TestMethod]
        public void Cancel_stops_an_activation_that_has_not_begun_and_the_release_stays_staged()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Client.Check();
            fixture.Client.Stage();
            fixture.Client.Cancel();
            Expect.Result(OtaResult.Cancelled, fixture.Client.Activate());
            Expect.State(OtaState.Staged, fixture.Client.State);
            Assert.AreEqual(1, fixture.Medium.Writes);
            Assert.AreEqual(0, fixture.Slots.Restarts);
            Expect.Result(OtaResult.Ok, fixture.Client.Activate());
            Assert.AreEqual(1, fixture.Slots.Running);
        }

        [TestMethod]
        public void Cancel_at_the_end_of_its_check_ends_the_whole_Update()
        {
            ClientFixture fixture = ClientFixture.Started();

            // During the one read that brings the whole manifest: the check itself no longer looks.
            fixture.Server.OnRead = () => fixture.Client.Cancel();
            Expect.Result(OtaResult.Cancelled, fixture.Client.Update());
            Assert.AreEqual(0, fixture.Slots.Erases);
            Assert.AreEqual(0, fixture.Slots.Restarts);
            fixture.Server.OnRead = null;
            Expect.Result(OtaResult.Ok, fixture.Client.Update());
            Assert.AreEqual(1, fixture.Slots.Running);
        }

        [TestMethod]
        public void A_progress_handler_that_throws_ends_the_staging_and_not_the_client()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Client.Check();
            OtaProgressHandler broken = (int done, int total) => throw new InvalidOperationException();
            fixture.Client.Progress += broken;
            Assert.ThrowsException(typeof(InvalidOperationException), () => fixture.Client.Stage());
            Expect.State(OtaState.Offered, fixture.Client.State);
            Assert.AreEqual(0, fixture.Server.OpenBodies);
            Assert.IsFalse(fixture.Slots.IsOpen);
            fixture.Client.Progress -= broken;
            Expect.Result(OtaResult.Ok, fixture.Client.Update());
            Assert.AreEqual(1, fixture.Slots.Running);
        }

        [TestMethod]
        public void A_state_handler_that_throws_leaves_the_client_free_for_the_next_operation()
        {
            for (int state = (int)OtaState.Checking; state <= (int)OtaState.Activating; state++)
            {
                ClientFixture fixture = ClientFixture.Started();
                OtaStateHandler broken = (OtaState reached) =>
                {
                    if ((int)reached == state)
                    {
                        throw new InvalidOperationException();
                    }
                };
                fixture.Client.StateChanged += broken;
                Assert.ThrowsException(typeof(InvalidOperationException), () => fixture.Client.Update());
                Assert.AreEqual(0, fixture.Slots.Restarts);
                fixture.Client.StateChanged -= broken;
                Expect.Result(OtaResult.Ok, fixture.Client.Update());
                Assert.AreEqual(1, fixture.Slots.Running);
            }
        }

        [TestMethod]
        public void A_start_that_ran_out_of_memory_is_no_start_and_can_be_made_again()
        {
            ClientFixture fixture = new ClientFixture();
            ShortStore store = new ShortStore(fixture.Ports.Store);
            fixture.Ports.Store = store;
            Expect.Result(OtaResult.OutOfMemory, fixture.Client.Start());
            Expect.Result(OtaResult.WrongState, fixture.Client.Check());
            store.IsShort = false;
            Expect.Result(OtaResult.Ok, fixture.Client.Start());
            Assert.AreEqual(ReleaseVersion.Parse("1.0"), fixture.Client.InstalledVersion);
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
        }

        [TestMethod]
        public void Memory_that_runs_out_in_an_activation_leaves_a_way_back()
        {
            ClientFixture fixture = new ClientFixture();
            ShortStore store = new ShortStore(fixture.Ports.Store);
            store.IsShort = false;
            fixture.Ports.Store = store;
            fixture.Client.Start();
            fixture.Client.Check();
            fixture.Client.Stage();
            store.IsShort = true;
            Expect.Result(OtaResult.OutOfMemory, fixture.Client.Activate());
            Expect.State(OtaState.Idle, fixture.Client.State);
            store.IsShort = false;
            Expect.Result(OtaResult.Ok, fixture.Client.Update());
            Assert.AreEqual(1, fixture.Slots.Running);
        }

        [TestMethod]
        public void A_rejection_that_finds_the_client_busy_does_not_change_the_reason_of_the_one_that_runs()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            OtaResult inside = OtaResult.Ok;
            fixture.Client.StateChanged += (OtaState state) => inside = fixture.Client.Reject(OtaResult.HealthWindowClosed);
            Expect.Result(OtaResult.Ok, fixture.Client.Reject(OtaResult.HealthCheckFailed));
            Expect.Result(OtaResult.Busy, inside);
            Expect.Result(OtaResult.HealthCheckFailed, fixture.Boot());
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
