using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Hostile
{
    /// <summary>Cancel, restarts and exceptions at every single port call of an operation.</summary>
    [TestClass]
    public class InterruptionTests
    {
        // The first call of an activation: from here on Cancel comes too late.
        private const string ActivationBegins = "StagedSlot";

        [TestMethod]
        [DataRow(true)]
        [DataRow(false)]
        public void Cancel_at_any_port_call_ends_the_update_unless_it_is_being_activated_and_loses_nothing(bool before)
        {
            List<string> calls = InterruptedFixture.CallsOf(OtaState.Idle, c => c.Update());
            int activation = calls.IndexOf(ActivationBegins);
            Assert.IsGreaterThan(20, activation);
            for (int n = 1; n <= calls.Count; n++)
            {
                InterruptedFixture fixture = InterruptedFixture.At(OtaState.Idle);
                fixture.OnCall(n, before, fixture.Client.Cancel);
                OtaResult result = fixture.Client.Update();
                Assert.AreEqual(n <= activation ? OtaResult.Cancelled : OtaResult.Ok, result, $"call {n}, {calls[n - 1]}");
                Assert.AreEqual(0, fixture.Device.Server.OpenBodies, $"call {n}");
                Assert.IsFalse(fixture.Device.Slots.IsOpen, $"call {n}");
                if (n <= activation)
                {
                    Assert.AreEqual(0, fixture.Device.Slots.Running);
                    Assert.IsLessThanOrEqualTo(1, fixture.Device.Medium.Writes);
                    fixture.Finish();
                }
            }
        }

        [TestMethod]
        public void Cancel_ends_waiting_for_a_server_that_never_comes_back()
        {
            InterruptedFixture fixture = InterruptedFixture.At(OtaState.Idle);
            fixture.Device.Server.FailWith = OtaResult.ConnectFailed;
            fixture.Device.Server.FailCount = int.MaxValue;
            fixture.Device.Options.Retry = new RetryPolicy(1000, 60000, RetryPolicy.Unlimited, 1);
            fixture.Boot();
            int sleeps = 0;
            fixture.Wire.Before = (number, name) =>
            {
                if (name == "Sleep" && ++sleeps == 1000)
                {
                    fixture.Client.Cancel();
                }
            };
            Assert.AreEqual(OtaResult.Cancelled, HostileFixture.Bounded(fixture.Client.Update));
            Assert.AreEqual(1000, sleeps);
            fixture.Device.Server.FailCount = 0;
            fixture.Finish();
        }

        [TestMethod]
        [DataRow(true)]
        [DataRow(false)]
        public void A_restart_at_any_port_call_of_an_update_is_gone_on_from(bool before)
        {
            List<string> calls = InterruptedFixture.CallsOf(OtaState.Idle, c => c.Update());
            for (int n = 1; n <= calls.Count; n++)
            {
                InterruptedFixture fixture = InterruptedFixture.At(OtaState.Idle);
                fixture.OnCall(n, before, () => throw new RestartException());
                Assert.ThrowsExactly<RestartException>(() => fixture.Client.Update());

                // After the last call the device has restarted already.
                OtaResult started = !before && n == calls.Count ? fixture.Boot() : fixture.Restart();
                bool isTrial = calls.IndexOf("Activate") + (before ? 1 : 0) < n;
                Assert.AreEqual(isTrial ? OtaState.OnTrial : OtaState.Idle, fixture.Client.State, $"call {n}, {calls[n - 1]}: {started}");
                fixture.Finish();
            }
        }

        [TestMethod]
        [DataRow(true)]
        [DataRow(false)]
        public void A_restart_at_any_port_call_of_Confirm_leaves_one_release_or_the_other(bool before) =>
            RestartOnTrial(c => c.Confirm(), before, "Confirm");

        [TestMethod]
        [DataRow(true)]
        [DataRow(false)]
        public void A_restart_at_any_port_call_of_Reject_leaves_the_old_release(bool before) =>
            RestartOnTrial(c => c.Reject(OtaResult.HealthCheckFailed), before, null);

        [TestMethod]
        [DataRow(OtaState.Idle, true)]
        [DataRow(OtaState.Idle, false)]
        [DataRow(OtaState.OnTrial, true)]
        [DataRow(OtaState.OnTrial, false)]
        public void A_start_that_is_cut_off_at_any_port_call_can_be_made_again(OtaState state, bool before)
        {
            List<string> calls = [];
            InterruptedFixture dry = Unstarted(state);
            dry.Wire.Before = (number, name) => calls.Add(name);
            dry.Client.Start();
            Assert.IsNotEmpty(calls);
            for (int n = 1; n <= calls.Count; n++)
            {
                InterruptedFixture fixture = Unstarted(state);
                fixture.OnCall(n, before, () => throw new RestartException());
                Assert.ThrowsExactly<RestartException>(() => fixture.Client.Start());
                Assert.AreEqual(OtaResult.WrongState, fixture.Client.Check(), "it did not start");
                Assert.AreEqual(state == OtaState.OnTrial ? OtaResult.TrialContinues : OtaResult.Ok, fixture.Client.Start());
                Assert.AreEqual(state, fixture.Client.State);
                fixture.Finish();
            }
        }

        [TestMethod]
        [DataRow(true)]
        [DataRow(false)]
        public void An_exception_of_any_port_ends_the_operation_and_not_the_client(bool before)
        {
            List<string> calls = InterruptedFixture.CallsOf(OtaState.Idle, c => c.Update());
            Assert.AreEqual("Restart", calls[^1]);
            for (int n = 1; n < calls.Count; n++)
            {
                InterruptedFixture fixture = InterruptedFixture.At(OtaState.Idle);
                fixture.OnCall(n, before, () => throw new InvalidOperationException());
                Assert.ThrowsExactly<InvalidOperationException>(() => fixture.Client.Update());
                Assert.AreEqual(calls[n - 1] == "Get" && !before ? 1 : 0, fixture.Device.Server.OpenBodies, $"call {n}, {calls[n - 1]}");
                Assert.IsFalse(fixture.Device.Slots.IsOpen, $"call {n}, {calls[n - 1]}");
                fixture.Finish();
            }
        }

        private static void RestartOnTrial(Func<OtaClient, OtaResult> operation, bool before, string? decision)
        {
            List<string> calls = InterruptedFixture.CallsOf(OtaState.OnTrial, operation);
            Assert.IsNotEmpty(calls);
            for (int n = 1; n <= calls.Count; n++)
            {
                InterruptedFixture fixture = InterruptedFixture.At(OtaState.OnTrial);
                fixture.OnCall(n, before, () => throw new RestartException());
                Assert.ThrowsExactly<RestartException>(() => operation(fixture.Client));
                bool isDone = !before && calls[n - 1] == "RollBack";
                OtaResult started = isDone ? fixture.Boot() : fixture.Restart();
                bool stays = decision != null && calls.IndexOf(decision) + (before ? 1 : 0) < n;
                Assert.AreEqual(stays, fixture.Client.State == OtaState.Confirmed, $"call {n}, {calls[n - 1]}: {started}");
                Assert.AreNotEqual(OtaState.OnTrial, fixture.Client.State);
                Assert.AreEqual(stays ? 1 : 0, fixture.Device.Slots.Running);
                Assert.AreEqual(ReleaseVersion.Parse(stays ? "1.1" : "1.0"), fixture.Client.InstalledVersion);
                if (!stays)
                {
                    fixture.Device.Publish(SignedReleases.Noted);
                    fixture.Finish();
                }
            }
        }

        private static InterruptedFixture Unstarted(OtaState state)
        {
            InterruptedFixture fixture = new();
            if (state == OtaState.OnTrial)
            {
                Expect.Result(OtaResult.Ok, fixture.Client.Start());
                Expect.Result(OtaResult.Ok, fixture.Client.Update());
                fixture.Forget();
            }

            return fixture;
        }

        private sealed class RestartException : Exception
        {
        }
    }
}
