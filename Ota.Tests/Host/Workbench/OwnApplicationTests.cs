using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Tests.Tooling;

namespace NanoOta.Tests.Workbench
{
    /// <summary>README, "Your own application": its five commands, as they stand there, in an empty folder, by processes.</summary>
    [TestClass]
    [DoNotParallelize]
    public sealed partial class OwnApplicationTests
    {
        private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

        [TestMethod]
        public async Task The_five_commands_of_the_README_bring_the_change_to_the_virtual_board()
        {
            if (OperatingSystem.IsWindows())
            {
                Assert.Inconclusive("The commands are those of a Unix shell.");
            }

            string readme = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Find(AppContext.BaseDirectory), "README.md"));
            string section = Section().Match(readme).Groups["text"].Value;
            string[] commands = [.. Block().Matches(section).SelectMany(block => block.Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => line.Split('#')[0].Trim())];
            Assert.HasCount(5, commands, section);
            Assert.AreEqual("nanoota run", commands[2], "The third command is the board, in a terminal of its own.");

            using TempFolder temp = new();
            Directory.CreateDirectory(temp["empty"]);
            temp.Write("bin/nanoota", Encoding.ASCII.GetBytes($"#!/bin/sh\nexec dotnet '{typeof(NanoOta.Cli.CliConsole).Assembly.Location}' \"$@\"\n"));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temp["bin/nanoota"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            long start = Stopwatch.GetTimestamp();
            string folder = temp["empty"];
            StringBuilder board = new();
            using Process? run = await PlayAsync();
            Console.WriteLine($"Five commands: {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s.");
            Assert.AreEqual(0, run!.ExitCode, board.ToString());

            async Task<Process?> PlayAsync()
            {
                Process? session = null;
                string url = FreePort.Url();
                for (int i = 0; i < commands.Length; i++)
                {
                    Process process = Shell(temp, folder, url, $"{commands[i]}{(commands[i].StartsWith("cd ", StringComparison.Ordinal) ? " && pwd" : string.Empty)}");
                    if (i == 2)
                    {
                        session = process;
                        process.OutputDataReceived += (_, line) => Add(board, line.Data);
                        process.ErrorDataReceived += (_, line) => Add(board, line.Data);
                        process.BeginOutputReadLine();
                        process.BeginErrorReadLine();
                        await SeesAsync(board, process, "confirmed 1.0");
                        continue;
                    }

                    Task<string> errors = process.StandardError.ReadToEndAsync();
                    string output = await process.StandardOutput.ReadToEndAsync();
                    await process.WaitForExitAsync();
                    Assert.AreEqual(0, process.ExitCode, $"{commands[i]}: {output}{await errors}{board}");
                    folder = i == 1 ? output.Trim() : folder;
                    process.Dispose();
                }

                await SeesAsync(board, session!, "Good evening from 1.1");
                await SeesAsync(board, session!, "confirmed 1.1");
                using Process off = Shell(temp, folder, url, "nanoota device off");
                await off.WaitForExitAsync();
                await session!.WaitForExitAsync();
                return session;
            }
        }

        private static Process Shell(TempFolder temp, string folder, string url, string command)
        {
            ProcessStartInfo start = new("/bin/sh", ["-c", command]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["PATH"] = $"{temp["bin"]}:{Environment.GetEnvironmentVariable("PATH")}";
            start.Environment["NANOOTA_KEYS"] = temp["keys"];
            start.Environment["NANOOTA_URL"] = url;
            return Process.Start(start)!;
        }

        private static async Task SeesAsync(StringBuilder board, Process process, string part)
        {
            long start = Stopwatch.GetTimestamp();
            while (!Text(board).Contains(part, StringComparison.Ordinal))
            {
                Assert.IsFalse(process.HasExited, $"The board has ended before '{part}': {Text(board)}");
                Assert.IsLessThan(_patience, Stopwatch.GetElapsedTime(start), $"'{part}' did not come: {Text(board)}");
                await Task.Delay(100);
            }
        }

        private static void Add(StringBuilder board, string? line)
        {
            lock (board)
            {
                board.AppendLine(line);
            }
        }

        private static string Text(StringBuilder board)
        {
            lock (board)
            {
                return board.ToString();
            }
        }

        [GeneratedRegex(@"\n## Your own application\n(?<text>.*?)\n## ", RegexOptions.Singleline)]
        private static partial Regex Section();

        [GeneratedRegex(@"\n```sh\n(?<text>.*?)```", RegexOptions.Singleline)]
        private static partial Regex Block();
    }
}
