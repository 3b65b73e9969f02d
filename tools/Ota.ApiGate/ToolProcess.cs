using System.Diagnostics;

namespace NanoOta.ApiGate
{
    /// <summary>Runs nanoFramework's tools.</summary>
    public static class ToolProcess
    {
        /// <summary>
        /// Runs a command (a program and perhaps its first arguments, parted by spaces) and hands on each line that it prints.
        /// Its exit code and all that it printed; -1 and why if it does not start.
        /// </summary>
        public static (int Code, string Said) Run(string command, IReadOnlyList<string> arguments, TimeSpan limit, Action<string> line)
        {
            string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            ProcessStartInfo start = new(words[0], [.. words[1..], .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
            // The processor sorts by culture, and the native checksums depend on the order: never the invariant one.
            start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0";
            using Process process = new() { StartInfo = start };
            List<string> said = [];
            void Take(string? text)
            {
                if (text is not null)
                {
                    lock (said)
                    {
                        said.Add(text);
                        line(text.TrimEnd('\r'));
                    }
                }
            }

            process.OutputDataReceived += (_, e) => Take(e.Data);
            process.ErrorDataReceived += (_, e) => Take(e.Data);
            try
            {
                process.Start();
            }
            catch (System.ComponentModel.Win32Exception error)
            {
                return (-1, $"{words[0]}: {error.Message}");
            }

            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (!process.WaitForExit(limit))
            {
                process.Kill(entireProcessTree: true);
                said.Add($"ended after {limit.TotalSeconds:0} seconds");
            }

            process.WaitForExit();
            return (process.ExitCode, string.Join(Environment.NewLine, said));
        }
    }
}
