using System;
using NanoOta;

namespace Lamp
{
    /// <summary>The lamp's surroundings on an ESP32 with nanoOta's interop (Ota.Bootstrap/native) in its firmware.</summary>
    internal static class LampBoard
    {
        /// <summary>Slots in the OTA partitions, HTTP over the connected network, the time from SNTP, the record in flash.</summary>
        public static OtaPorts CreatePorts()
        {
            OtaPorts ports = BoardPorts.Create();
            EspPorts.AddTo(ports);
            return ports;
        }

        /// <summary>Shows what the agent does: docs/FORMAT.md has the phases and the codes.</summary>
        public static void Watch(OtaAgent agent)
        {
            agent.Ended += (AgentOutcome outcome) => Console.WriteLine("phase " + ((int)outcome.Phase).ToString() + " code " + ((int)outcome.Code).ToString());
        }

        /// <summary>Shows how something ended.</summary>
        public static void Say(string what, OtaResult result)
        {
            Console.WriteLine(what + " " + ((int)result).ToString());
        }
    }
}
