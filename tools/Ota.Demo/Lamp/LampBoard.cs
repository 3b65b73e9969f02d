using NanoOta;
using NanoOta.Demo;

namespace Lamp
{
    /// <summary>The lamp's surroundings on the virtual ESP32: its flash, its clock, and this machine's network.</summary>
    internal static class LampBoard
    {
        /// <summary>Slots and state record in the board's flash.</summary>
        public static OtaPorts CreatePorts()
        {
            OtaPorts ports = BoardPorts.Create();
            LampSlot.AddTo(ports);
            ports.Starts = ports.Starts == null ? null : new ToldStarts(ports.Starts);
            return ports;
        }

        /// <summary>Tells whoever watches the board what the agent does.</summary>
        public static void Watch(OtaAgent agent)
        {
            AgentReports.Watch(agent, Release.Version);
        }

        /// <summary>Tells how it ended.</summary>
        public static void Say(string what, OtaResult result)
        {
            ClientReports.Say(what, result);
        }
    }
}
