using NanoOta;

namespace OtaApplication1
{
    /// <summary>An application that keeps itself up to date. The resident program starts the application, and has made the agent.</summary>
    public static class Program
    {
        private const int Pause = 5000;

        /// <summary>Where the resident program begins.</summary>
        public static void Main()
        {
            OtaAgent agent = OtaAgent.Current;
            agent.AddCheck("work", Work.Check);
            agent.Start();
            while (true)
            {
                Work.Do(OtaContext.Current.Version);

                // The application's own word that it lives: say it where the work is known to go well.
                agent.SayAlive();
                OtaContext.Current.Clock.Sleep(Pause);
            }
        }
    }
}
