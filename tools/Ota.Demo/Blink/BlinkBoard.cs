using NanoOta;
using NanoOta.Demo;

namespace Blink
{
    /// <summary>The LED's surroundings on the virtual ESP32: a release that works, fails, throws or hangs, and someone who watches.</summary>
    internal static class BlinkBoard
    {
        /// <summary>Gets the LED ready.</summary>
        public static void Start(OtaAgent agent)
        {
            AgentReports.Watch(agent, OtaContext.Current.Version);
            ClientReports.Say(OtaContext.Current.Version, agent.Client.LastOutcome.Code);
            Release.Start();
        }

        /// <summary>Whether the LED works.</summary>
        public static HealthStatus CheckLed()
        {
            return Release.CheckLed();
        }

        /// <summary>Nothing to see here.</summary>
        public static void Toggle()
        {
        }
    }
}
