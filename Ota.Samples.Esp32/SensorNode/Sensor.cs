using NanoOta;

namespace SensorNode
{
    /// <summary>The sensor. No two nodes have the same one, so this gives a fixed temperature: put your driver into TryRead.</summary>
    internal static class Sensor
    {
        private const int Lowest = -40000;
        private const int Highest = 85000;

        /// <summary>Measures, in thousandths of a degree Celsius. False while there is no value.</summary>
        public static bool TryRead(out int milliCelsius)
        {
            milliCelsius = 21500;
            return true;
        }

        /// <summary>Whether the sensor works: asked while a release is on trial. A value that cannot be is a broken driver, no value is none yet.</summary>
        public static HealthStatus Check()
        {
            int milliCelsius;
            if (!TryRead(out milliCelsius))
            {
                return HealthStatus.NotYet;
            }

            return milliCelsius >= Lowest && milliCelsius <= Highest ? HealthStatus.Healthy : HealthStatus.Failed;
        }
    }
}
