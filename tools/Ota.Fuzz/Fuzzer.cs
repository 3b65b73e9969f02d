using System.Diagnostics;
using System.Globalization;

namespace NanoOta.Fuzz
{
    /// <summary>An input that broke a claim.</summary>
    public sealed record FuzzFinding(string Target, int Seed, long Number, byte[] Input, Exception Error)
    {
        /// <summary>Target, seed and input, and the command that runs the input again.</summary>
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Target}: input {Number} of seed {Seed} ({Input.Length} bytes): {Error}\nreplay: dotnet run -c Release --project tools/Ota.Fuzz -- {Target} --input {Convert.ToHexString(Input)}");
    }

    /// <summary>What a run came to. <paramref name="First"/> has the first input of each outcome.</summary>
    public sealed record FuzzReport(
        string Target, int Seed, long Inputs, TimeSpan Duration, SortedDictionary<int, long> Outcomes, SortedDictionary<int, byte[]> First, FuzzFinding? Finding);

    /// <summary>
    /// Runs mutated inputs against a target until one breaks its claim. An input whose outcome was not seen before joins the ones that are
    /// mutated, so the run works its way past one check after the other. Target, seed and count decide everything.
    /// </summary>
    public static class Fuzzer
    {
        // Inputs of known outcomes join too, now and then, so that changes add up; the oldest of them leave.
        private const int MaxPool = 512;
        private const int JoinEvery = 200;

        /// <summary>One run.</summary>
        public static FuzzReport Run(FuzzTarget target, long count, int seed, CancellationToken cancellation = default)
        {
            Random random = new(seed);
            Mutator mutator = new(target, random);
            List<byte[]> pool = [.. target.Seeds];
            SortedDictionary<int, long> outcomes = [];
            SortedDictionary<int, byte[]> first = [];
            long start = Stopwatch.GetTimestamp();
            long number = 0;
            FuzzFinding? finding = null;
            for (; number < count && !cancellation.IsCancellationRequested; number++)
            {
                byte[] input = number < target.Seeds.Count ? target.Seeds[(int)number] : mutator.Next(pool);
                int outcome;
                try
                {
                    outcome = target.Run(input);
                }
                catch (Exception e)
                {
                    finding = new FuzzFinding(target.Name, seed, number++, input, e);
                    break;
                }

                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
                bool isNew = first.TryAdd(outcome, input);
                if (isNew || number % JoinEvery == 0)
                {
                    Join(pool, input, target.Seeds.Count, isNew);
                }
            }

            return new FuzzReport(target.Name, seed, number, Stopwatch.GetElapsedTime(start), outcomes, first, finding);
        }

        private static void Join(List<byte[]> pool, byte[] input, int seeds, bool isNew)
        {
            if (pool.Count >= MaxPool)
            {
                pool.RemoveAt(seeds + (MaxPool - seeds) / 2);
            }

            // New outcomes in front, where they are not removed.
            pool.Insert(isNew ? seeds : pool.Count, input);
        }
    }
}
