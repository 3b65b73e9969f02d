using System;
using System.Threading;
using nanoFramework.Runtime.Native;
using NanoOta;

namespace Resident
{
    /// <summary>The resident program's surroundings on an ESP32 with stock firmware.</summary>
    internal static class ResidentBoard
    {
        private const int PauseAfterFailure = 60000;

        /// <summary>The firmware's version, which a manifest's requires.firmware is compared with.</summary>
        public static string FirmwareVersion => SystemInfo.Version.ToString();

        /// <summary>A drive, the CLR's loader, the stored Wi-Fi, HTTP.</summary>
        public static BootPorts CreatePorts()
        {
            SystemClock clock = new SystemClock();
            return new BootPorts
            {
                Storage = new DriveStorage(Settings.Folder, Settings.Capacity),
                Loader = new ClrLoader(),
                Network = new WifiNetwork(clock),
                Link = new NetworkLink(),
                Configuration = new StoredNetwork(),
                Transport = new HttpTransport(new HttpTransportOptions()),
                Clock = clock,
                Restart = new DeviceRestart(),

                // On the console: what the board waits for while no application runs.
                Waits = new WaitConsole("bootstrap").Say,
            };
        }

        /// <summary>For the debug console: wrong settings end the program at once (docs/FORMAT.md has the codes).</summary>
        public static void Say(OtaResult result)
        {
            Console.WriteLine("bootstrap " + ((int)result).ToString());
        }

        /// <summary>Restarts, not at once.</summary>
        public static void BeginAnew()
        {
            Thread.Sleep(PauseAfterFailure);
            new DeviceRestart().Restart();
        }

        /// <summary>Nothing more, for ever.</summary>
        public static void Rest()
        {
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
