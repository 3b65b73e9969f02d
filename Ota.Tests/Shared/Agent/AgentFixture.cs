using System.Collections;

namespace NanoOta.Tests
{
    /// <summary>A device in memory whose updates are the agent's: slots, server, clock, and the agent's two files.</summary>
    public sealed class AgentFixture
    {
        /// <summary>A device that runs 1.0, and a server that has 1.1. Nothing is started.</summary>
        public AgentFixture()
        {
            Device.Clock.GoesOn = true;
            Device.Ports.Link = Link;
            Own.Settings = Settings;
            Own.Outcomes = Log;
            Own.Reporter = Reporter;
            Options.StartSpread = 0;
        }

        /// <summary>Slots, server, clock, client.</summary>
        public ClientFixture Device { get; } = new ClientFixture();

        /// <summary>The factory's address.</summary>
        public string ManifestUrl { get; set; } = ClientFixture.ManifestUrl;

        /// <summary>The agent's options.</summary>
        public AgentOptions Options { get; } = new AgentOptions();

        /// <summary>The agent's ports.</summary>
        public AgentPorts Own { get; } = new AgentPorts();

        /// <summary>The settings' medium.</summary>
        public MemoryMedium Settings { get; } = new MemoryMedium();

        /// <summary>The outcome log's medium.</summary>
        public MemoryMedium Log { get; } = new MemoryMedium();

        /// <summary>The network.</summary>
        public MemoryLink Link { get; } = new MemoryLink();

        /// <summary>Who gets the reports.</summary>
        public MemoryReporter Reporter { get; } = new MemoryReporter();

        /// <summary>The agent of this start.</summary>
        public OtaAgent Agent { get; private set; }

        /// <summary>A device whose agent is begun.</summary>
        public static AgentFixture Begun()
        {
            AgentFixture fixture = new AgentFixture();
            fixture.Boot();
            return fixture;
        }

        /// <summary>What a restart does to the application: an agent that has only flash to go by. Nothing runs yet.</summary>
        public OtaAgent Create()
        {
            Device.Ports.Store = new TwoCopyStateStore(Device.Medium, DeviceRecord.Length);
            Device.Options.ManifestUrl = ManifestUrl;
            Device.Options.ReserveUrls = null;
            Device.Options.UnservedAfter = ServingRules.UnservedAfter;
            Agent = new OtaAgent(Device.Options, Device.Ports, Own, Options);
            return Agent;
        }

        /// <summary>The same, begun.</summary>
        public OtaAgent Boot()
        {
            Create();
            Expect.Result(OtaResult.Ok, Agent.BeginAlone(), "begin");
            return Agent;
        }

        /// <summary>Takes turns for that many seconds.</summary>
        public void Pass(int seconds)
        {
            long end = Device.Clock.TickMilliseconds + (seconds * 1000L);
            while (Device.Clock.TickMilliseconds < end)
            {
                Device.Clock.Sleep(Agent.TakeTurn());
            }
        }

        /// <summary>Takes a turn, then lets time pass without turns; so often.</summary>
        public void Leap(int times, int seconds)
        {
            for (int i = 0; i < times; i++)
            {
                Agent.TakeTurn();
                Device.Clock.Sleep(seconds * 1000);
            }

            Agent.TakeTurn();
        }

        /// <summary>The newest outcome on flash.</summary>
        public AgentOutcome Newest()
        {
            OutcomeLog log = new OutcomeLog(Log);
            Expect.Result(OtaResult.Ok, log.Load());
            return log.Newest(-1);
        }

        /// <summary>The newest outcome in memory.</summary>
        public AgentOutcome Said()
        {
            return Agent.Outcomes.Newest(-1);
        }
    }

    /// <summary>A network that a test switches.</summary>
    public sealed class MemoryLink : ILink
    {
        /// <inheritdoc/>
        public bool IsUp { get; set; } = true;
    }

    /// <summary>A board's condition.</summary>
    public sealed class MemoryVitals : IVitals
    {
        /// <inheritdoc/>
        public int FreeMemory => 50000;

        /// <inheritdoc/>
        public int SignalStrength => -61;

        /// <inheritdoc/>
        public bool IsMetered { get; set; }
    }

    /// <summary>Remembers reports.</summary>
    public sealed class MemoryReporter : IReporter
    {
        /// <summary>What came.</summary>
        public ArrayList Documents { get; } = new ArrayList();

        /// <summary>The address of the last document.</summary>
        public string Address { get; private set; }

        /// <summary>What sending fails with.</summary>
        public OtaResult Fault { get; set; }

        /// <summary>Tries so far.</summary>
        public int Tries { get; private set; }

        /// <inheritdoc/>
        public OtaOutcome Send(string address, string document)
        {
            Tries++;
            Address = address;
            if (Fault == OtaResult.Ok)
            {
                Documents.Add(document);
            }

            return OtaOutcome.Of(Fault);
        }
    }
}
