using NanoOta;
using NanoOta.Demo;

namespace Updater
{
    /// <summary>The boot program's surroundings on the virtual board.</summary>
    internal static class UpdaterBoard
    {
        /// <summary>Slots and state record in the board's flash, this machine's network.</summary>
        public static OtaPorts CreatePorts()
        {
            OtaPorts ports = new OtaPorts
            {
                Transport = new HttpTransport(new HttpTransportOptions()),
                Clock = new BoardClock(),
                Restart = new BoardRestart(),
                Link = new BoardLink(),
                Network = BoardPorts.CreateKeeper(),
            };
            EspPorts.AddTo(ports);
            return ports;
        }

        /// <summary>This machine's network.</summary>
        public static INetwork CreateNetwork()
        {
            return new BoardNetwork(BoardNatives.Current);
        }

        /// <summary>Tells whoever watches the board what the client does.</summary>
        public static void Watch(UpdateProgram program)
        {
            ClientReports.Watch(program.Client);
        }

        /// <summary>Tells how it ended.</summary>
        public static void Say(OtaResult result)
        {
            ClientReports.Say("updater", result);
        }

        /// <summary>A board whose run is over unwinds its program with exceptions, and this too.</summary>
        public static void BeginAnew()
        {
            new BoardClock().Sleep(60000);
            new BoardRestart().Restart();
        }

        /// <summary>The run ends.</summary>
        public static void Rest()
        {
        }
    }
}
