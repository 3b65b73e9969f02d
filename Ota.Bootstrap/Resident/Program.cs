using System;
using NanoOta;

namespace Resident
{
    /// <summary>
    /// What is deployed once, by cable. This program runs the application and keeps the application replaceable. 'nanoota demo --stock' runs this
    /// very file.
    /// </summary>
    public static class Program
    {
        /// <summary>Where the CLR begins.</summary>
        public static void Main()
        {
            try
            {
                BootOptions options = Settings.Create();
                options.Ota.FirmwareVersion = ResidentBoard.FirmwareVersion;
                ResidentBoard.Say(new BootProgram(options, ResidentBoard.CreatePorts()).Run());
            }
            catch (Exception)
            {
                // Nobody can reach the device. So the device begins anew, whatever happened: memory or a drive that has gone.
                ResidentBoard.BeginAnew();
            }

            // The application's threads go on.
            ResidentBoard.Rest();
        }
    }
}
