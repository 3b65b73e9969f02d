using System.Globalization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests
{
    /// <summary>
    /// Seeds of randomised tests: new ones each run, printed by the test; the environment variable NANOOTA_SEED replays one.
    /// </summary>
    internal static class TestSeed
    {
        /// <summary>A random source whose seed stands in the test's output.</summary>
        public static Random Create(TestContext context)
        {
            string? replayed = Environment.GetEnvironmentVariable("NANOOTA_SEED");
            int seed = replayed == null ? Random.Shared.Next() : int.Parse(replayed, CultureInfo.InvariantCulture);
            context.WriteLine($"NANOOTA_SEED={seed.ToString(CultureInfo.InvariantCulture)}");
            return new Random(seed);
        }
    }
}
