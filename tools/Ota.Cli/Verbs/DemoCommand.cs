using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoOta.Demo;
using NanoOta.Sweep.Life;
using NanoOta.Tooling;
using Spectre.Console;

namespace NanoOta.Cli
{
    /// <summary>nanoota demo: the whole story on a virtual ESP32, no board needed.</summary>
    internal static class DemoCommand
    {
        private static readonly JsonSerializerOptions _camelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

        public static Command Create(CliConsole console)
        {
            Option<bool> json = new("--json") { Description = "Print one JSON object instead of the story." };
            Option<bool> stock = new("--stock") { Description = "Show it on stock firmware, through Ota.Bootstrap: an empty board, a crash, a hang and two dead slots, too." };
            Option<bool> ifu = new("--ifu") { Description = "Show it on a board with In-Field Update (MCUboot) instead of ESP-IDF's OTA partitions." };
            Option<bool> cuts = new("--cuts") { Description = "Cut the power at each flash operation of one update inside a 1.4 MB image. About a minute." };
            Option<bool> life = new("--life") { Description = "Show what virtual devices live through on all three kinds of board: a table read back from flash." };
            Option<bool> agent = new("--agent") { Description = "Show a week of one device with the agent: network, leave, window, reserve, outage, reports." };
            Option<string> without = new("--without") { Description = $"With --life: leave one defence out, so that devices are stranded: {string.Join(", ", LifeDemo.Defences.Select(DefenceNames.Of))}." };
            without.AcceptOnlyFromAmong([.. LifeDemo.Defences.Select(DefenceNames.Of)]);
            Command command = new("demo", "Shows a device that updates itself, survives a power cut, refuses a forgery and undoes a sick release.") { json, stock, ifu, cuts, life, agent, without };
            command.Validators.Add(result =>
            {
                if (result.GetValue(stock) && result.GetValue(ifu))
                {
                    result.AddError("Take --stock or --ifu, not both.");
                }

                if (result.GetValue(cuts) && (result.GetValue(stock) || result.GetValue(ifu)))
                {
                    result.AddError("--cuts is for OTA slots: leave --stock and --ifu out.");
                }
            });
            command.Validators.Add(result =>
            {
                if (result.GetValue(life) && (result.GetValue(stock) || result.GetValue(ifu)))
                {
                    result.AddError("--life shows every kind of board: leave --stock and --ifu out.");
                }

                if (result.GetValue(agent) && (result.GetValue(stock) || result.GetValue(ifu) || result.GetValue(cuts) || result.GetValue(life)))
                {
                    result.AddError("--agent is a story of its own: leave the others out.");
                }

                if (!result.GetValue(life) && result.GetValue(without) != null)
                {
                    result.AddError("--without goes with --life.");
                }
            });
            command.SetAction((parsed, cancellation) => parsed.GetValue(agent) ? WeekDemoTable.RunAsync(console, parsed.GetValue(json), cancellation) : parsed.GetValue(life) ? Task.FromResult(LifeDemoTable.Run(console, parsed.GetValue(without), parsed.GetValue(json))) : RunAsync(
                console,
                parsed.GetValue(stock) ? DemoProfile.Stock : parsed.GetValue(ifu) ? DemoProfile.InFieldUpdate : DemoProfile.OtaSlots,
                parsed.GetValue(cuts),
                parsed.GetValue(json),
                cancellation));
            return command;
        }

        private static async Task<int> RunAsync(CliConsole console, DemoProfile profile, bool isCut, bool asJson, CancellationToken cancellation)
        {
            IReadOnlyList<DemoStep> steps;
            IDemoObserver observer = asJson || isCut ? new SilentObserver() : new StoryTeller(console);
            DemoStory demo = await DemoStory.StartAsync(profile, observer, cancellation).ConfigureAwait(false);
            await using (demo.ConfigureAwait(false))
            {
                steps = await (isCut ? demo.RunCutsAsync(1, cancellation) : demo.RunAsync(cancellation)).ConfigureAwait(false);
            }

            bool passed = steps.All(step => step.Passed);
            JsonTables.Print(console, asJson ? ToJson(steps, passed) : ToTable(steps), asJson);
            if (!asJson)
            {
                console.Out.WriteLine(passed ? "Every step went as it must." : "NOT every step went as it must.");
            }

            return (int)(passed ? ExitCode.Ok : ExitCode.CheckFailed);
        }

        private static JsonObject ToJson(IReadOnlyList<DemoStep> steps, bool passed) => new()
        {
            ["passed"] = passed,
            ["steps"] = JsonSerializer.SerializeToNode(steps, _camelCase),
        };

        private static JsonObject ToTable(IReadOnlyList<DemoStep> steps) => new()
        {
            ["how it went"] = new JsonArray([.. steps.Select((step, i) => (JsonNode)new JsonObject { ["step"] = Number(i + 1), ["outcome"] = step.Outcome })]),
            ["what it cost"] = new JsonArray([.. steps.Select((step, i) => (JsonNode)new JsonObject
            {
                ["step"] = Number(i + 1),
                ["fetched"] = Number(step.BytesFetched),
                ["reused"] = Number(step.BytesReused),
                ["resumed"] = Number(step.BytesResumed),
                ["sectors erased"] = Number(step.SectorsErased),
                ["flash ms (model)"] = Number(step.FlashMilliseconds),
                ["state writes"] = Number(step.StateWrites),
                ["restarts"] = Number(step.Restarts),
                ["ms"] = Number(step.Milliseconds),
            })]),
        };

        private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

        // Lines as they happen; on a terminal the last one is a bar while the slot is being filled.
        private sealed class StoryTeller(CliConsole console) : IDemoObserver
        {
            private const int BarWidth = 40;
            private bool _barOpen;
            private int _step;

            public void StepBegins(string title)
            {
                string number = $"{++_step}. ";
                if (console.IsTerminal)
                {
                    console.Pretty.MarkupLine($"[bold]{Markup.Escape(number + title)}[/]");
                }
                else
                {
                    Lines.Write(console.Out, number, title);
                }
            }

            public void Booted(string slot, string version) => Line($"boots {version} from {slot}");

            public void StateChanged(OtaState state)
            {
                if (state is not (OtaState.Idle or OtaState.Activating))
                {
                    Line(state.ToString().ToLowerInvariant());
                }
            }

            public void Progressed(long done, long total)
            {
                if (console.IsTerminal)
                {
                    int filled = (int)(BarWidth * done / total);
                    console.Out.Write($"\r   [{new string('#', filled)}{new string('.', BarWidth - filled)}] {done,7} of {total} bytes");
                    _barOpen = true;
                }
            }

            public void PowerCut() => Line("power cut");

            public void StepEnds(DemoStep done)
            {
                Line(done.Passed ? $"=> {done.Outcome}" : $"=> WRONG: {done.Outcome}");
                console.Out.WriteLine();
            }

            private void Line(string text)
            {
                if (_barOpen)
                {
                    console.Out.WriteLine();
                    _barOpen = false;
                }

                Lines.Write(console.Out, "   ", text);
            }
        }
    }
}
