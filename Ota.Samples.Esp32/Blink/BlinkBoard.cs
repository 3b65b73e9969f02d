using System;
using NanoOta;

namespace Blink
{
    /// <summary>The LED. No two boards have it on the same pin, so this one blinks on the debug console: put your GpioPin into Toggle.</summary>
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

        /// <summary>On if it was off, off if it was on.</summary>
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
