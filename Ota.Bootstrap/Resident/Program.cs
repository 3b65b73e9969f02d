using System;
using System.Diagnostics;
using System.Threading;
using nanoFramework.Runtime.Native;
using NanoOta;

namespace Resident
{
    /// <summary>What is deployed once, by cable: it runs the application and keeps it replaceable.</summary>
    public static class Program
    {
        private const int PauseAfterFailure = 60000;

        /// <summary>Where the CLR begins.</summary>
        public static void Main()
        {
            try
            {
                Run();
            }
            catch (Exception)
            {
                // Nobody can reach the device: whatever this was, memory or a drive that has gone, it begins anew.
                Thread.Sleep(PauseAfterFailure);
                new DeviceRestart().Restart();
            }

            // The application's threads go on.
            Thread.Sleep(Timeout.Infinite);
        }

        private static void Run()
        {
            SystemClock clock = new SystemClock();
            BootOptions options = new BootOptions();
            options.Ota = Settings.Create();
            options.Ota.FirmwareVersion = SystemInfo.Version.ToString();
            BootPorts ports = new BootPorts();
            ports.Storage = new DriveStorage(Settings.Folder, Settings.Capacity);
            ports.Loader = new ClrLoader();
            ports.Network = new WifiNetwork(clock);
            ports.Transport = new HttpTransport(new HttpTransportOptions());
            ports.Clock = clock;
            ports.Restart = new DeviceRestart();
            OtaResult result = new BootProgram(options, ports).Run();

            // For the debug console: wrong settings end here at once (docs/FORMAT.md has the codes).
            Debug.WriteLine("bootstrap " + ((int)result).ToString());
        }
    }
}
