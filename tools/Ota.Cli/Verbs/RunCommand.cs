using System.CommandLine;

namespace NanoOta.Cli
{
    /// <summary>nanoota run: an application on the virtual ESP32, from its sources.</summary>
    internal static class RunCommand
    {
        public static Command Create(CliConsole console)
        {
            WorkbenchOptions options = new();
            Command command = new("run", "Runs an application on a virtual ESP32, from its sources: debug console, updates, power cuts. Ctrl-C ends it.");
            options.AddTo(command);
            command.SetAction((parsed, cancellation) => new Workbench(console, options, parsed).RunAsync(keepsFlash: false, null, cancellation));
            return command;
        }
    }
}
