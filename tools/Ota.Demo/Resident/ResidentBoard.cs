using NanoOta;

namespace Resident
{
    /// <summary>The resident program's surroundings on the virtual board.</summary>
    internal static class ResidentBoard
    {
        /// <summary>Not known: the demo's releases ask for none.</summary>
        public static string FirmwareVersion => null;

        /// <summary>The board's drive, clock and restart, this machine's network.</summary>
        public static BootPorts CreatePorts()
        {
            return StockPorts.Create();
        }

        /// <summary>Nobody reads it.</summary>
        public static void Say(OtaResult result)
        {
        }

        /// <summary>A board whose run is over unwinds its program with exceptions, and this too.</summary>
        public static void BeginAnew()
        {
            BoardClock clock = new BoardClock();
            clock.Sleep(60000);
            new BoardRestart().Restart();
        }

        /// <summary>The run ends.</summary>
        public static void Rest()
        {
        }
    }
}
