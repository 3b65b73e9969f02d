using System;
using nanoFramework.Hardware.Esp32;
using NanoOta;

namespace SensorNode
{
    /// <summary>
    /// A sensor on a battery, started by Ota.Bootstrap: wakes, measures, sends, sleeps. A release on trial proves itself before its first sleep. An
    /// earlier sleep or restart costs one of its trial boots and no more.
    /// </summary>
    public static class Program
    {
        private const int MinutesAsleep = 15;

        // Asking the server costs as much power as a measurement: every sixth hour is enough.
        private const int WakesPerCheck = 24;

        /// <summary>Where Ota.Bootstrap begins.</summary>
        public static void Main()
        {
            OtaContext ota = OtaContext.Current;
            bool isOnline = Network.Connect();
            if (ota.Client.IsOnTrial)
            {
                Prove(ota);
            }

            int milliCelsius;
            if (isOnline && Sensor.TryRead(out milliCelsius))
            {
                Console.WriteLine(ota.Version + ": " + milliCelsius.ToString());
            }

            if (isOnline && IsTimeToCheck(ota))
            {
                // On success this does not come back: the device restarts into the new release.
                ota.Client.Update();
            }

            // Announced, so that the next start counts against nobody.
            ota.Client.DeclareRestart(NextStart.AfterSleep);
            Sleep.EnableWakeupByTimer(TimeSpan.FromMinutes(MinutesAsleep));
            Sleep.StartDeepSleep();
        }

        // Five minutes for Wi-Fi, sensor and update server; if one of them fails, this restarts into the release before.
        private static void Prove(OtaContext ota)
        {
            HealthMonitor monitor = new HealthMonitor(ota.Client, ota.Clock);
            monitor.Add("network", Network.Check);
            monitor.Add("sensor", Sensor.Check);
            monitor.Run();
        }

        // By the clock, because nothing else survives deep sleep. Each node has a wake-up of its own. Without the time: always.
        private static bool IsTimeToCheck(OtaContext ota)
        {
            long wakes = ota.Clock.UtcSeconds / (MinutesAsleep * 60);
            return wakes == 0 || (wakes + ota.Client.GetCheckOffset(WakesPerCheck)) % WakesPerCheck == 0;
        }
    }
}
