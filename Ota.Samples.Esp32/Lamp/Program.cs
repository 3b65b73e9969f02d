using NanoOta;

namespace Lamp
{
    /// <summary>A lamp that keeps itself up to date. The virtual ESP32 of the demo runs this very file.</summary>
    public static class Program
    {
        /// <summary>Where the CLR begins.</summary>
        public static void Main()
        {
            OtaAgent agent = new OtaAgent(Settings.Create(), LampBoard.CreatePorts(), BoardPorts.CreateAgent());
            agent.AddCheck("light", Release.CheckLight);
            LampBoard.Watch(agent);

            // A lamp has nothing else to do. An application that has calls Start, and goes on.
            LampBoard.Say("agent", agent.Run());
        }
    }
}
