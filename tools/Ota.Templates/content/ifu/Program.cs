using NanoOta;

namespace OtaApplication1
{
    /// <summary>An application that keeps itself up to date, on a board with In-Field Update.</summary>
    public static class Program
    {
        private const int Pause = 5000;

        /// <summary>Where the CLR begins.</summary>
        public static void Main()
        {
            OtaPorts ports = Surroundings.CreatePorts();
            OtaAgent agent = new OtaAgent(Settings.Create(), ports, BoardPorts.CreateAgent(), Settings.CreateAgent());
            agent.AddCheck("work", Work.Check);
            agent.Start();
            while (true)
            {
                Work.Do(Settings.Version);

                // The application's own word that it lives: say it where the work is known to go well.
                agent.SayAlive();
                ports.Clock.Sleep(Pause);
            }
        }
    }
}
