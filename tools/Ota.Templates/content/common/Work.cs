using System;
using NanoOta;

namespace OtaApplication1
{
    /// <summary>What the application is for. Put your own code here.</summary>
    internal static class Work
    {
        /// <summary>Called every few seconds.</summary>
        public static void Do(string version)
        {
            Console.WriteLine("Hello from " + version);
        }

        /// <summary>
        /// Whether the work goes well: asked while a release is on trial. A release that says Failed is undone, and one that says NotYet is asked again.
        /// </summary>
        public static HealthStatus Check()
        {
            return HealthStatus.Healthy;
        }
    }
}
