using System.Diagnostics;
using System.Globalization;

namespace NanoOta.Sweep.Life
{
    /// <summary>The verb life of this program.</summary>
    public static class LifeProgram
    {
        private const int DefaultCount = 1000;
        private const int ProgressStep = 1000;

        /// <summary>Runs the verb; an exit code.</summary>
        public static int Run(string[] args)
        {
            Dictionary<string, string> options = [];
            for (int i = 0; i + 1 < args.Length; i += 2)
            {
                options[args[i]] = args[i + 1];
            }

            HashSet<Defence> without = [];
            if (options.TryGetValue("--without", out string? names))
            {
                foreach (string name in names.Split(','))
                {
                    if (name == "each")
                    {
                        return SweepEach(Number(options, "--count", DefaultCount), Number(options, "--seed", 1));
                    }

                    without.Add(DefenceNames.Parse(name));
                }
            }

            return options.TryGetValue("--case", out string? id)
                ? Replay(Find(id), without)
                : Sweep(Number(options, "--seed", 1), Number(options, "--from", 0), Number(options, "--count", DefaultCount), without);
        }

        // SEED.NUMBER, or the name of a story of the demo and a board: crash-loop/stock.
        private static LifeStory Find(string id)
        {
            string[] parts = id.Split('/');
            return parts.Length == 2 ? LifeDemo.Find(parts[0], Enum.Parse<LifeBoardKind>(parts[1].Replace("-", "", StringComparison.Ordinal), ignoreCase: true)) : StoryMaker.Parse(id);
        }

        private static int Number(Dictionary<string, string> options, string name, int otherwise) =>
            options.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

        private static int Replay(LifeStory story, HashSet<Defence> without)
        {
            List<string> trace = [];
            LifeResult result = LifePlay.Tell(story, without, trace);
            foreach (string line in story.Describe().Concat(trace))
            {
                Console.WriteLine(line);
            }

            Console.WriteLine(result.Fate == null ? "The device is saved." : $"{result.Fate}{(result.Reason == null ? "" : $" ({result.Reason})")}");
            return result.IsStranded ? 1 : 0;
        }

        private static int Sweep(int seed, int from, int count, HashSet<Defence> without)
        {
            Stopwatch watch = Stopwatch.StartNew();
            LifeTally tally = new();
            for (int i = from; i < from + count; i++)
            {
                tally.Add(LifePlay.Tell(StoryMaker.Make(seed, i), without));
                if (tally.Stories % ProgressStep == 0 && tally.Stories < count)
                {
                    // A long run in the background tells how far it is, and what it has found by then.
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{tally.Stories:N0} of {count:N0}, {watch.Elapsed.TotalSeconds:F0} s, stranded: {tally.Stranded:N0} {string.Join(' ', tally.Failures.Select(failure => failure.Split(' ')[0]))}"));
                    Console.Out.Flush();
                }
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{tally.Stories:N0} stories, {tally.VirtualSeconds / 86400 / 365.25:F1} years, {tally.Runs:N0} starts, {tally.Cuts:N0} power cuts, {tally.Asks:N0} asks, {tally.GoingsBack:N0} goings back, {watch.Elapsed.TotalSeconds:F1} s"));
            Console.WriteLine($"longest after everything was healed: {LifeStory.Time(tally.Longest)}");
            foreach ((string kind, int stories) in tally.Kinds)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {kind,-26} {100.0 * stories / tally.Stories,5:F1} %"));
            }

            foreach ((string reason, int stories) in tally.Beyond)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cannot be saved: {stories,6}  {reason}"));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stranded: {tally.Stranded:N0}"));
            tally.Failures.ForEach(failure => Console.WriteLine($"  {failure}"));
            return tally.Stranded == 0 ? 0 : 1;
        }

        private static int SweepEach(int count, int seed)
        {
            Console.WriteLine("| defence left out | stranded | starts | trials | requests | erases | first cases |\n| --- | ---: | ---: | ---: | ---: | ---: | --- |");
            foreach (HashSet<Defence> without in Enum.GetValues<Defence>().Select(defence => new HashSet<Defence> { defence }).Prepend([]))
            {
                LifeTally tally = new();
                for (int i = 0; i < count; i++)
                {
                    tally.Add(LifePlay.Tell(StoryMaker.Make(seed, i), without));
                }

                string name = without.Count == 0 ? "none" : DefenceNames.Of(without.Single());
                string cases = string.Join(' ', tally.Failures.Take(2).Select(failure => failure.Split(' ')[0]));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| `{name}` | {tally.Stranded:N0} | {tally.Runs:N0} | {tally.Trials:N0} | {tally.Requests:N0} | {tally.Erases:N0} | {cases} |"));
                Console.Out.Flush();
            }

            return 0;
        }
    }
}
