using System.CommandLine;
using System.Globalization;
using NanoOta.Fuzz;

Argument<string> which = new("target") { Description = "A target's name; all; or tool for the verbs of the host tool.", DefaultValueFactory = _ => "all" };
Option<long> count = new("--count") { Description = "Inputs for each target.", DefaultValueFactory = _ => 100_000 };
Option<int?> seed = new("--seed") { Description = "Seed of the random source; a new one if it is not given." };
Option<string?> input = new("--input") { Description = "Runs one input (hex) instead." };
Option<string?> corpus = new("--corpus") { Description = "Writes the fixed corpus into this folder instead (--count and --seed decide what it has)." };
RootCommand root = new("Fuzzes what parses bytes from outside. Exit code 0: every claim held; 1: one did not.\n\n"
    + string.Join('\n', FuzzTarget.CreateAll().Concat(FuzzTarget.CreateTools()).Select(target => $"{target.Name}: {target.Claim}")))
{ which, count, seed, input, corpus };
root.SetAction((parsed, cancellation) =>
{
    string name = parsed.GetRequiredValue(which);
    FuzzTarget[] targets = name == "tool"
        ? [.. FuzzTarget.CreateTools()]
        : [.. FuzzTarget.CreateAll().Where(target => name == "all" || target.Name == name), .. FuzzTarget.CreateTools().Where(target => target.Name == name)];
    if (targets.Length == 0)
    {
        Console.Error.WriteLine($"There is no target {name}. --help lists them.");
        return Task.FromResult(2);
    }

    int chosen = parsed.GetValue(seed) ?? Random.Shared.Next();
    long inputs = parsed.GetValue(count);
    if (parsed.GetValue(corpus) is string folder)
    {
        Array.ForEach(targets, target => Console.WriteLine($"{target.Name}: {Corpus.Write(folder, target, inputs, chosen)} inputs"));
        return Task.FromResult(0);
    }

    return Task.FromResult(parsed.GetValue(input) is string hex ? RunOne(targets, Convert.FromHexString(hex)) : RunAll(targets, inputs, chosen, cancellation));
});
Command images = new("firmware", "Attaches applications to generated firmware images, changes them and takes them off; then damages as many.") { count, seed };
images.SetAction((parsed, cancellation) => Task.FromResult(RunImages(parsed.GetValue(count), parsed.GetValue(seed) ?? Random.Shared.Next(), cancellation)));
root.Subcommands.Add(images);
Argument<int> releases = new("releases") { Description = "Releases to publish.", DefaultValueFactory = _ => 200 };
Command race = new("publishers", "Two publishers as processes, one of them killed at random, and a reader that verifies all that it sees.") { releases, seed };
race.SetAction(parsed => PublisherRace.RunAsync(parsed.GetValue(releases), parsed.GetValue(seed) ?? Random.Shared.Next()));
root.Subcommands.Add(race);
Argument<string> raceFolder = new("folder");
Argument<int> number = new("number");
Command publisher = new("publisher", "One publisher of the race.") { raceFolder, number };
publisher.Hidden = true;
publisher.SetAction(parsed => PublisherRace.PublishAllAsync(parsed.GetRequiredValue(raceFolder), parsed.GetValue(number)));
root.Subcommands.Add(publisher);
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);

static int RunOne(FuzzTarget[] targets, byte[] input)
{
    foreach (FuzzTarget target in targets)
    {
        Console.WriteLine($"{target.Name}: {target.Describe(target.Run(input))}");
    }

    return 0;
}

static int RunAll(FuzzTarget[] targets, long inputs, int seed, CancellationToken cancellation)
{
    long total = 0;
    int exit = 0;
    foreach (FuzzTarget target in targets)
    {
        FuzzReport report = Fuzzer.Run(target, inputs, seed, cancellation);
        total += report.Inputs;
        string outcomes = string.Join(", ", report.Outcomes.OrderByDescending(pair => pair.Value)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{target.Describe(pair.Key)} {pair.Value}")));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Target}: {report.Inputs} inputs, seed {report.Seed}, {report.Duration.TotalSeconds:F1} s; {outcomes}"));
        if (report.Outcomes.Keys.Any(outcome => target.IsPastFirstCheck(outcome) != null))
        {
            long past = report.Outcomes.Where(pair => target.IsPastFirstCheck(pair.Key) == true).Sum(pair => pair.Value);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Target}: {(double)past / report.Inputs:P1} got past the first check"));
        }

        if (report.Finding != null)
        {
            Console.WriteLine(report.Finding);
            exit = 1;
        }
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"total: {total} inputs"));
    return exit;
}

static int RunImages(long count, int seed, CancellationToken cancellation)
{
    foreach ((string name, Action<FirmwareFuzz> run) in ((string, Action<FirmwareFuzz>)[])
        [("round trips", fuzz => fuzz.RoundTrips(count, cancellation)), ("damaged", fuzz => fuzz.Mutations(count, cancellation))])
    {
        FirmwareFuzz fuzz = new(seed);
        long start = Environment.TickCount64;
        try
        {
            run(fuzz);
        }
        catch (FuzzFailureException e)
        {
            Console.WriteLine($"{name}: {e.Message}");
            return 1;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {count} images, seed {seed}, {(Environment.TickCount64 - start) / 1000} s"));
        foreach ((string outcome, long times) in fuzz.Outcomes.OrderByDescending(pair => pair.Value))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {outcome}: {times}"));
        }
    }

    return 0;
}
