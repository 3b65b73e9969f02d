using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class HealthMonitorTests
    {
        // Milliseconds between two rounds. Each round has a thread, and the CLR of a PC makes a thread of its own for each wait.
        private const int Rare = 15000;

        [TestMethod]
        public void All_checks_passed_confirms()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            HealthMonitor monitor = new HealthMonitor(fixture.Client, fixture.Clock);
            int asked = 0;
            monitor.Add("third time lucky", () => ++asked < 3 ? HealthStatus.NotYet : HealthStatus.Healthy);
            Expect.Result(OtaResult.Ok, monitor.Run());
            Assert.AreEqual(3, asked);
            Expect.State(OtaState.Confirmed, fixture.Client.State);
        }

        [TestMethod]
        public void A_failed_check_goes_back_at_once_and_is_named()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            HealthMonitor monitor = new HealthMonitor(fixture.Client, fixture.Clock);
            monitor.Add("sensor", () => HealthStatus.Failed);
            Expect.Result(OtaResult.HealthCheckFailed, monitor.Run());
            Expect.Outcome(OtaResult.HealthCheckFailed, "sensor", fixture.Client.LastOutcome);
            Assert.AreEqual(0, fixture.Slots.Running);
            Assert.AreEqual(0L, fixture.Clock.Slept);
        }

        [TestMethod]
        public void The_window_closes_on_a_check_that_never_passes()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            HealthMonitor monitor = new HealthMonitor(fixture.Client, fixture.Clock);
            monitor.Interval = Rare;
            monitor.Add("stuck", () => HealthStatus.NotYet);
            Expect.Result(OtaResult.HealthWindowClosed, monitor.Run());
            Expect.Outcome(OtaResult.HealthWindowClosed, "stuck", fixture.Client.LastOutcome);
            Assert.AreEqual(0, fixture.Slots.Running);
            Assert.IsTrue(fixture.Clock.Slept >= HealthMonitor.DefaultWindow);
            Expect.Result(OtaResult.HealthWindowClosed, fixture.Boot());
        }

        [TestMethod]
        public void A_release_that_cannot_reach_the_server_is_not_healthy()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Server.Remove(ClientFixture.ManifestUrl);
            Expect.Result(OtaResult.NoAnswer, new HealthMonitor(fixture.Client, fixture.Clock) { Interval = Rare }.Run());

            fixture = ClientFixture.OnTrial();
            fixture.Publish(SignedReleases.Forged);
            Expect.Result(OtaResult.NoAnswer, new HealthMonitor(fixture.Client, fixture.Clock) { Interval = Rare }.Run());
        }

        [TestMethod]
        public void T5_A_server_without_the_manifest_is_asked_ever_less_often()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Server.Remove(ClientFixture.ManifestUrl);
            int before = fixture.Server.Requests;
            Expect.Result(OtaResult.NoAnswer, new HealthMonitor(fixture.Client, fixture.Clock) { Interval = 5000 }.Run());
            int requests = fixture.Server.Requests - before;
            Assert.IsTrue(requests >= 5 && requests <= 10, "5, 10, 20, 40 and then 80 seconds apart, for five minutes: " + requests.ToString());
        }

        [TestMethod]
        public void Who_skips_the_server_check_says_so()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Server.Remove(ClientFixture.ManifestUrl);
            HealthMonitor monitor = new HealthMonitor(fixture.Client, fixture.Clock, ServerCheck.UnsafeSkipped);
            Expect.Result(OtaResult.Ok, monitor.Run());
            Expect.State(OtaState.Confirmed, fixture.Client.State);
        }

        [TestMethod]
        public void Off_trial_there_is_nothing_to_monitor()
        {
            ClientFixture fixture = ClientFixture.Started();
            Expect.Result(OtaResult.Ok, new HealthMonitor(fixture.Client, fixture.Clock).Run());
            Expect.State(OtaState.Idle, fixture.Client.State);
            Assert.AreEqual(0, fixture.Server.Requests);
        }

        [TestMethod]
        public void A_check_that_has_passed_is_not_asked_again()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            HealthMonitor monitor = new HealthMonitor(fixture.Client, fixture.Clock);
            int first = 0;
            int second = 0;
            monitor.Add("first", () => ++first == 1 ? HealthStatus.Healthy : HealthStatus.Failed);
            monitor.Add("second", () => ++second < 3 ? HealthStatus.NotYet : HealthStatus.Healthy);
            int before = fixture.Server.Requests;
            Expect.Result(OtaResult.Ok, monitor.Run());
            Assert.AreEqual(1, first);
            Assert.AreEqual(3, second);
            Assert.AreEqual(before + 3, fixture.Server.Requests, "requests of the server check: manifest, table, first chunk");
            Assert.AreEqual(2000L, fixture.Clock.Slept);
            Expect.Outcome(OtaResult.Ok, null, fixture.Client.LastOutcome);
        }

        [TestMethod]
        public void The_window_is_open_from_the_start_of_the_run_to_its_last_millisecond()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Clock.TickMilliseconds = 50000;
            HealthMonitor monitor = new HealthMonitor(fixture.Client, fixture.Clock, ServerCheck.UnsafeSkipped);
            monitor.Window = 3000;
            monitor.Interval = 1500;
            int asked = 0;
            monitor.Add("never", () => ++asked > 0 ? HealthStatus.NotYet : HealthStatus.Healthy);
            Expect.Result(OtaResult.HealthWindowClosed, monitor.Run());

            // At 0, 1500 and 3000 milliseconds: the last round is at the end of the window.
            Assert.AreEqual(3, asked);
            Assert.AreEqual(3000L, fixture.Clock.Slept);
        }

        [TestMethod]
        public void A_failed_check_ends_the_round_and_a_waiting_one_does_not()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            HealthMonitor monitor = new HealthMonitor(fixture.Client, fixture.Clock, ServerCheck.UnsafeSkipped);
            int later = 0;
            monitor.Add("waiting", () => HealthStatus.NotYet);
            monitor.Add("broken", () => HealthStatus.Failed);
            monitor.Add("later", () => ++later > 0 ? HealthStatus.Healthy : HealthStatus.NotYet);
            Expect.Result(OtaResult.HealthCheckFailed, monitor.Run());
            Expect.Outcome(OtaResult.HealthCheckFailed, "broken", fixture.Client.LastOutcome);
            Assert.AreEqual(0, later);
        }

        [TestMethod]
        public void A_decision_that_finds_the_client_busy_waits_and_is_not_lost()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            ImpatientClock clock = new ImpatientClock();
            HealthMonitor monitor = new HealthMonitor(fixture.Client, clock, ServerCheck.UnsafeSkipped);
            monitor.Add("lamp", () => HealthStatus.Healthy);

            // Within an operation of the client, which can only go on when the monitor gives up.
            fixture.Server.OnRead = () => monitor.Run();
            Assert.ThrowsException(typeof(System.InvalidOperationException), () => fixture.Client.ProbeServer());
            Assert.AreEqual(2 * monitor.Interval, clock.Slept);
            Expect.State(OtaState.OnTrial, fixture.Client.State);
            fixture.Server.OnRead = null;
            Expect.Result(OtaResult.Ok, monitor.Run());
            Expect.State(OtaState.Confirmed, fixture.Client.State);
        }

        [TestMethod]
        public void What_confirming_or_rolling_back_fails_with_is_the_result()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Slots.ConfirmFault = OtaResult.ConfirmFailed;
            Expect.Result(OtaResult.ConfirmFailed, new HealthMonitor(fixture.Client, fixture.Clock).Run());

            fixture.Slots.RollBackFault = OtaResult.RollBackImpossible;
            HealthMonitor monitor = new HealthMonitor(fixture.Client, fixture.Clock);
            monitor.Add("sensor", () => HealthStatus.Failed);
            Expect.Result(OtaResult.RollBackImpossible, monitor.Run());
        }

        [TestMethod]
        public void There_are_at_most_sixteen_checks()
        {
            HealthMonitor monitor = new HealthMonitor(ClientFixture.Started().Client, new FakeClock());
            for (int i = 1; i < HealthMonitor.MaxChecks; i++)
            {
                Expect.Result(OtaResult.Ok, monitor.Add("check", () => HealthStatus.Healthy));
            }

            Expect.Result(OtaResult.ArgumentInvalid, monitor.Add("one more", () => HealthStatus.Healthy));
        }

        [TestMethod]
        public void A_check_without_a_name_or_without_code_is_refused()
        {
            HealthMonitor monitor = new HealthMonitor(ClientFixture.Started().Client, new FakeClock());
            Expect.Result(OtaResult.ArgumentInvalid, monitor.Add(null, () => HealthStatus.Healthy));
            Expect.Result(OtaResult.ArgumentInvalid, monitor.Add("no code", null));
        }

        [TestMethod]
        [DataRow(2, (int)OtaResult.SurroundingsFailed, "two checks blame the surroundings to the end")]
        [DataRow(1, (int)OtaResult.HealthWindowClosed, "the blame of the first round is over")]
        public void The_surroundings_are_to_blame_when_the_last_round_says_so(int rounds, int expected, string what)
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            HealthMonitor monitor = Short(fixture);
            int asked = 0;
            HealthCheck sensor = () => ++asked <= 2 || rounds == 2 ? HealthStatus.Surroundings : HealthStatus.NotYet;
            monitor.Add("sensor", sensor);
            monitor.Add("gateway", sensor);
            Expect.Result((OtaResult)expected, monitor.Run(), what);
            Expect.Outcome((OtaResult)expected, "gateway", fixture.Client.LastOutcome, what);
        }

        [TestMethod]
        public void L3_A_check_that_does_not_return_is_a_hang_and_is_named()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            HealthMonitor monitor = Short(fixture);
            bool hangs = true;
            monitor.Add("quick", () => HealthStatus.NotYet);
            monitor.Add("endless", () =>
            {
                while (hangs)
                {
                    System.Threading.Thread.Sleep(1);
                }

                return HealthStatus.NotYet;
            });
            Expect.Result(OtaResult.AppHung, monitor.Run());
            hangs = false;
            Expect.Outcome(OtaResult.AppHung, "endless", fixture.Client.LastOutcome);
        }

        [TestMethod]
        public void A_check_that_throws_has_failed()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            HealthMonitor monitor = Short(fixture);
            monitor.Add("broken", () => throw new System.InvalidOperationException());
            Expect.Result(OtaResult.HealthCheckFailed, monitor.Run());
        }

        [TestMethod]
        [DataRow(true, "the server answers")]
        [DataRow(false, "the server does not answer")]
        public void The_record_knows_an_answer_before_the_trial_ends(bool answers, string what)
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            if (!answers)
            {
                fixture.Server.Remove(ClientFixture.ManifestUrl);
            }

            HealthMonitor monitor = new HealthMonitor(fixture.Client, fixture.Clock);
            bool isKnown = false;
            int round = 0;
            int writes = fixture.Medium.Writes;
            monitor.Add("lamp", () =>
            {
                isKnown = fixture.Record().IsAnswered;
                return ++round < 3 ? HealthStatus.NotYet : HealthStatus.Failed;
            });
            Expect.Result(OtaResult.HealthCheckFailed, monitor.Run(), what);
            Assert.AreEqual(answers, isKnown, what);
            Assert.AreEqual(answers ? 2 : 1, fixture.Medium.Writes - writes, "writes of answer and end: " + what);
        }

        [TestMethod]
        [DataRow(-1, 9000, "no network")]
        [DataRow(0, 3000, "a network from the start")]
        [DataRow(4, 6000, "a network after three seconds")]
        public void The_window_opens_with_the_network(int calls, int closes, string what)
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            fixture.Ports.Link = new LateLink(calls);
            fixture.Clock.TickMilliseconds = 50000;
            HealthMonitor monitor = Short(fixture);
            monitor.LongestWindow = 9000;
            monitor.Add("never", () => HealthStatus.NotYet);
            Expect.Result(OtaResult.HealthWindowClosed, monitor.Run(), what);
            Assert.AreEqual((long)closes, fixture.Clock.Slept, what);
        }

        [TestMethod]
        [DataRow((int)HealthStatus.Failed, (int)OtaResult.Cancelled, "a rejection ends the operation of the application")]
        [DataRow((int)HealthStatus.Healthy, (int)OtaResult.Ok, "a confirmation waits for the operation")]
        public void A_client_that_stays_busy_is_rolled_back_all_the_same(int status, int probe, string what)
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            HealthMonitor monitor = Short(fixture);
            monitor.Add("lamp", () => (HealthStatus)status);
            fixture.Server.OnRead = () =>
            {
                fixture.Server.OnRead = null;
                monitor.Run();
            };
            Expect.Result((OtaResult)probe, fixture.Client.ProbeServer().Code, what);
            Assert.AreEqual(0, fixture.Slots.Running, what);
            Assert.AreEqual(60000L, fixture.Clock.Slept, "a minute: " + what);
        }

        private static HealthMonitor Short(ClientFixture fixture)
        {
            HealthMonitor monitor = new HealthMonitor(fixture.Client, fixture.Clock, ServerCheck.UnsafeSkipped);
            monitor.Window = 3000;
            return monitor;
        }

        // A network that comes with a call of IsUp; never for -1.
        private sealed class LateLink : ILink
        {
            private int _left;

            public LateLink(int calls)
            {
                _left = calls;
            }

            public bool IsUp => _left == 0 || (_left > 0 && --_left == 0);
        }

        // A clock that loses its patience at the second sleep.
        private sealed class ImpatientClock : IClock
        {
            public int Slept { get; private set; }

            public long UtcSeconds => ClientFixture.Now;

            public long TickMilliseconds => 0;

            public void Sleep(int milliseconds)
            {
                Slept += milliseconds;
                if (Slept > milliseconds)
                {
                    throw new System.InvalidOperationException();
                }
            }
        }
    }
}
