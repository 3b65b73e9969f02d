using NanoOta;

namespace Lamp
{
    /// <summary>A lamp that keeps itself up to date. The virtual ESP32 of the demo runs this very file.</summary>
    public static class Program
    {
        /// <summary>Where the CLR begins.</summary>
        public static void Main()
        {
            OtaClient client = new OtaClient(Settings.Create(), LampBoard.CreatePorts());
            LampBoard.Watch(client);
            LampBoard.Say(Release.Version, client.Start());

            if (client.IsOnTrial)
            {
                // The release has five minutes to prove itself. A release that does not is rolled back by a restart.
                HealthMonitor monitor = new HealthMonitor(client, LampBoard.Clock);
                monitor.Add("light", Release.CheckLight);
                LampBoard.Say("trial", monitor.Run());
            }

            int sinceCheck = Settings.CheckInterval;
            while (true)
            {
                if (sinceCheck >= Settings.CheckInterval)
                {
                    // On success this does not come back: the device restarts into the new release.
                    LampBoard.Say("update", client.Update());
                    sinceCheck = 0;
                }

                // Says life after ten minutes, and asks through the boot program when nobody has answered for days.
                client.Tend();
                LampBoard.Clock.Sleep(Settings.TendInterval);
                sinceCheck += Settings.TendInterval;
            }
        }
    }
}
