using NanoOta;
using NanoOta.Demo;
using NanoOta.VirtualDevice;

namespace Lamp
{
    /// <summary>The lamp of the week: the sample's program, with a user, a window, a reserve and reports.</summary>
    public static class Program
    {
        private const int DaySeconds = 86400;
        private const int HourSeconds = 3600;

        /// <summary>Where the CLR begins.</summary>
        public static void Main()
        {
            OtaPorts ports = BoardPorts.Create();
            EspPorts.AddTo(ports);
            AgentPorts own = BoardPorts.CreateAgent();
            OtaOptions client = Settings.Create();
            HttpReporter http = new HttpReporter(Week.Collector, Week.Token);
            MqttOptions broker = new MqttOptions { Broker = "127.0.0.1", Port = Week.BrokerPort, Protection = MqttProtection.UnsafePlain };
            MqttLink link = Week.BrokerPort == 0 ? null : new MqttLink(broker, client);
            own.Trigger = link;
            own.Reporter = link == null ? http : new BothReporters(http, link);
            AgentOptions options = new AgentOptions();
            options.Defaults.WindowStart = 120;
            options.Defaults.WindowEnd = 240;
            options.Defaults.UtcOffset = 60;
            options.Defaults.ReserveUrl = Week.Reserve;
            OtaAgent agent = new OtaAgent(client, ports, own, options);
            agent.AddCheck("light", Release.CheckLight);

            // Somebody uses the lamp from 18 to 24 o'clock, UTC.
            long Hour() => ports.Clock.UtcSeconds % DaySeconds / HourSeconds;
            agent.LeaveAsked = (what, release) => Hour() >= 18 ? Leave.NotNow : Leave.Given;
            IBoard board = BoardNatives.Current;
            agent.Ended += outcome => board.Report("outcome", (int)outcome.Code, (int)outcome.Phase, outcome.Version);
            ClientReports.Watch(agent.Client);
            try
            {
                agent.Run();
            }
            finally
            {
                // A restart ends every thread of a device, and with the threads the connection. The virtual board unwinds the program instead.
                link?.Close();
            }
        }
    }
}
