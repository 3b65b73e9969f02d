using System;
using System.Threading;
using NanoOta;

namespace Updater
{
    /// <summary>The boot program's surroundings on an ESP32 whose firmware has nanoOta's native half.</summary>
    internal static class UpdaterBoard
    {
        private const int PauseAfterFailure = 60000;

        private static readonly SystemClock _clock = new SystemClock();

        /// <summary>Slots in the OTA partitions, the state record in flash, HTTP.</summary>
        public static OtaPorts CreatePorts()
        {
            OtaPorts ports = new OtaPorts
            {
                Transport = new HttpTransport(new HttpTransportOptions()),
                Clock = _clock,
                Restart = new DeviceRestart(),
                Link = new NetworkLink(),
                Network = BoardPorts.CreateKeeper(),
            };
            EspPorts.AddTo(ports);
            return ports;
        }

        /// <summary>The stored Wi-Fi.</summary>
        public static INetwork CreateNetwork()
        {
            return new WifiNetwork(_clock);
        }

        /// <summary>On the console: what the client does, and what the board waits for.</summary>
        public static void Watch(UpdateProgram program)
        {
            program.Waits = new WaitConsole("updater").Say;
            program.Client.StateChanged += (OtaState state) => Console.WriteLine("updater state " + ((int)state).ToString());
        }

        /// <summary>On the console: wrong settings end the program at once (docs/FORMAT.md has the codes).</summary>
        public static void Say(OtaResult result)
        {
            Console.WriteLine("updater " + ((int)result).ToString());
        }

        /// <summary>Restarts, not at once.</summary>
        public static void BeginAnew()
        {
            Thread.Sleep(PauseAfterFailure);
            new DeviceRestart().Restart();
        }

        /// <summary>Nothing more; the native timer restarts the chip.</summary>
        public static void Rest()
        {
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
