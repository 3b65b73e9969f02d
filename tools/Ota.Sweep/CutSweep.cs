using NanoOta.VirtualDevice;

namespace NanoOta.Sweep
{
    /// <summary>Which power cuts a sweep tries.</summary>
    public sealed record CutSweepOptions
    {
        /// <summary>Torn variants of every operation: mixtures that a seed chooses.</summary>
        public int TornSeeds { get; init; } = 2;

        /// <summary>Whether otadata's state words are also torn one by one, with every value that means something.</summary>
        public bool TearsStateWords { get; init; } = true;

        /// <summary>Of the pairs of cuts one in so many is tried, by a hash of the case; 0 for none, 1 for all.</summary>
        public int PairsOneIn { get; init; }

        /// <summary>Triples, chosen at random.</summary>
        public int Triples { get; init; }

        /// <summary>Chooses the triples and the sample of pairs.</summary>
        public int Seed { get; init; } = 1;

        /// <summary>The sweep stops after that many cuts; 0 for never.</summary>
        public long MaxCuts { get; init; }
    }

    /// <summary>What a sweep has done.</summary>
    public sealed class SweepTally
    {
        private const int KeptFailures = 20;

        /// <summary>Stories played.</summary>
        public long Stories { get; private set; }

        /// <summary>Power cuts that hit.</summary>
        public long Cuts { get; private set; }

        /// <summary>Runs of the board.</summary>
        public long Runs { get; private set; }

        /// <summary>Bytes of flash that were read.</summary>
        public long BytesRead { get; private set; }

        /// <summary>Bytes of flash that the story with the most of them read.</summary>
        public long MostBytesRead { get; private set; }

        /// <summary>Stories in which something happened that must not.</summary>
        public long Failed { get; private set; }

        /// <summary>Stories that nobody but the bootloader could have ended well; see <see cref="StoryResult.IsBeyondTheClient"/>.</summary>
        public long Beyond { get; private set; }

        /// <summary>The first of them: case id and what happened.</summary>
        public List<string> Failures { get; } = [];

        /// <summary>Counts a story.</summary>
        public void Add(StoryResult result)
        {
            Stories++;
            Cuts += result.Cuts;
            Runs += result.History.Count;
            BytesRead += result.Flash.Cost.BytesRead;
            MostBytesRead = Math.Max(MostBytesRead, result.Flash.Cost.BytesRead);
            Beyond += result.IsBeyondTheClient ? 1 : 0;
            if (result.Violation != null)
            {
                Failed++;
                if (Failures.Count < KeptFailures)
                {
                    Failures.Add($"{result.Case}  {result.Violation}");
                }
            }
        }
    }

    /// <summary>
    /// Cuts the power at every flash operation of a scenario: before, torn and after; then again while the device recovers.
    /// </summary>
    public sealed class CutSweep
    {
        private readonly Scenario _scenario;
        private readonly CutSweepOptions _options;
        private readonly SweepTally _tally;

        public CutSweep(Scenario scenario, CutSweepOptions options, SweepTally tally)
        {
            _scenario = scenario;
            _options = options;
            _tally = tally;
        }

        /// <summary>Runs the whole sweep.</summary>
        /// <exception cref="InvalidOperationException">The scenario fails without a fault already.</exception>
        public void Run()
        {
            List<FlashOperation> log = [];
            StoryResult clean = Story.Play(new SweepCase(_scenario, FaultPlan.None), new StoryOptions { Log = log });
            if (clean.Violation != null)
            {
                throw new InvalidOperationException($"{_scenario.Name} without a fault: {clean.Violation}");
            }

            for (int i = 0; i < log.Count && !IsEnough(); i++)
            {
                foreach (PowerCut first in CutsAt(i, log[i]))
                {
                    List<FlashOperation> recovery = [];
                    Play([first], recovery);
                    if (_options.PairsOneIn != 0)
                    {
                        RunPairs(first, recovery);
                    }
                }
            }

            Random random = new(_options.Seed);
            for (int i = 0; i < _options.Triples && !IsEnough(); i++)
            {
                PlayTriple(random, log);
            }
        }

        private static uint Hash(PowerCut first, PowerCut second, int seed)
        {
            uint hash = (uint)seed;
            foreach (uint value in new[] { (uint)first.Operation, (uint)first.Kind, first.Seed, (uint)second.Operation, (uint)second.Kind, second.Seed })
            {
                hash = (hash ^ value) * 0x9E3779B1;
                hash ^= hash >> 15;
            }

            return hash;
        }

        private void RunPairs(PowerCut first, List<FlashOperation> recovery)
        {
            for (int i = first.Operation + 1; i < recovery.Count && !IsEnough(); i++)
            {
                foreach (PowerCut second in CutsAt(i, recovery[i]))
                {
                    if (Hash(first, second, _options.Seed) % (uint)_options.PairsOneIn == 0)
                    {
                        Play([first, second], null);
                    }
                }
            }
        }

        // Each next cut is chosen among the operations that the ones before it lead to.
        private void PlayTriple(Random random, List<FlashOperation> clean)
        {
            List<PowerCut> cuts = [];
            List<FlashOperation> log = clean;
            for (int from = 0; cuts.Count < 3 && from < log.Count;)
            {
                int operation = random.Next(from, log.Count);
                List<PowerCut> choice = [.. CutsAt(operation, log[operation])];
                cuts.Add(choice[random.Next(choice.Count)] with { Operation = operation });
                from = operation + 1;
                log = [];
                Play([.. cuts], log);
            }
        }

        private IEnumerable<PowerCut> CutsAt(int index, FlashOperation operation)
        {
            yield return PowerCut.AtOperation(index, CutKind.Before);
            yield return PowerCut.AtOperation(index, CutKind.After);
            for (uint seed = 0; seed < _options.TornSeeds; seed++)
            {
                yield return PowerCut.AtOperation(index, CutKind.Torn, seed);
            }

            if (_options.TearsStateWords && SweepBoard.IsOtaData(operation.Offset))
            {
                foreach (uint seed in StateWordTears.Seeds)
                {
                    yield return PowerCut.AtOperation(index, CutKind.Torn, seed);
                }
            }
        }

        private void Play(PowerCut[] cuts, List<FlashOperation>? log)
        {
            SweepCase sweepCase = new(_scenario, new FaultPlan(cuts));
            _tally.Add(Story.Play(sweepCase, new StoryOptions { Log = log }));
        }

        private bool IsEnough() => _options.MaxCuts != 0 && _tally.Cuts >= _options.MaxCuts;
    }

    /// <summary>Seeds that tear otadata's state word alone.</summary>
    public static class StateWordTears
    {
        private const int StateWord = 24 / 4;

        /// <summary>One for each value that the word is given.</summary>
        public static IReadOnlyList<uint> Seeds { get; } = [.. Enumerable.Range(0, TornWord.Values).Select(value => TornWord.Seed(StateWord, value))];
    }
}
