using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoOta.Sweep.Life;
using NanoOta.Tooling;

namespace NanoOta.Cli
{
    /// <summary>nanoota demo --life: what a device lives through, and what its flash says afterwards.</summary>
    internal static class LifeDemoTable
    {
        /// <summary>Tells the lives; an exit code.</summary>
        public static int Run(CliConsole console, string? without, bool asJson)
        {
            HashSet<Defence> left = without == null ? [] : [DefenceNames.Parse(without)];
            IReadOnlyList<LifeDemoRow> rows = LifeDemo.Run(left);
            bool passed = rows.All(row => row.Passed);
            JsonTables.Print(console, asJson ? ToJson(rows, passed) : ToTable(rows), asJson);
            if (!asJson)
            {
                console.Out.WriteLine(passed
                    ? "After each of these the next good release arrived by itself."
                    : $"{rows.Count(row => !row.Passed)} of {rows.Count} devices did NOT get the next good release.");
            }

            return (int)(passed ? ExitCode.Ok : ExitCode.CheckFailed);
        }

        private static JsonObject ToJson(IReadOnlyList<LifeDemoRow> rows, bool passed) => new()
        {
            ["passed"] = passed,
            ["lives"] = new JsonArray([.. rows.Select(row => (JsonNode)new JsonObject
            {
                ["board"] = JsonNamingPolicy.KebabCaseLower.ConvertName(row.Board.ToString()),
                ["story"] = row.Name,
                ["title"] = row.Title,
                ["passed"] = row.Passed,
                ["published"] = row.Expected,
                ["read"] = row.Read,
                ["seconds"] = row.Seconds,
                ["starts"] = row.Starts,
                ["asks"] = row.Asks,
                ["fate"] = row.Fate,
            })]),
        };

        private static JsonObject ToTable(IReadOnlyList<LifeDemoRow> rows) => new()
        {
            ["lives"] = new JsonArray([.. rows.Select(row => (JsonNode)new JsonObject
            {
                ["board"] = row.Board switch { LifeBoardKind.OtaSlots => "ota", LifeBoardKind.InFieldUpdate => "ifu", _ => "stock" },
                ["what happens"] = row.Title,
                ["comes"] = row.Expected,
                ["reads"] = row.Read,
                ["after"] = row.Seconds < 0 ? "never" : LifeStory.Time(row.Seconds),
                ["starts"] = row.Starts.ToString(CultureInfo.InvariantCulture),
                ["asks"] = row.Asks.ToString(CultureInfo.InvariantCulture),
                ["result"] = row.Passed ? "arrived" : $"NOT: {row.Fate ?? "another release runs"}",
            })]),
        };
    }
}
