using System.CommandLine;
using System.Text.Json.Nodes;
using NanoOta.Tooling;
using NanoOta.Tooling.Inspection;
using NanoOta.Workbench;

namespace NanoOta.Cli
{
    /// <summary>nanoota device: the virtual board as a thing: its power, its flash, its journal.</summary>
    internal static class DeviceCommand
    {
        private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

        public static Command Create(CliConsole console) => new("device", "Handles the virtual board of 'run': power, flash, journal.")
        {
            CreateOn(console),
            CreateControl(console, "cut", "Cuts the power of the board that runs. The board starts again at once.", "The power was cut."),
            CreateControl(console, "off", "Ends the board that runs, in another terminal.", "The board is off."),
            CreateInspect(console),
            CreateJournal(console),
        };

        private static Command CreateOn(CliConsole console)
        {
            WorkbenchOptions options = new();
            Command command = new("on", "Powers the last board on again: what is on its flash goes on. Nothing is compiled.");
            options.AddTo(command);
            command.SetAction((parsed, cancellation) => new Workbench(console, options, parsed).RunAsync(keepsFlash: true, null, cancellation));
            return command;
        }

        private static Command CreateControl(CliConsole console, string word, string description, string done)
        {
            Argument<string?> project = Project();
            Option<bool> json = CommonOptions.Json();
            Command command = new(word, description) { project, json };
            command.SetAction(async (parsed, cancellation) =>
            {
                using VirtualWorld world = World(parsed, project);
                string control = BoardSession.ControlFile(world);
                if (!Directory.Exists(world.Folder))
                {
                    throw NoBoard(world);
                }

                Files.WriteAtomically(control, System.Text.Encoding.ASCII.GetBytes(word == "off" ? "stop" : word));
                for (TimeSpan waited = TimeSpan.Zero; File.Exists(control); waited += TimeSpan.FromMilliseconds(50))
                {
                    if (waited > _patience)
                    {
                        File.Delete(control);
                        throw NoBoard(world);
                    }

                    await Task.Delay(50, cancellation).ConfigureAwait(false);
                }

                if (parsed.GetValue(json))
                {
                    JsonTables.Print(console, new JsonObject { ["done"] = word }, asJson: true);
                }
                else
                {
                    console.Out.WriteLine(done);
                }

                return (int)ExitCode.Ok;
            });
            return command;
        }

        private static Command CreateInspect(CliConsole console)
        {
            Argument<string?> project = Project();
            Option<string?> flash = Flash();
            Option<bool> json = CommonOptions.Json();
            Command command = new("inspect", "Shows the board's flash: what runs, what it was doing, its partitions, slots and records.") { project, flash, json };
            command.SetAction(parsed =>
            {
                JsonTables.Print(console, Read(parsed, project, flash), parsed.GetValue(json));
                return (int)ExitCode.Ok;
            });
            return command;
        }

        private static Command CreateJournal(CliConsole console)
        {
            Argument<string?> project = Project();
            Option<string?> flash = Flash();
            Option<bool> json = CommonOptions.Json();
            Command command = new("journal", "Shows what the board wrote down: what it was doing, and its last 16 outcomes.") { project, flash, json };
            command.SetAction(parsed =>
            {
                JsonObject seen = Read(parsed, project, flash);
                JsonArray rows = seen["outcomeLog"]?["rows"]?.DeepClone() as JsonArray ?? [];
                if (parsed.GetValue(json))
                {
                    JsonTables.Print(console, new JsonObject { ["says"] = seen["says"]?.DeepClone(), ["outcomes"] = rows }, asJson: true);
                    return (int)ExitCode.Ok;
                }

                Lines.Write(console.Out, string.Empty, (string?)seen["says"] ?? "The flash tells nothing.");
                foreach (JsonObject row in rows.OfType<JsonObject>())
                {
                    string release = (string?)row["release"] is { } named and not "none" ? $" {named}" : string.Empty;
                    string times = row["times"]!.ToString() is { } count and not "1" ? $", {count} times" : string.Empty;
                    string subject = (string?)row["subject"] is { Length: > 0 } about ? $" ({about})" : string.Empty;
                    Lines.Write(console.Out, $"{row["number"],4}  ", $"{row["time"]}  {row["phase"]}{release}: {row["result"]}{subject}{times}");
                }

                return (int)ExitCode.Ok;
            });
            return command;
        }

        private static Argument<string?> Project() =>
            new Argument<string?>(WorkbenchOptions.ProjectName) { Description = "The application's folder. Default: that of nanoota.json, else this one.", Arity = ArgumentArity.ZeroOrOne }.OfPath();

        private static Option<string?> Flash() => new Option<string?>("--flash") { Description = "The board's flash. Default: that of the last 'run'." }.OfPath();

        private static VirtualWorld World(ParseResult parsed, Argument<string?> project)
        {
            string path = parsed.GetValue(project) ?? ProjectFile.FolderOf(parsed);
            return new VirtualWorld(File.Exists(path) ? Path.GetDirectoryName(Path.GetFullPath(path))! : path);
        }

        private static JsonObject Read(ParseResult parsed, Argument<string?> project, Option<string?> flash)
        {
            using VirtualWorld world = World(parsed, project);
            string path = parsed.GetValue(flash) ?? world.Flash;
            if (!File.Exists(path))
            {
                throw new ToolException(ExitCode.InputOutput, $"There is no flash {path}. 'nanoota run' makes a board.");
            }

            // A board that runs goes on writing.
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return Inspector.Inspect(bytes, path);
        }

        private static ToolException NoBoard(VirtualWorld world) => new(ExitCode.CheckFailed, $"No board runs in {world.Folder}. 'nanoota run' starts one.");
    }
}
