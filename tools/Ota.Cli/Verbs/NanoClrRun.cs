using System.CommandLine;
using NanoOta.Tooling;
using NanoOta.Tooling.NanoClr;
using NanoOta.Workbench.NanoClr;

namespace NanoOta.Cli
{
    /// <summary>nanoota run --nanoclr: an application's PE files on a nanoCLR of this PC.</summary>
    internal static class NanoClrRun
    {
        /// <summary>Runs the application until its Main ends, --timeout is over, or Ctrl-C.</summary>
        public static async Task<int> RunAsync(CliConsole console, WorkbenchOptions options, ParseResult parsed, string command, CancellationToken cancellation)
        {
            NanoClrProgram clr = new(command);
            clr.RequireThere();
            string project = options.Project(parsed);
            SessionTeller teller = new(console, options.IsJson(parsed));
            TimeSpan limit = options.Timeout(parsed) is int seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;
            using WorkFolder work = new();
            PeBuild? build = BuiltApp.IsBuilt(project) ? null : PeBuild.Find(Environment.GetEnvironmentVariable);
            BuiltApp app = build == null
                ? BuiltApp.Find(project)
                : await LongTask.RunAsync(console, $"Making PE files of {project}", (_, ended) => Task.FromResult(build.Run(project, work.Path, ended)), cancellation).ConfigureAwait(false);
            await Task.Factory
                .StartNew(() => NanoClrSession.Run(clr, app, limit, teller.Tell, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .ConfigureAwait(false);
            return (int)ExitCode.Ok;
        }
    }
}
