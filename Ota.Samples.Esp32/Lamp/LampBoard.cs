using System;
using NanoOta;

namespace Lamp
{
    /// <summary>The lamp's surroundings on an ESP32 with nanoOta's interop (Ota.Bootstrap/native) in its firmware.</summary>
    internal static class LampBoard
    {
        /// <summary>Time.</summary>
        public static IClock Clock { get; } = new SystemClock();

        /// <summary>Slots in the OTA partitions, HTTP over the connected network, the time from SNTP, the record in flash.</summary>
        public static OtaPorts CreatePorts()
        {
            OtaPorts ports = new OtaPorts
            {
                Transport = new HttpTransport(new HttpTransportOptions()),
                Clock = Clock,
                Restart = new DeviceRestart(),
                ClockSetter = new WifiNetwork(Clock),
                Link = new NetworkLink(),
            };
            EspPorts.AddTo(ports);
            return ports;
        }

        /// <summary>Shows what the client does.</summary>
        public static void Watch(OtaClient client)
        {
            client.StateChanged += (OtaState state) => Console.WriteLine("state " + ((int)state).ToString());
        }

        /// <summary>Shows how something ended.</summary>
        public static void Say(string what, OtaResult result)
        {
            Console.WriteLine(what + " " + ((int)result).ToString());
        }
    }
}
