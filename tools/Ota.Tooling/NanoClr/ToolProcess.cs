using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace NanoOta.Tooling.NanoClr
{
    /// <summary>How a program's run ended.</summary>
    public enum ToolEnd
    {
        /// <summary>By itself; the exit code says the rest.</summary>
        Exited = 0,

        /// <summary>The program is not there, or may not be run.</summary>
        NotStarted = 1,

        /// <summary>The program was ended when its time was over.</summary>
        TimeLimit = 2,

        /// <summary>The program was ended because somebody asked for that.</summary>
        Cancelled = 3,
    }

    /// <summary>What a program's run came to.</summary>
    /// <param name="End">How the run ended.</param>
    /// <param name="Code">The exit code; -1 for a program that did not start.</param>
    /// <param name="Said">The last lines that the program printed, at most <see cref="ToolProcess.MaxLines"/>; or why the program did not start.</param>
    public sealed record ToolRun(ToolEnd End, int Code, string Said);

    /// <summary>Runs nanoFramework's tools. Thread-safe.</summary>
    public static class ToolProcess
    {
        /// <summary>A program may print for days, so no more lines than these are kept.</summary>
        public const int MaxLines = 10000;

        /// <summary>
        /// Runs a command and hands on each line that the program prints, from other threads but one at a time. The command is the path of a program, or
        /// a program and its first arguments, parted by spaces. The child and its own children end with this call.
        /// </summary>
        /// <param name="command">The command.</param>
        /// <param name="arguments">Further arguments.</param>
        /// <param name="limit">When the program is ended; <see cref="Timeout.InfiniteTimeSpan"/> for never.</param>
        /// <param name="line">Takes each line.</param>
        /// <param name="cancellation">Ends the program.</param>
        public static ToolRun Run(string command, IReadOnlyList<string> arguments, TimeSpan limit, Action<string> line, CancellationToken cancellation = default)
        {
            string[] words = WordsOf(command);
            ProcessStartInfo start = new(words[0], [.. words[1..], .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };

            // The processor sorts by culture, and the native checksums depend on the order: never the invariant one.
            start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0";
            using Process process = new() { StartInfo = start };
            Queue<string> said = new();
            void Take(string? text)
            {
                if (text is null)
                {
                    return;
                }

                lock (said)
                {
                    said.Enqueue(text);
                    if (said.Count > MaxLines)
                    {
                        said.Dequeue();
                    }

                    line(text.TrimEnd('\r'));
                }
            }

            process.OutputDataReceived += (_, e) => Take(e.Data);
            process.ErrorDataReceived += (_, e) => Take(e.Data);
            try
            {
                process.Start();
            }
            catch (Win32Exception error)
            {
                return new ToolRun(ToolEnd.NotStarted, -1, $"{words[0]}: {new Win32Exception(error.NativeErrorCode).Message}");
            }

            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            ToolEnd end = WaitOrKill(process, limit, cancellation);
            lock (said)
            {
                if (end == ToolEnd.TimeLimit)
                {
                    said.Enqueue(string.Create(CultureInfo.InvariantCulture, $"ended after {limit.TotalSeconds:0} seconds"));
                }

                return new ToolRun(end, process.ExitCode, string.Join(Environment.NewLine, said));
            }
        }

        /// <summary>A command's words. The path of a file that is there is one word, whatever spaces the path has.</summary>
        public static string[] WordsOf(string command) => File.Exists(command) ? [command] : command.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        private static ToolEnd WaitOrKill(Process process, TimeSpan limit, CancellationToken cancellation)
        {
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            end.CancelAfter(limit);
            try
            {
                process.WaitForExitAsync(end.Token).GetAwaiter().GetResult();
                return ToolEnd.Exited;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                return cancellation.IsCancellationRequested ? ToolEnd.Cancelled : ToolEnd.TimeLimit;
            }
        }
    }
}
