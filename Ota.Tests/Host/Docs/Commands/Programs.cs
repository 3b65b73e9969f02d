using System.Diagnostics;
using NanoOta.Tests.Tooling;

namespace NanoOta.Tests.Docs.Commands
{
    /// <summary>The repository's programs beside the tests, as processes.</summary>
    internal static class Programs
    {
        private static readonly TimeSpan _limit = TimeSpan.FromMinutes(3);

        /// <summary>The file that 'dotnet run --project' would run.</summary>
        public static string FileOf(string project) => Path.Combine(AppContext.BaseDirectory, Path.GetFileName(project) + ".dll");

        public static Task<CliRun> RunAsync(string project, IEnumerable<string> args, string folder) => RunProcessAsync("dotnet", [FileOf(project), .. args], folder);

        public static async Task<CliRun> RunProcessAsync(string file, IEnumerable<string> args, string folder, string? programs = null)
        {
            ProcessStartInfo start = new(file, args) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            if (programs != null)
            {
                start.Environment["PATH"] = programs + Path.PathSeparator + start.Environment["PATH"];
            }

            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            using CancellationTokenSource limit = new(_limit);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return new CliRun(-1, await output, await error + $"Ended after {_limit}: a page's commands must be short. Mark the block 'with' a smaller count.");
            }

            return new CliRun(process.ExitCode, await output, await error);
        }
    }
}
