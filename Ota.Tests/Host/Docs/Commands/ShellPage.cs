using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Tooling;

namespace NanoOta.Tests.Docs.Commands
{
    /// <summary>A page whose commands need a shell: all its blocks are one script, as in one window.</summary>
    internal static class ShellPage
    {
        public static async Task RunAsync(string page, IReadOnlyList<DocFence> fences, string folder, string programs)
        {
            if (OperatingSystem.IsWindows())
            {
                Assert.Inconclusive($"{page} needs a POSIX shell.");
                return;
            }

            string dotnet = Path.Combine(programs, "dotnet");
            await File.WriteAllTextAsync(dotnet, Dotnet(Path.Combine(programs, "serve.log")));
            await File.WriteAllTextAsync(Path.Combine(programs, "nanoota"), $"#!/bin/bash\nexec '{dotnet}' run --project tools/Ota.Cli -- \"$@\"\n");
            foreach (string program in Directory.GetFiles(programs))
            {
                File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            StringBuilder script = new("set -Eeuo pipefail\n");
            script.Append("trap 'echo \"").Append(page).Append(":$_line: $BASH_COMMAND\" >&2' ERR\n");
            foreach (DocFence fence in fences)
            {
                HashSet<int> begins = [.. fence.Commands.Select(command => command.Line)];
                for (int i = 0; i < fence.Lines.Count; i++)
                {
                    int line = fence.Line + 1 + i;
                    script.Append(begins.Contains(line) ? $"_line={line}\n" : string.Empty).Append(fence.Lines[i]).Append('\n');
                }
            }

            CliRun run = await Programs.RunProcessAsync("bash", ["-c", script.ToString()], folder, programs);
            Assert.AreEqual(0, run.Code, $"The commands of {page} ended with {run.Code}. The error names page, line and command.\n{run.Error}\n{run.Out}");
        }

        // 'dotnet run --project P -- ARGS' runs the program that is built already. A server is asked to end once it serves.
        private static string Dotnet(string log) => $$"""
            #!/bin/bash
            real=$(PATH=${PATH#*:} command -v dotnet)
            [ "$1" = run ] || exec "$real" "$@"
            while [ "$1" != --project ]; do shift; done
            project=$(basename "$2")
            shift 2
            [ "${1:-}" = -- ] && shift
            [ "${1:-}" = serve ] || exec "$real" "{{AppContext.BaseDirectory}}/$project.dll" "$@"
            "$real" "{{AppContext.BaseDirectory}}/$project.dll" "$@" --port 0 > '{{log}}' 2>&1 &
            server=$!
            until grep -q Serving '{{log}}'; do
                kill -0 $server 2>/dev/null || { cat '{{log}}' >&2; exit 1; }
                sleep 0.1
            done
            kill -TERM $server
            wait $server
            """;
    }
}
