using NanoOta;
using NanoOta.Demo;

namespace Blink
{
    /// <summary>The LED's surroundings on the virtual ESP32: a release that works, fails, throws or hangs, and someone who watches.</summary>
    internal static class BlinkBoard
    {
        /// <summary>Gets the LED ready.</summary>
        public static void Start(OtaClient client)
        {
            ClientReports.Watch(client);
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

        /// <summary>Tells how something ended.</summary>
        public static void Say(string what, OtaResult result)
        {
            ClientReports.Say(what, result);
        }
    }
}
