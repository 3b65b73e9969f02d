using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Cli;
using NanoOta.Tests.Tooling;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tests.Docs.Commands
{
    /// <summary>
    /// Runs the commands of one page in their order, in a folder of their own. 'nanoota' runs within the test. Other programs of the repository run as
    /// processes. A page that needs a shell's syntax runs in bash as a whole.
    /// </summary>
    internal sealed class PageRun : IAsyncDisposable
    {
        private const string CliProject = "tools/Ota.Cli";

        private static readonly string[] _copied = ["Ota.Bootstrap", "Ota.Samples.Esp32", "Ota.Tests/Vectors"];

        private readonly TempFolder _scratch = new();
        private readonly TempFolder _programs = new();
        private readonly CancellationTokenSource _end = new();
        private readonly List<(DocCommand Command, Task<int> Run, StringWriter Error)> _servers = [];
        private readonly string _root;
        private readonly DocPage _page;

        public PageRun(string root, DocPage page)
        {
            _root = root;
            _page = page;
            foreach (string folder in _copied)
            {
                Copy(Path.Combine(root, folder), _scratch[folder]);
            }
        }

        /// <summary>The page with the outputs that its console blocks gave.</summary>
        public string Rewritten { get; private set; } = string.Empty;

        /// <summary>What became of the page's commands.</summary>
        public CommandCount Count { get; private set; } = new(0, 0, 0);

        public async Task RunAsync()
        {
            bool needsShell = NeedsShell();
            string folder = Directory.GetCurrentDirectory();
            string? keys = Environment.GetEnvironmentVariable(KeyStore.Variable);
            try
            {
                Directory.SetCurrentDirectory(_scratch.Path);
                bool moves = _page.Fences.SelectMany(fence => fence.Commands).Any(command => command.Words[0] == "cd");
                Environment.SetEnvironmentVariable(KeyStore.Variable, moves ? _scratch["keys"] : "keys");
                List<DocFence> forShell = [];
                StringBuilder rewritten = new();
                int written = 0;
                string[] lines = _page.Text.Split('\n');
                foreach (DocFence fence in _page.Fences)
                {
                    foreach (DocMark mark in fence.Marks.Where(mark => mark.Kind == DocMarkKind.Given))
                    {
                        StandIns.Make(mark.Text, _root, _scratch.Path, _programs.Path);
                    }

                    Count += CommandCount.Of(fence);
                    string? output = null;
                    if (fence.Find(DocMarkKind.RunBy) is DocMark other)
                    {
                        SuiteCommands.AssertRunBy(_root, other, fence);
                    }
                    else if (fence.HasCommands && fence.Find(DocMarkKind.NotRun) == null)
                    {
                        if (needsShell)
                        {
                            forShell.Add(fence);
                        }
                        else
                        {
                            output = await RunFenceAsync(fence);
                        }
                    }

                    if (fence.Language == "console" && output != null)
                    {
                        rewritten.AppendJoin('\n', lines[written..fence.Line]).Append('\n').Append(output);
                        written = fence.Line + fence.Lines.Count;
                    }
                }

                Rewritten = rewritten.AppendJoin('\n', lines[written..]).ToString();
                if (forShell.Count != 0)
                {
                    await ShellPage.RunAsync(_page.Name, forShell, _scratch.Path, _programs.Path);
                }

                await EndServersAsync();
            }
            finally
            {
                Directory.SetCurrentDirectory(folder);
                Environment.SetEnvironmentVariable(KeyStore.Variable, keys);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await Task.WhenAll(_servers.Select(server => server.Run));
            _end.Dispose();
            _scratch.Dispose();
            _programs.Dispose();
        }

        private bool NeedsShell() => _page.Fences
            .Where(fence => fence.Find(DocMarkKind.NotRun) == null && fence.Find(DocMarkKind.RunBy) == null)
            .Any(fence => fence.Commands.Any(command => ShellWords.NeedsShell(command.Text) || fence.Find(DocMarkKind.StandIn) != null));

        // The text between the fences of a console block: the commands and what they said.
        private async Task<string> RunFenceAsync(DocFence fence)
        {
            StringBuilder said = new();
            foreach (DocCommand command in fence.Commands)
            {
                CliRun run = await RunAsync(command, fence);
                string error = string.Concat(run.Error.ReplaceLineEndings("\n").Split('\n')
                    .Where(line => line.Length != 0 && !line.EndsWith(" ...", StringComparison.Ordinal)).Select(line => line + "\n"));
                said.Append("$ ").Append(command.Text).Append('\n').Append(run.Out.ReplaceLineEndings("\n")).Append(error);
                if (fence.Language == "sh")
                {
                    Assert.AreEqual(0, run.Code, $"{command}\nExit code {run.Code}.\n{run.Out}{run.Error}");
                }
            }

            return said.ToString();
        }

        private async Task<CliRun> RunAsync(DocCommand command, DocFence fence)
        {
            string[] words = fence.Find(DocMarkKind.As) is DocMark other ? [.. ShellWords.Split(other.Text)] : command.Words;
            if (fence.Find(DocMarkKind.With) is DocMark with)
            {
                words = With(words, [.. ShellWords.Split(with.Text)]);
            }

            if (words[0] == "cd")
            {
                Directory.SetCurrentDirectory(words[1]);
                return new CliRun(0, string.Empty, string.Empty);
            }

            if (words[0] == "nanoota")
            {
                return await RunNanoOtaAsync(command, words[1..]);
            }

            int project = words[0] == "dotnet" && words.ElementAtOrDefault(1) == "run" ? Array.IndexOf(words, "--project") : -1;
            if (project > 0)
            {
                string[] args = Array.IndexOf(words, "--") is int dashes and > 0 ? words[(dashes + 1)..] : [];
                Assert.IsTrue(Directory.Exists(Path.Combine(_root, words[project + 1])), $"{command}\nThere is no project {words[project + 1]}.");
                return words[project + 1] == CliProject ? await RunNanoOtaAsync(command, args) : await Programs.RunAsync(words[project + 1], args, _scratch.Path);
            }

            SuiteCommands.AssertRunInSuite(_root, command, words);
            return new CliRun(0, string.Empty, string.Empty);
        }

        private async Task<CliRun> RunNanoOtaAsync(DocCommand command, string[] args)
        {
            if (args[0] != "serve")
            {
                return await CliRun.OfAsync(args);
            }

            // A server runs until the page ends, as in a window of its own. Other tests use ports, too, so this server takes a free one.
            StringWriter output = new();
            StringWriter error = new();
            Task<int> run = NanoOtaCli.RunAsync([.. args, "--port", "0"], new CliConsole(TextWriter.Synchronized(output), error, isTerminal: false), _end.Token);
            _servers.Add((command, run, error));
            while (!run.IsCompleted && !output.ToString().Contains("Serving ", StringComparison.Ordinal))
            {
                await Task.Delay(20);
            }

            return run.IsCompleted ? new CliRun(await run, output.ToString(), error.ToString()) : new CliRun(0, string.Empty, string.Empty);
        }

        private async Task EndServersAsync()
        {
            await _end.CancelAsync();
            foreach ((DocCommand command, Task<int> run, StringWriter error) in _servers)
            {
                Assert.AreEqual(0, await run, $"{command}\nThe server did not end well: {error}");
            }
        }

        // An option that the command has gets the other value; any other option is added.
        private static string[] With(string[] words, string[] options)
        {
            List<string> result = [.. words];
            for (int i = 0; i < options.Length; i++)
            {
                int at = options[i].StartsWith('-') ? result.IndexOf(options[i]) : -1;
                if (at >= 0 && i + 1 < options.Length)
                {
                    result[at + 1] = options[++i];
                }
                else
                {
                    result.Add(options[i]);
                }
            }

            return [.. result];
        }

        private static void Copy(string from, string to)
        {
            foreach (string file in DeviceProject.Files(from, "*"))
            {
                string target = Path.Combine(to, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }
    }
}
