using System;
using NanoOta;

namespace Blink
{
    /// <summary>The LED. Each board has its LED on another pin, so this LED blinks on the debug console. Put your GpioPin into Toggle.</summary>
    internal static class BlinkBoard
    {
        private static bool _isOn;

        /// <summary>Gets the LED ready, and shows what the agent does: docs/FORMAT.md has the phases and the codes.</summary>
        public static void Start(OtaAgent agent)
        {
            Console.WriteLine(OtaContext.Current.Version + " " + ((int)agent.Client.LastOutcome.Code).ToString());
            agent.Ended += (AgentOutcome outcome) => Console.WriteLine("phase " + ((int)outcome.Phase).ToString() + " code " + ((int)outcome.Code).ToString());
        }

        /// <summary>Whether the LED works: asked while this release is on trial.</summary>
        public static HealthStatus CheckLed()
        {
            return HealthStatus.Healthy;
        }

        /// <summary>Switches the LED on or off, in turn.</summary>
        public static void Toggle()
        {
            _isOn = !_isOn;
            Console.WriteLine(_isOn ? "on" : "off");
        }
    }
}
