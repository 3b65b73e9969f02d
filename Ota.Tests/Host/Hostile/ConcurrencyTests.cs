using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Hostile
{
    /// <summary>Several threads at one client.</summary>
    [TestClass]
    public class ConcurrencyTests
    {
        private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

        private static readonly (string Name, OtaState At, Func<OtaClient, OtaResult> Run)[] _operations =
        [
            ("Check", OtaState.Idle, c => c.Check()),
            ("Stage", OtaState.Offered, c => c.Stage()),
            ("Activate", OtaState.Staged, c => c.Activate()),
            ("Update", OtaState.Idle, c => c.Update()),
            ("ProbeServer", OtaState.Idle, c => c.ProbeServer().Code),
            ("Confirm", OtaState.OnTrial, c => c.Confirm()),
            ("Reject", OtaState.OnTrial, c => c.Reject(OtaResult.HealthCheckFailed)),
        ];

        public TestContext TestContext { get; set; } = null!;

        public static IEnumerable<object[]> Operations() => _operations.Select(o => new object[] { o.Name });

        [TestMethod]
        [DynamicData(nameof(Operations))]
        public void While_one_operation_runs_every_other_is_Busy_and_changes_nothing(string name)
        {
            (_, OtaState at, Func<OtaClient, OtaResult> run) = _operations.Single(o => o.Name == name);
            int calls = InterruptedFixture.CallsOf(at, run).Count;
            foreach (int n in new[] { 1, (calls / 2) + 1, calls }.Distinct())
            {
                InterruptedFixture fixture = InterruptedFixture.At(at);
                using ManualResetEventSlim inside = new();
                using ManualResetEventSlim goOn = new();
                fixture.OnCall(n, true, () =>
                {
                    inside.Set();
                    Assert.IsTrue(goOn.Wait(_patience));
                });
                Task<OtaResult> first = Task.Factory.StartNew(() => run(fixture.Client), TaskCreationOptions.LongRunning);
                Assert.IsTrue(inside.Wait(_patience));
                OtaState state = fixture.Client.State;
                foreach ((string other, _, Func<OtaClient, OtaResult> second) in _operations)
                {
                    Assert.AreEqual(OtaResult.Busy, second(fixture.Client), $"{other} during {name}");
                }

                Assert.AreEqual(OtaResult.Busy, fixture.Client.Start(), $"Start during {name}");
                Assert.AreEqual(state, fixture.Client.State);
                goOn.Set();
                Assert.IsTrue(first.Wait(_patience));
                Assert.AreEqual(OtaResult.Ok, first.Result);
                Assert.AreEqual(0, fixture.Wire.Overlaps);
            }
        }

        [TestMethod]
        public void Many_threads_never_have_two_operations_in_the_ports_and_the_client_stays_usable()
        {
            Random seeds = TestSeed.Create(TestContext);
            InterruptedFixture fixture = InterruptedFixture.At(OtaState.Idle);
            int proceeded = 0;
            int busy = 0;
            Task[] threads = [.. Enumerable.Range(0, 6).Select(_ => seeds.Next()).Select(seed => Task.Factory.StartNew(
                () =>
                {
                    Random random = new(seed);
                    for (int i = 0; i < 60; i++)
                    {
                        OtaResult result = random.Next(6) switch
                        {
                            0 => fixture.Client.Check(),
                            1 => fixture.Client.Stage(),
                            2 => fixture.Client.ProbeServer().Code,
                            3 => fixture.Client.Confirm(),
                            4 => fixture.Client.Reject(OtaResult.HealthCheckFailed),
                            _ => CancelSometimes(fixture.Client, random),
                        };
                        Interlocked.Increment(ref result == OtaResult.Busy ? ref busy : ref proceeded);
                        bool isKnown = result is OtaResult.Ok or OtaResult.Busy or OtaResult.WrongState or OtaResult.Cancelled;
                        Assert.IsTrue(isKnown, result.ToString());
                    }
                },
                TaskCreationOptions.LongRunning))];
            Assert.IsTrue(Task.WaitAll(threads, _patience));
            Assert.AreEqual(0, fixture.Wire.Overlaps);
            Assert.IsGreaterThan(0, proceeded);
            Assert.AreEqual(0, fixture.Device.Server.OpenBodies);
            Assert.IsLessThanOrEqualTo(1, fixture.Device.Medium.Writes);
            Assert.AreEqual(0, fixture.Device.Slots.Restarts);
            TestContext.WriteLine($"{proceeded} proceeded, {busy} were busy");

            // A Cancel may be left over for the next operation.
            fixture.Client.Check();
            fixture.Finish();
        }

        [TestMethod]
        [DataRow(HealthStatus.Healthy, OtaState.Confirmed)]
        [DataRow(HealthStatus.Failed, OtaState.RolledBack)]
        public void The_health_monitor_decides_although_the_application_uses_the_client(HealthStatus status, OtaState expected)
        {
            InterruptedFixture fixture = InterruptedFixture.At(OtaState.OnTrial);
            using ManualResetEventSlim inside = new();
            using ManualResetEventSlim goOn = new();
            fixture.OnCall(1, true, () =>
            {
                inside.Set();
                Assert.IsTrue(goOn.Wait(_patience));
            });
            Task<OtaOutcome> probe = Task.Factory.StartNew(fixture.Client.ProbeServer, TaskCreationOptions.LongRunning);
            Assert.IsTrue(inside.Wait(_patience));

            // The monitor waits: now the application's operation may end.
            HealthMonitor monitor = new(fixture.Client, new SignalClock(() =>
            {
                goOn.Set();
                Assert.IsTrue(probe.Wait(_patience));
            }), ServerCheck.UnsafeSkipped);
            monitor.Add("check", () => status);
            OtaResult result = HostileFixture.Bounded(monitor.Run);
            Assert.AreEqual(status == HealthStatus.Healthy ? OtaResult.Ok : OtaResult.HealthCheckFailed, result);
            Assert.AreEqual(OtaResult.Ok, probe.Result.Code);
            Assert.AreEqual(expected, fixture.Client.State);
        }

        private static OtaResult CancelSometimes(OtaClient client, Random random)
        {
            if (random.Next(3) == 0)
            {
                client.Cancel();
            }

            // Of any thread, at any time.
            _ = client.Offer?.Version;
            return OtaResult.Ok;
        }

        /// <summary>A clock whose Sleep is something that happens.</summary>
        private sealed class SignalClock(Action onSleep) : IClock
        {
            public long UtcSeconds => ClientFixture.Now;

            public long TickMilliseconds => 0;

            public void Sleep(int milliseconds) => onSleep();
        }
    }
}
