using System.Globalization;
using NanoOta.Tooling;
using NanoOta.Tooling.NanoClr;

namespace NanoOta.Workbench.NanoClr
{
    /// <summary>
    /// An application on a nanoCLR of this PC: whether the application links there, and what the application prints. Such a CLR has no network, no files and no
    /// flash, so no update comes.
    /// </summary>
    public static class NanoClrSession
    {
        private const int MaxQuoted = 200;

        /// <summary>
        /// Runs the application until its Main ends, the time is over, or somebody ends the run. Errors are <see cref="ToolException"/>:
        /// <see cref="ExitCode.InputOutput"/> for a CLR that is not there, <see cref="ExitCode.CheckFailed"/> for one that refuses the application or
        /// ends with an error.
        /// </summary>
        /// <param name="clr">The CLR.</param>
        /// <param name="app">The application.</param>
        /// <param name="limit">When the run is ended, whatever the application does; <see cref="Timeout.InfiniteTimeSpan"/> for never.</param>
        /// <param name="said">Takes each line, from other threads but one at a time.</param>
        /// <param name="cancellation">Ends the run.</param>
        public static void Run(NanoClrProgram clr, BuiltApp app, TimeSpan limit, Action<BoardEvent> said, CancellationToken cancellation)
        {
            ClrConsole console = new(line => said(new BoardEvent(BoardEventKind.Console, line)));
            said(new BoardEvent(BoardEventKind.Session, string.Create(CultureInfo.InvariantCulture, $"{clr.Name} runs {app.Name} ({app.Files.Count} PE files {app.Origin}): no network, no files, no update")));
            if (app.Doubt != null)
            {
                said(new BoardEvent(BoardEventKind.Session, app.Doubt));
            }

            ToolRun run = clr.Run(app.Files, limit, console.Take, cancellation);
            console.End();
            if (run.End == ToolEnd.NotStarted)
            {
                throw new ToolException(ExitCode.InputOutput, $"The nanoCLR does not start: {run.Said}. Give the path of a program that can be run (docs/TOOL.md).");
            }

            if (run.End == ToolEnd.Cancelled)
            {
                return;
            }

            Judge(console, app, run);
            said(new BoardEvent(BoardEventKind.Ended, run.End == ToolEnd.TimeLimit
                ? string.Create(CultureInfo.InvariantCulture, $"ended after {limit.TotalSeconds:0} s, the application still running")
                : "Main has ended. Of an exception that leaves Main, most nanoCLRs say nothing"));
        }

        private static void Judge(ClrConsole console, BuiltApp app, ToolRun run)
        {
            if (!console.HasStarted)
            {
                string why = console.Causes.Count > 0 ? string.Join("; ", console.Causes)
                    : run.End == ToolEnd.TimeLimit ? "the time was over before"
                    : $"it ended with the code {run.Code.ToString(CultureInfo.InvariantCulture)}{Quote(run.Said)}";
                throw new ToolException(ExitCode.CheckFailed, $"The nanoCLR does not start {app.Name}: {why}. A board with the same libraries would not start it either.");
            }

            if (console.HasUncaught)
            {
                throw new ToolException(ExitCode.CheckFailed, $"An exception left {app.Name}. The lines above say which.");
            }

            if (run.End == ToolEnd.Exited && run.Code != 0)
            {
                throw new ToolException(ExitCode.CheckFailed, $"The nanoCLR ended with the code {run.Code.ToString(CultureInfo.InvariantCulture)} while {app.Name} ran. The lines above are the last ones.");
            }
        }

        private static string Quote(string said)
        {
            string last = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? string.Empty;
            return last.Length == 0 ? ", and said nothing" : $", and said last: {(last.Length > MaxQuoted ? last[..MaxQuoted] : last)}";
        }
    }
}
