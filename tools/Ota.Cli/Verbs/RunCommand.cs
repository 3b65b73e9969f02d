using System.CommandLine;

namespace NanoOta.Cli
{
    /// <summary>nanoota run: an application on the virtual ESP32, from its sources; or its PE files on a nanoCLR.</summary>
    internal static class RunCommand
    {
        public static Command Create(CliConsole console)
        {
            WorkbenchOptions options = new();
            Command command = new("run", "Runs an application on a virtual ESP32, from its sources: debug console, updates, power cuts. Ctrl-C ends it.");
            options.AddTo(command, withNanoClr: true);
            command.SetAction((parsed, cancellation) => options.NanoClr(parsed) is { } clr
                ? NanoClrRun.RunAsync(console, options, parsed, clr, cancellation)
                : new Workbench(console, options, parsed).RunAsync(keepsFlash: false, null, cancellation));
            return command;
        }
    }
}
