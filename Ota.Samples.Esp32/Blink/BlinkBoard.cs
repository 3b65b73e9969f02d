using System;
using NanoOta;

namespace Blink
{
    /// <summary>The LED. Each board has its LED on another pin, so this LED blinks on the debug console. Put your GpioPin into Toggle.</summary>
    internal static class BlinkBoard
    {
        private static bool _isOn;

        /// <summary>Gets the LED ready, and shows what the client does.</summary>
        public static void Start(OtaClient client)
        {
            client.StateChanged += (OtaState state) => Console.WriteLine("state " + ((int)state).ToString());
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

        /// <summary>Shows how something ended.</summary>
        public static void Say(string what, OtaResult result)
        {
            Console.WriteLine(what + " " + ((int)result).ToString());
        }
    }
}
