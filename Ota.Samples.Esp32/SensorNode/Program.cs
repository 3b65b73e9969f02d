using System;
using nanoFramework.Hardware.Esp32;
using NanoOta;

namespace SensorNode
{
    /// <summary>
    /// A sensor on a battery, started by Ota.Bootstrap: wakes, measures, sends, sleeps. The agent needs no thread here. All that is due is done before
    /// the sleep, and a release on trial proves itself there.
    /// </summary>
    public static class Program
    {
        private const int SecondsAsleep = 900;
        private const int Minute = 60000;

        /// <summary>Where Ota.Bootstrap begins.</summary>
        public static void Main()
        {
            OtaAgent agent = OtaAgent.Current;
            agent.AddCheck("network", Network.Check);
            agent.AddCheck("sensor", Sensor.Check);
            if (Network.Connect() && Sensor.TryRead(out int milliCelsius))
            {
                Console.WriteLine(OtaContext.Current.Version + ": " + milliCelsius.ToString());
            }

            while (agent.BeforeSleep(SecondsAsleep) == 0)
            {
                // A sleep now would cost the trial.
                OtaContext.Current.Clock.Sleep(Minute);
            }

            Sleep.EnableWakeupByTimer(TimeSpan.FromSeconds(SecondsAsleep));
            Sleep.StartDeepSleep();
        }
    }
}
