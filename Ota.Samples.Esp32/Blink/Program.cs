using NanoOta;

namespace Blink
{
    /// <summary>A LED that blinks and keeps itself up to date, started by Ota.Bootstrap. 'nanoota demo --stock' runs this very file.</summary>
    public static class Program
    {
        private const int HalfPeriod = 500;

        /// <summary>Where Ota.Bootstrap begins.</summary>
        public static void Main()
        {
            // The Bootstrap has made the agent: client and agent are resident, and the application brings neither.
            OtaAgent agent = OtaAgent.Current;
            BlinkBoard.Start(agent);
            agent.AddCheck("led", BlinkBoard.CheckLed);

            // The application's own word: a LED that blinks works. Without the word the agent says life after ten minutes.
            agent.SayAlive();
            agent.Start();
            while (true)
            {
                BlinkBoard.Toggle();
                OtaContext.Current.Clock.Sleep(HalfPeriod);
            }
        }
    }
}
