using System.CommandLine;
using NanoOta.Tooling;
using NanoOta.Tooling.Inspection;

namespace NanoOta.Cli
{
    /// <summary>nanoota inspect: shows what is in a file.</summary>
    internal static class InspectCommand
    {
        public static Command Create(CliConsole console)
        {
            Argument<string> file = new Argument<string>("file") { Description = "A manifest, chunk table, .pe, image, partition table, otadata or flash file." }.OfPath();
            Option<bool> json = CommonOptions.Json();
            Command command = new("inspect", "Shows what is in a file of a release or of a device.") { file, json };
            command.SetAction(parsed =>
            {
                string path = parsed.GetRequiredValue(file);
                JsonTables.Print(console, Inspector.Inspect(Files.ReadAll(path), Path.GetFileName(path)), parsed.GetValue(json));
                return (int)ExitCode.Ok;
            });
            return command;
        }
    }
}
