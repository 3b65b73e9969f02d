using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;

namespace NanoOta.Cli
{
    /// <summary>nanoota history: what a channel published, the newest first.</summary>
    internal static class HistoryCommand
    {
        public static Command Create(CliConsole console)
        {
            Option<string> product = new("--product") { Description = "The product.", Required = true };
            Option<string> channel = new("--channel") { Description = "The channel.", DefaultValueFactory = _ => Manifest.DefaultChannel };
            ReaderOptions reader = new();
            Option<bool> json = CommonOptions.Json();
            Command command = new("history", "Shows what a channel published, the newest first: from its record.") { product, channel };
            reader.AddTo(command);
            command.Options.Add(json);
            command.SetAction(parsed =>
            {
                string path = ChannelPaths.Record(reader.RecordFolder(parsed), parsed.GetRequiredValue(product), parsed.GetRequiredValue(channel));
                if (!File.Exists(path))
                {
                    throw new ToolException(ExitCode.InputOutput, $"No release of {parsed.GetValue(product)} was published on channel {parsed.GetValue(channel)} from here: {path} is not there. Check --product, --channel and --record.");
                }

                Print(console, ChannelRecord.Load(path, reader.Keys(parsed)), parsed.GetValue(json));
                return (int)ExitCode.Ok;
            });
            return command;
        }

        private static void Print(CliConsole console, ChannelRecord record, bool asJson)
        {
            if (asJson)
            {
                JsonTables.Print(console, new JsonObject { ["published"] = new JsonArray([.. record.Published.Select(ToJson)]) }, asJson: true);
                return;
            }

            foreach (ChannelEntry entry in record.Published)
            {
                console.Out.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{entry.Revision,4}  {AudienceText.Time(entry.Issued)}  {entry.Action.ToString().ToLowerInvariant()} {entry.Version}"));
                Lines.Write(console.Out, "      ", entry.Audience);
                console.Out.WriteLine($"      by {entry.By}, key {entry.Kid}");
            }
        }

        private static JsonNode ToJson(ChannelEntry entry) => new JsonObject
        {
            ["revision"] = entry.Revision,
            ["issued"] = AudienceText.Time(entry.Issued),
            ["action"] = entry.Action.ToString().ToLowerInvariant(),
            ["version"] = entry.Version,
            ["audience"] = entry.Audience,
            ["kid"] = entry.Kid,
            ["by"] = entry.By,
            ["images"] = new JsonArray([.. entry.Images.Select(image => JsonValue.Create(DigestText.OfImage(image)))]),
        };
    }
}
