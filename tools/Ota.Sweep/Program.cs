using System.Diagnostics;
using System.Globalization;
using NanoOta;
using NanoOta.Sweep;
using NanoOta.Sweep.Life;
using NanoOta.VirtualDevice;

// dotnet run -c Release --project tools/Ota.Sweep -- all [SEEDS] [PAIRS-ONE-IN] [TRIPLES] [MAX-CUTS-A-SCENARIO]
// dotnet run -c Release --project tools/Ota.Sweep -- SCENARIO [the same]
// dotnet run -c Release --project tools/Ota.Sweep -- bad-flash
// dotnet run -c Release --project tools/Ota.Sweep -- wear
// dotnet run -c Release --project tools/Ota.Sweep -- replay 'plain:cut#12/torn/3'
// dotnet run -c Release --project tools/Ota.Sweep -- life [--count N] [--seed S] [--case ID] [--without DEFENCE,...|each]
return args is ["life", .. string[] life] ? LifeProgram.Run(life) : args is ["replay", string id] ? Replay(SweepCase.Parse(id)) : args is ["bad-flash"] ? SweepBadFlash() : args is ["wear"] ? PrintWear() : args.Length == 0 ? Usage() : Sweep(args);

static int SweepBadFlash()
{
    int failed = 0;
    foreach (SweepCase bad in BadFlash.Cases(Scenario.Find("plain")))
    {
        StoryResult result = Story.Play(bad);
        failed += result.Violation == null ? 0 : 1;
        string codes = string.Join(' ', result.Record.Results.Where(code => code >= OtaResult.ChunkDigestMismatch).Distinct());
        Console.WriteLine($"{bad,-32} {result.Version}  {result.History.Count,2} runs  {codes}  {result.Violation}");
    }

    return failed == 0 ? 0 : 1;
}

static int PrintWear()
{
    Console.WriteLine(Wear.TableHead);
    foreach (Scenario scenario in Scenario.All)
    {
        Console.WriteLine(Wear.Measure(scenario));
    }

    return 0;
}

static int Usage()
{
    Console.Error.WriteLine($"replay CASE | bad-flash | wear | SCENARIO|all [torn seeds, 4] [pairs: one in, 1] [triples, 0] [cuts a scenario, 0 = no limit]");
    Console.Error.WriteLine($"Scenarios: {string.Join(' ', Scenario.All.Select(scenario => scenario.Name))}");
    return 2;
}

static int Replay(SweepCase sweepCase)
{
    StoryResult result = Story.Play(sweepCase);
    foreach (BootReport report in result.History)
    {
        Console.WriteLine($"{report.Number,3}  {report.Slot,-6} {report.Version,-4} {report.State,-14} {report.End,-9} {report.Detail}");
    }

    Console.WriteLine(string.Join(' ', result.Record.Results));
    Console.WriteLine(result.Violation ?? "All is well.");
    return result.Violation == null ? 0 : 1;
}

static int Sweep(string[] args)
{
    int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
    bool failed = false;
    long cuts = 0;
    long stories = 0;
    Stopwatch watch = Stopwatch.StartNew();
    foreach (Scenario scenario in args[0] == "all" ? Scenario.All : [Scenario.Find(args[0])])
    {
        SweepTally tally = new();
        CutSweepOptions options = new()
        {
            TornSeeds = Number(1, 4),
            PairsOneIn = Number(2, 1),
            Triples = Number(3, 0),
            MaxCuts = Number(4, 0),
        };
        new CutSweep(scenario, options, tally).Run();
        cuts += tally.Cuts;
        stories += tally.Stories;
        failed |= tally.Failed != 0;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{scenario.Name,-12} {tally.Stories,9:N0} stories {tally.Cuts,9:N0} cuts {tally.Runs,9:N0} runs {tally.Failed,6:N0} failed {tally.Beyond,6:N0} beyond {tally.BytesRead / tally.Stories / 1024,6:N0} KiB read a story, {tally.MostBytesRead / 1024:N0} at most {watch.Elapsed.TotalSeconds,7:F1} s"));
        tally.Failures.ForEach(failure => Console.WriteLine($"    {failure}"));
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all          {stories,9:N0} stories {cuts,9:N0} cuts"));
    return failed ? 1 : 0;
}
