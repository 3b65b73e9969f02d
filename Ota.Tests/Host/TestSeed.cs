using System.Globalization;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests
{
    /// <summary>
    /// Seeds of randomised tests: new ones each run, printed by the test; the environment variable NANOOTA_SEED replays one. Their
    /// numbers of rounds: the environment variable NANOOTA_ROUNDS, in per cent, makes them fewer or more.
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

        /// <summary>How many rounds a test makes that makes <paramref name="usual"/> of them without NANOOTA_ROUNDS; at least one.</summary>
        public static int Rounds(int usual)
        {
            string? percent = Environment.GetEnvironmentVariable("NANOOTA_ROUNDS");
            return percent == null ? usual : Math.Max(1, (int)((long)usual * int.Parse(percent, CultureInfo.InvariantCulture) / 100));
        }
    }
}
