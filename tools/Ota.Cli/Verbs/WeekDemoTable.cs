using System.Globalization;
using System.Text.Json.Nodes;
using NanoOta.Demo;
using NanoOta.Tooling;

namespace NanoOta.Cli
{
    /// <summary>nanoota demo --agent: a week of one device, as a timeline.</summary>
    internal static class WeekDemoTable
    {
        /// <summary>Tells the week; an exit code.</summary>
        public static async Task<int> RunAsync(CliConsole console, bool asJson, CancellationToken cancellation)
        {
            WeekResult week = await WeekStory.RunAsync(cancellation).ConfigureAwait(false);
            JsonTables.Print(console, asJson ? ToJson(week) : ToTable(week), asJson);
            if (!asJson)
            {
                Lines.Write(console.Out, string.Empty, week.Passed
                    ? $"The week went as it must: inspect reads {week.Running} from the flash, and {week.Reports.Count} reports came to the collector. {Broker(week)}"
                    : $"The week did NOT go as it must: {string.Join("; ", week.Failures)}.");
            }

            return (int)(week.Passed ? ExitCode.Ok : ExitCode.CheckFailed);
        }

        private static JsonObject ToJson(WeekResult week) => new()
        {
            ["passed"] = week.Passed,
            ["failures"] = new JsonArray([.. week.Failures.Select(failure => (JsonNode)failure)]),
            ["running"] = week.Running,
            ["timeline"] = new JsonArray([.. week.Lines.Select(line => (JsonNode)new JsonObject { ["seconds"] = line.Seconds, ["who"] = line.Who, ["what"] = line.What })]),
            ["reports"] = new JsonArray([.. week.Reports.Select(report => report.DeepClone())]),
            ["broker"] = week.BrokerReports is { } brokered ? new JsonArray([.. brokered.Select(report => report.DeepClone())]) : null,
        };

        private static JsonObject ToTable(WeekResult week) => new()
        {
            ["a week"] = new JsonArray([.. week.Lines.Select(line => (JsonNode)new JsonObject { ["when"] = Time(line.Seconds), ["who"] = line.Who, ["what"] = line.What })]),
        };

        private static string Broker(WeekResult week) => week.BrokerReports is { } reports
            ? $"The same {reports.Count} came to mosquitto."
            : "There is no mosquitto that starts (Debian: apt-get install mosquitto), so nothing was shown over MQTT.";

        private static string Time(long seconds) => string.Create(CultureInfo.InvariantCulture, $"day {seconds / 86400} {seconds / 3600 % 24:00}:{seconds / 60 % 60:00}");
    }
}
