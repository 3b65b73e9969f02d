using NanoOta;

namespace Blink
{
    /// <summary>A LED that blinks and keeps itself up to date, started by Ota.Bootstrap. 'nanoota demo --stock' runs this very file.</summary>
    public static class Program
    {
        private const int HalfPeriod = 500;
        private const int TogglesBetweenChecks = 7200;

        /// <summary>Where Ota.Bootstrap begins.</summary>
        public static void Main()
        {
            OtaContext ota = OtaContext.Current;
            BlinkBoard.Start(ota.Client);
            BlinkBoard.Say(ota.Version, ota.Client.LastOutcome.Code);
            if (ota.Client.IsOnTrial)
            {
                HealthMonitor monitor = new HealthMonitor(ota.Client, ota.Clock);
                monitor.Add("led", BlinkBoard.CheckLed);
                BlinkBoard.Say("trial", monitor.Run());
            }

            // The application's own word: a LED that blinks works. Without the word the Bootstrap says life after ten minutes.
            ota.Client.SayAlive();

            // The first check comes at once. The next ones come at this board's own part of the hour, so boards do not ask together.
            int toggles = ota.Client.GetCheckOffset(TogglesBetweenChecks);
            while (true)
            {
                // On success this does not come back: the device restarts into the new release.
                BlinkBoard.Say("update", ota.Client.Update());
                for (int i = 0; i < toggles; i++)
                {
                    BlinkBoard.Toggle();
                    ota.Clock.Sleep(HalfPeriod);
                }

                toggles = TogglesBetweenChecks;
            }
        }
    }
}
