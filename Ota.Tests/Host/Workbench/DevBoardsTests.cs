using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Docs.Commands;
using NanoOta.Tests.Tooling;
using NanoOta.Tooling;

namespace NanoOta.Tests.Workbench
{
    /// <summary>
    /// nanoota dev with two boards of one product, as somebody has them on a desk. The second board is another process. It shares no file with the first:
    /// only the datagram tells that board of a release.
    /// </summary>
    [TestClass]
    [DoNotParallelize]
    public sealed class DevBoardsTests
    {
        [TestMethod]
        public async Task A_board_that_listens_hears_of_each_change_updates_itself_and_runs_the_change()
        {
            using TempFolder temp = new();
            using KeyFolder keys = new(temp["keys"]);

            // A product of this test alone: other boards of this network hear the datagrams, too.
            string product = "desk-" + Guid.NewGuid().ToString("N")[..12];
            (await CliRun.OfAsync("new", "Lamp", "--folder", temp["first"], "--url", FreePort.Url(), "--product", product)).Gives(ExitCode.Ok, "README.md has all commands");
            Listen(temp["first/Program.cs"], product);
            Copy(temp["first"], temp["second"]);

            Session dev = Session.Start("dev", temp["first"], "--speed", "50");
            await dev.SeesAsync("Hello from 1.0");
            using Board second = new(temp["second"]);
            await second.SeesAsync("Hello from 1.0");
            Change(temp, "Hello from", "Good evening from");
            await dev.SeesAsync("published 1.0.0.1; ");
            await dev.SeesAsync("confirmed 1.0.0.1");
            await second.SeesAsync("confirmed 1.0.0.1");

            // The port is free again after the restart: the next datagram is heard by the new run.
            await second.SeesAsync("Good evening from 1.0.0.1");
            Change(temp, "Good evening from", "Good night from");
            await second.SeesAsync("confirmed 1.0.0.2");
            await second.SeesAsync("Good night from 1.0.0.2");
            (await CliRun.OfAsync("device", "off", temp["second"])).Gives(ExitCode.Ok, "The board is off.");
            await second.EndsAsync();
            await dev.StopAsync();

            Assert.DoesNotContain("a release was published", second.Text, "The second board's session knows nothing of the first one's folder.");
            Assert.MatchesRegex(new Regex(@"Hello from 1\.0, asked [1-9]"), second.Text, "The program itself counts the datagram.");
            Assert.MatchesRegex(new Regex(@"Good evening from 1\.0\.0\.1, asked [1-9]"), second.Text, "So does the next release.");
            CliRun inspect = await CliRun.OfAsync("device", "inspect", temp["second"], "--json");
            using JsonDocument flash = JsonDocument.Parse(inspect.Out);
            Assert.Contains("the device ran 1.0.0.2, confirmed", flash.RootElement.GetProperty("says").GetString()!, inspect.Out);
        }

        private static void Change(TempFolder temp, string from, string to)
        {
            string work = File.ReadAllText(temp["first/Work.cs"]);
            Assert.Contains(from, work);
            File.WriteAllText(temp["first/Work.cs"], work.Replace(from, to, StringComparison.Ordinal));
        }

        // What docs/TOOL.md asks for, and a word of the console for the test.
        private static void Listen(string file, string product)
        {
            string program = File.ReadAllText(file);
            program = program.Replace(
                "            agent.Start();\n",
                $"            agent.Start();\n            UdpTrigger trigger = new UdpTrigger(new OtaOptions {{ Product = \"{product}\" }});\n            trigger.Begin(agent);\n",
                StringComparison.Ordinal);
            program = program.Replace("Work.Do(OtaContext.Current.Version);", "Work.Do(OtaContext.Current.Version + \", asked \" + trigger.Requests);", StringComparison.Ordinal);
            Assert.Contains("trigger.Begin(agent)", program);
            Assert.Contains("trigger.Requests", program);
            File.WriteAllText(file, program);
        }

        private static void Copy(string from, string to)
        {
            foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                string target = Path.Combine(to, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        // 'nanoota run' in a terminal of its own: a process, so that nothing but the network is common.
        private sealed class Board : IDisposable
        {
            private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

            private readonly Process _process;
            private readonly StringBuilder _said = new();

            public Board(string folder)
            {
                ProcessStartInfo start = new("dotnet", [Programs.FileOf("tools/Ota.Cli"), "run", folder, "--no-serve", "--speed", "50"]) { RedirectStandardOutput = true, WorkingDirectory = folder };
                _process = Process.Start(start)!;
                _process.OutputDataReceived += (_, line) => Add(line.Data);
                _process.BeginOutputReadLine();
            }

            public string Text
            {
                get
                {
                    lock (_said)
                    {
                        return _said.ToString();
                    }
                }
            }

            public async Task SeesAsync(string part)
            {
                long start = Stopwatch.GetTimestamp();
                while (!Text.Contains(part, StringComparison.Ordinal))
                {
                    Assert.IsFalse(_process.HasExited, $"The second board has ended before '{part}': {Text}");
                    Assert.IsLessThan(_patience, Stopwatch.GetElapsedTime(start), $"The second board did not say '{part}': {Text}");
                    await Task.Delay(50);
                }
            }

            public async Task EndsAsync()
            {
                using CancellationTokenSource limit = new(_patience);
                try
                {
                    await _process.WaitForExitAsync(limit.Token);
                }
                catch (OperationCanceledException)
                {
                    Assert.Fail("A thread of a run that has ended keeps the command alive.");
                }
            }

            public void Dispose()
            {
                if (!_process.HasExited)
                {
                    _process.Kill(entireProcessTree: true);
                }

                _process.Dispose();
            }

            private void Add(string? line)
            {
                lock (_said)
                {
                    _said.AppendLine(line);
                }
            }
        }
    }
}
