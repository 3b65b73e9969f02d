using System.Threading;
using nanoFramework.Runtime.Native;
using NanoOta;

namespace Resident
{
    /// <summary>What is deployed once, by cable: it runs the application and keeps it replaceable.</summary>
    public static class Program
    {
        /// <summary>Where the CLR begins.</summary>
        public static void Main()
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
            new BootProgram(options, ports).Run();

            // The application's threads go on.
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
