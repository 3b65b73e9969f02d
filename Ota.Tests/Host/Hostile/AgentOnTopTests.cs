using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Hostile
{
    /// <summary>The hostile server and the interruptions, with the agent on top of the client: no fault ends the agent, and the release arrives.</summary>
    [TestClass]
    public sealed class AgentOnTopTests
    {
        // The longest pause of the agent after failures.
        private const int LongestPause = 5 * 3600 * 1000;

        public static IEnumerable<object[]> Faults() => FaultCatalogue.All.Select(f => new object[] { f.Name });

        [TestMethod]
        [DynamicData(nameof(Faults))]
        public async Task A_fault_is_written_down_by_its_code_and_the_release_arrives_when_the_server_is_well(string name)
        {
            FaultCase fault = FaultCatalogue.All.Single(f => f.Name == name);
            await Task.WhenAll(SufferAsync(fault, ReleaseFile.Manifest, fault.Manifest), SufferAsync(fault, ReleaseFile.Image, fault.Image));
        }

        [TestMethod]
        [DataRow(false, DisplayName = "an exception")]
        [DataRow(true, DisplayName = "a power cut")]
        public void The_release_arrives_whatever_call_of_a_port_is_interrupted(bool isCut)
        {
            int calls = Play(0, isCut);
            Assert.IsGreaterThan(20, calls);
            for (int n = 1; n <= calls; n++)
            {
                Play(n, isCut);
            }
        }

        // An update in turns of the agent; call n of a port, from 1, throws. The number of calls.
        private static int Play(int n, bool isCut)
        {
            InterruptedFixture fixture = new();
            fixture.Device.Clock.GoesOn = true;
            AgentPorts own = new() { Settings = new MemoryMedium(), Outcomes = new MemoryMedium() };
            OtaAgent agent = Begin(fixture, own);
            bool isOff = false;
            fixture.OnCall(n, before: true, () =>
            {
                isOff = isCut;
                throw new InvalidOperationException("interrupted");
            });
            int first = fixture.Wire.Calls;
            for (int turn = 0; turn < 1500 && fixture.Device.Slots.Restarts == 0; turn++)
            {
                int wait = agent.TakeTurn();
                Assert.IsGreaterThan(0, wait, $"call {n}: a turn without a pause");
                fixture.Device.Clock.Sleep(wait);
                if (isOff)
                {
                    isOff = false;
                    fixture.Forget();
                    agent = Begin(fixture, own);
                }
            }

            if (fixture.Device.Slots.Restarts == 0)
            {
                // The switch was made, and the port that restarts has thrown. The next start boots the new release.
                fixture.Device.Slots.Restart();
            }

            Assert.AreEqual(1, fixture.Device.Slots.Running, $"call {n}: the new release does not run; the agent is {agent.State}");
            Assert.IsTrue(fixture.Device.Slots.Holds(1, fixture.Device.NewImage), $"call {n}");
            return fixture.Wire.Calls - first;
        }

        private static OtaAgent Begin(InterruptedFixture fixture, AgentPorts own)
        {
            OtaAgent agent = new(fixture.Device.Options, fixture.Wire.Ports, own, new AgentOptions { StartSpread = 0 });
            Expect.Result(OtaResult.Ok, agent.BeginAlone());
            return agent;
        }

        private static Task SufferAsync(FaultCase fault, ReleaseFile target, OtaResult? expected) => expected == null
            ? Task.CompletedTask
            : Task.Factory.StartNew(() => Suffer(fault, target, expected.Value), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        private static void Suffer(FaultCase fault, ReleaseFile target, OtaResult expected)
        {
            using HostileFixture fixture = new();
            fixture.Hasty = fault.IsHasty ? target : null;
            fixture.Server.Fault = q => q.Kind == target ? fault.Fault(q) : null;
            OtaAgent agent = fixture.BeginAgent();
            Turn(agent);
            if (expected != OtaResult.Ok)
            {
                AgentOutcome said = agent.Outcomes.Newest((int)(target == ReleaseFile.Manifest ? AgentPhase.Check : AgentPhase.Stage));
                Assert.AreEqual(expected, said.Code, $"with the {target}");
                Assert.AreEqual(0, fixture.Slots.Restarts, "nothing was installed");
            }

            fixture.Server.Fault = null;
            fixture.Hasty = null;
            for (int i = 0; i < 40 && fixture.Slots.Running == 0; i++)
            {
                fixture.Clock.Advance(LongestPause);
                Turn(agent);
            }

            Assert.AreEqual(1, fixture.Slots.Running, $"with the {target}: {agent.State}, {agent.Outcomes.Newest(-1).Code}");
            Assert.IsTrue(fixture.Slots.Holds(1, fixture.Release.Image));
        }

        private static void Turn(OtaAgent agent) => HostileFixture.Bounded(() =>
        {
            agent.TakeTurn();
            return OtaResult.Ok;
        });
    }
}
