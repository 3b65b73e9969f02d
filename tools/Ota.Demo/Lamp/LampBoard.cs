using NanoOta;
using NanoOta.Demo;

namespace Lamp
{
    /// <summary>The lamp's surroundings on the virtual ESP32: its flash, its clock, and this machine's network.</summary>
    internal static class LampBoard
    {
        /// <summary>Time.</summary>
        public static IClock Clock { get; } = new BoardClock();

        /// <summary>Slots and state record in the board's flash.</summary>
        public static OtaPorts CreatePorts()
        {
            BoardLink link = new BoardLink();
            OtaPorts ports = new OtaPorts
            {
                Transport = new HttpTransport(new HttpTransportOptions()),
                Store = new TwoCopyStateStore(new FlashRecordMedium(), DeviceRecord.Length),
                Clock = Clock,
                Restart = new BoardRestart(),
                ClockSetter = link,
                Link = link,
            };
            LampSlot.AddTo(ports);
            return ports;
        }

        /// <summary>Tells whoever watches the board what the client does.</summary>
        public static void Watch(OtaClient client)
        {
            ClientReports.Watch(client);
        }

        /// <summary>Tells how something ended.</summary>
        public static void Say(string what, OtaResult result)
        {
            ClientReports.Say(what, result);
        }
    }
}
