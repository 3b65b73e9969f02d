using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;

namespace NanoOta.Cli
{
    /// <summary>nanoota prune: removes files that nothing refers to.</summary>
    internal static class PruneCommand
    {
        public static Command Create(CliConsole console)
        {
            Option<string> folder = new Option<string>("--out", "-o") { Description = "The folder that the web server serves.", Required = true }.OfPath();
            Option<int?> keep = new("--keep") { Description = "Manifests of each channel's history that stay, the newest; the files of others go. Default: all." };
            CommonOptions.Within(keep, 1, int.MaxValue);
            Option<bool> dryRun = new("--dry-run") { Description = "List what would be removed, and remove nothing." };
            Option<bool> json = CommonOptions.Json();
            Command command = new("prune", "Removes files of a served folder that no manifest refers to, such as leftovers of a publisher that ended.") { folder, keep, dryRun, json };
            command.SetAction(async (parsed, cancellation) =>
            {
                PublishMode mode = parsed.GetValue(dryRun) ? PublishMode.DryRun : PublishMode.Publish;
                IReadOnlyList<(string Path, long Size)> removed = await ChannelPruner
                    .RunAsync(parsed.GetRequiredValue(folder), parsed.GetValue(keep), mode, TimeSpan.FromSeconds(30), cancellation)
                    .ConfigureAwait(false);
                Print(console, removed, mode, parsed.GetValue(json));
                return (int)ExitCode.Ok;
            });
            return command;
        }

        private static void Print(CliConsole console, IReadOnlyList<(string Path, long Size)> removed, PublishMode mode, bool asJson)
        {
            if (asJson)
            {
                JsonTables.Print(
                    console,
                    new JsonObject
                    {
                        ["removed"] = mode == PublishMode.Publish,
                        ["files"] = new JsonArray([.. removed.Select(file => new JsonObject { ["path"] = file.Path, ["size"] = file.Size })]),
                    },
                    asJson: true);
                return;
            }

            foreach ((string path, long size) in removed)
            {
                console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {path}  {size} bytes"));
            }

            string what = string.Create(CultureInfo.InvariantCulture, $"{removed.Count} files, {removed.Sum(file => file.Size)} bytes");
            console.Out.WriteLine(mode == PublishMode.Publish ? $"{what}: removed." : $"{what} would be removed: leave --dry-run out.");
        }
    }
}
