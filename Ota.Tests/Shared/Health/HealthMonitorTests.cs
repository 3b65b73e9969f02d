using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class HealthMonitorTests
    {
        [TestMethod]
        public void All_checks_passed_confirms()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            HealthMonitor monitor = new HealthMonitor(world.Client, world.Clock);
            int asked = 0;
            monitor.Add("third time lucky", () => ++asked < 3 ? HealthStatus.NotYet : HealthStatus.Healthy);
            Expect.Result(OtaResult.Ok, monitor.Run());
            Assert.AreEqual(3, asked);
            Expect.State(OtaState.Confirmed, world.Client.State);
        }

        [TestMethod]
        public void A_failed_check_goes_back_at_once_and_is_named()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            HealthMonitor monitor = new HealthMonitor(world.Client, world.Clock);
            monitor.Add("sensor", () => HealthStatus.Failed);
            Expect.Result(OtaResult.HealthCheckFailed, monitor.Run());
            Expect.Outcome(OtaResult.HealthCheckFailed, "sensor", world.Client.LastOutcome);
            Assert.AreEqual(0, world.Slots.Running);
            Assert.AreEqual(0L, world.Clock.Slept);
        }

        [TestMethod]
        public void The_window_closes_on_a_check_that_never_passes()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            HealthMonitor monitor = new HealthMonitor(world.Client, world.Clock);
            monitor.Add("stuck", () => HealthStatus.NotYet);
            Expect.Result(OtaResult.HealthWindowClosed, monitor.Run());
            Expect.Outcome(OtaResult.HealthWindowClosed, "stuck", world.Client.LastOutcome);
            Assert.AreEqual(0, world.Slots.Running);
            Assert.IsTrue(world.Clock.Slept >= HealthMonitor.DefaultWindow);
            Expect.Result(OtaResult.HealthWindowClosed, world.Boot());
        }

        [TestMethod]
        public void A_release_that_cannot_reach_the_server_is_not_healthy()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            world.Server.Remove(UpdateWorld.ManifestUrl);
            Expect.Result(OtaResult.HealthWindowClosed, new HealthMonitor(world.Client, world.Clock).Run());

            world = UpdateWorld.OnTrial();
            world.Publish(SignedReleases.Forged);
            Expect.Result(OtaResult.HealthWindowClosed, new HealthMonitor(world.Client, world.Clock).Run());
        }

        [TestMethod]
        public void Who_skips_the_server_check_says_so()
        {
            UpdateWorld world = UpdateWorld.OnTrial();
            world.Server.Remove(UpdateWorld.ManifestUrl);
            HealthMonitor monitor = new HealthMonitor(world.Client, world.Clock, ServerCheck.UnsafeSkipped);
            Expect.Result(OtaResult.Ok, monitor.Run());
            Expect.State(OtaState.Confirmed, world.Client.State);
        }

        [TestMethod]
        public void Off_trial_there_is_nothing_to_monitor()
        {
            UpdateWorld world = UpdateWorld.Started();
            Expect.Result(OtaResult.Ok, new HealthMonitor(world.Client, world.Clock).Run());
            Expect.State(OtaState.Idle, world.Client.State);
            Assert.AreEqual(0, world.Server.Requests);
        }

        [TestMethod]
        public void There_are_at_most_sixteen_checks()
        {
            HealthMonitor monitor = new HealthMonitor(UpdateWorld.Started().Client, new FakeClock());
            for (int i = 1; i < HealthMonitor.MaxChecks; i++)
            {
                Expect.Result(OtaResult.Ok, monitor.Add("check", () => HealthStatus.Healthy));
            }

            Expect.Result(OtaResult.ArgumentInvalid, monitor.Add("one more", () => HealthStatus.Healthy));
            Expect.Result(OtaResult.ArgumentInvalid, monitor.Add(null, null));
        }
    }
}
