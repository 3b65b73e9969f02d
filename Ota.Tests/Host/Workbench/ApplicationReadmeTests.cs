using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Cli;
using NanoOta.Formats;
using NanoOta.Tests.Docs.Commands;
using NanoOta.Tests.Tooling;
using NanoOta.Tooling;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Workbench
{
    /// <summary>
    /// The README that 'nanoota new' writes: each command, from the first to the last, in the folder of the application. esptool writes to the flash of a
    /// virtual board. nanoff's commands are looked at, and do not run.
    /// </summary>
    [TestClass]
    [DoNotParallelize]
    public sealed partial class ApplicationReadmeTests
    {
        private const string Name = "Lamp";

        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);

        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        [DataRow("stock", "confirmed 1.0", "application.yml")]
        [DataRow("ota", "Hello from 1.0", "own-firmware.yml")]
        [DataRow("ifu", "Hello from 1.0", null)]
        public async Task Every_command_of_a_new_application_s_README_and_of_its_workflow_works_in_its_order(string board, string begun, string? workflow)
        {
            await using Reader reader = new(board, begun);
            await reader.NewAsync();
            await reader.FollowAsync();
            if (workflow != null)
            {
                await reader.RunWorkflowAsync(workflow);
            }

            TestContext.WriteLine($"{board}: {reader.Run} commands run, {reader.Marked} looked at.");
            Assert.IsGreaterThanOrEqualTo(4, reader.Run);
        }

        /// <summary>The commands of all three READMEs, for the count of marked commands of all pages.</summary>
        internal static CommandCount Count()
        {
            CommandCount count = new(0, 0, 0);
            foreach (string page in Directory.GetFiles(Path.Combine(_root, "tools", "Ota.Templates", "content"), "README.md", SearchOption.AllDirectories))
            {
                DocCommand[] commands = [.. DocPage.Parse(page, File.ReadAllText(page)).Fences.SelectMany(fence => fence.Commands)];
                int marked = commands.Count(command => IsByCable(command.Words[0]));
                count += new CommandCount(commands.Length - marked, 0, marked);
            }

            return count;
        }

        /// <summary>What a workflow of docs/guide runs of nanoota, with what differs from run to run filled in.</summary>
        internal static string[] WorkflowCommands(string workflow, string version, int run) =>
        [
            .. File.ReadLines(Path.Combine(_root, "docs", "guide", workflow)).Select(line => line.Trim()).Where(line => line.StartsWith("nanoota ", StringComparison.Ordinal))
                .Select(line => line.Replace("\"${GITHUB_REF_NAME#v}\"", version, StringComparison.Ordinal).Replace("\"$GITHUB_RUN_NUMBER\"", $"{run}", StringComparison.Ordinal)),
        ];

        private static bool IsByCable(string program) => program is "nanoff";

        // Somebody who reads the page in the application's folder and does what the page says.
        private sealed class Reader : IAsyncDisposable
        {
            private readonly TempFolder _temp = new();
            private readonly KeyFolder _keys;
            private readonly CancellationTokenSource _end = new();
            private readonly List<Task<int>> _servers = [];
            private readonly string _before = Directory.GetCurrentDirectory();
            private readonly string _board;
            private readonly string _begun;
            private NorFlash? _flash;
            private Session? _session;

            public Reader(string board, string begun)
            {
                _board = board;
                _begun = begun;
                _keys = new KeyFolder(_temp["keys"]);
                Directory.SetCurrentDirectory(_temp.Path);
            }

            public int Run { get; private set; }

            public int Marked { get; private set; }

            public async Task NewAsync()
            {
                (await CliRun.OfAsync("new", Name, "--board", _board, "--url", FreePort.Url())).Gives(ExitCode.Ok, "README.md has all commands");
                Directory.SetCurrentDirectory(Name);
            }

            public async Task FollowAsync()
            {
                DocPage page = DocPage.Parse("README.md", await File.ReadAllTextAsync("README.md"));
                foreach (DocFence fence in page.Fences.Where(fence => fence.HasCommands))
                {
                    await PrepareAsync(page, [.. fence.Commands]);
                    foreach (DocCommand command in fence.Commands)
                    {
                        await DoAsync(command);
                    }
                }

                foreach (DocCommand command in page.InlineCommands().Where(command => command.Text.StartsWith("nanoota key ", StringComparison.Ordinal)))
                {
                    await RunAsync(command);
                }

                await _end.CancelAsync();
                Assert.IsTrue((await Task.WhenAll(_servers)).All(code => code == 0), "A server did not end well.");
            }

            // A runner has a clean checkout: nothing was served, and nobody kept a record.
            public async Task RunWorkflowAsync(string workflow)
            {
                Directory.Delete("served", recursive: true);
                Directory.Delete("channels", recursive: true);
                Build("1.3");
                string[] commands = WorkflowCommands(workflow, "1.3", 7);
                Assert.HasCount(2, commands, workflow);
                foreach (string command in commands)
                {
                    await RunAsync(new DocCommand(workflow, 0, command));
                }

                Assert.IsTrue(File.Exists("served/stable/1.3/app.img") || File.Exists("served/stable/1.3/firmware.img"), "The release is where the workflow's next step takes the folder from.");
            }

            public async ValueTask DisposeAsync()
            {
                await _end.CancelAsync();
                if (_session != null)
                {
                    await _session.StopAsync();
                }

                await Task.WhenAll(_servers);
                Directory.SetCurrentDirectory(_before);
                _end.Dispose();
                _keys.Dispose();
                _temp.Dispose();
            }

            // What the page has the reader do by hand before a block: change a source, build in Visual Studio, bring a firmware.
            private async Task PrepareAsync(DocPage page, DocCommand[] commands)
            {
                if (commands.Any(command => command.Words.Contains("--virtual")))
                {
                    await _session!.SeesAsync(_begun);
                    Change("Work.cs", "Hello", "Good evening");
                    if (_board != "stock")
                    {
                        Assert.Contains("raise `Version` in `Settings.cs`", page.Text, "The version of the virtual board's application comes from Settings.cs.");
                        Change("Settings.cs", "Version = \"1.0\"", "Version = \"1.1\"");
                    }

                    return;
                }

                string? version = commands.Select(command => VersionOf().Match(command.Text)).FirstOrDefault(match => match.Success)?.Groups[1].Value;
                if (version != null || IsByCable(commands[0].Words[0]))
                {
                    Build(version ?? "1.0");
                }

                if (commands.Any(command => command.Text.Contains("wifi.json", StringComparison.Ordinal)))
                {
                    DocFence json = page.Fences.Single(fence => fence.Language == "json");
                    await File.WriteAllTextAsync("wifi.json", string.Join('\n', json.Lines));
                }
            }

            private async Task DoAsync(DocCommand command)
            {
                if (IsByCable(command.Words[0]))
                {
                    LookAt(command);
                    return;
                }

                if (command.Words[0] == "esptool")
                {
                    WriteFlash(command);
                    return;
                }

                Assert.AreEqual("nanoota", command.Words[0], $"{command}: no test runs this program.");
                if (command.Text == "nanoota run")
                {
                    // The test has no time for a board's own pace; else as a reader types the command.
                    _session = Session.Start("run", "--speed", "50");
                    Run++;
                    return;
                }

                await RunAsync(command);
                if (command.Words.Contains("--virtual"))
                {
                    await _session!.SeesAsync("Good evening from 1.1");
                    await _session.SeesAsync("confirmed 1.1");
                    await RunInlineAsync(command.Page);
                    await _session.StopAsync();
                    _session = null;
                }
            }

            // The words between the block and the next head: what a second terminal does to the board.
            private async Task RunInlineAsync(string name)
            {
                DocPage page = DocPage.Parse(name, await File.ReadAllTextAsync(name));
                foreach (DocCommand command in page.InlineCommands().Where(command => command.Text.StartsWith("nanoota device ", StringComparison.Ordinal)))
                {
                    await RunAsync(command);
                    if (command.Text.EndsWith(" cut", StringComparison.Ordinal))
                    {
                        await _session!.SeesAsync("* power cut");
                    }
                }

                (await CliRun.OfAsync("device", "inspect")).Gives(ExitCode.Ok, _board == "ifu" ? "flash with MCUboot" : "flash");
            }

            private async Task RunAsync(DocCommand command)
            {
                Run++;
                string[] args = command.Words[1..];
                if (args[0] != "serve")
                {
                    CliRun run = await CliRun.OfAsync(args);
                    Assert.AreEqual(0, run.Code, $"{command}\n{run.Out}{run.Error}");
                    return;
                }

                StringWriter output = new();
                Task<int> server = NanoOtaCli.RunAsync([.. args, "--port", "0"], new CliConsole(TextWriter.Synchronized(output), output, isTerminal: false), _end.Token);
                _servers.Add(server);
                while (!output.ToString().Contains("Serving ", StringComparison.Ordinal))
                {
                    Assert.IsFalse(server.IsCompleted, $"{command}\n{output}");
                    await Task.Delay(20);
                }
            }

            // A board by cable: the options exist, and so do the files.
            private void LookAt(DocCommand command)
            {
                Marked++;
                foreach (string word in command.Words[1..])
                {
                    if (word.StartsWith('-'))
                    {
                        Assert.Contains(word, DocCommandTests.NanoffOptions, command.ToString());
                    }
                    else if (word.Contains('.', StringComparison.Ordinal))
                    {
                        Assert.IsTrue(File.Exists(word), $"{command}\n{word} is not there when the page asks for it.");
                    }
                }
            }

            // esptool (espressif/esptool, README), as far as the page needs the program: what it does to a chip happens to a virtual one, which then starts.
            private void WriteFlash(DocCommand command)
            {
                Run++;
                switch (command.Words)
                {
                    case ["esptool", "--port", "COM3", "erase_flash"]:
                        _flash = new NorFlash(0x400000);
                        break;
                    case ["esptool", "--port", "COM3", "write_flash", "0x0", string file]:
                        Assert.IsNotNull(_flash, $"{command}: the chip was not erased.");
                        _flash.Program(0, File.ReadAllBytes(file));
                        List<string> started = [];
                        BootReport report = new Board(_flash, new BoardOptions { AppHost = new NamingHost(started) }).PowerOn();
                        Assert.AreEqual("ota_0", report.Choice!.Partition!.Label, $"{command}: the board does not start.");
                        Assert.Contains("Updater", started);
                        Assert.AreEqual(Name, started[^1], $"{command}: the image holds another application.");
                        break;
                    default:
                        Assert.Fail($"{command}: nobody knows what esptool does here.");
                        break;
                }
            }

            private void Build(string version)
            {
                switch (_board)
                {
                    case "stock":
                        StandIns.Make($"build {Name} {version}", _root, _temp.Path, _temp.Path);
                        StandIns.Make($"build {Name}/Resident 1.0", _root, _temp.Path, _temp.Path);
                        break;
                    case "ota":
                        StandIns.Make($"build {Name} {version}", _root, _temp.Path, _temp.Path);
                        StandIns.Make($"build {Name}/Updater 1.0", _root, _temp.Path, _temp.Path);
                        StandIns.Make($"firmware {Name}/firmware/nanoCLR.bin", _root, _temp.Path, _temp.Path);
                        _temp.Write($"{Name}/firmware/bootloader.bin", new EspImageBuilder { Version = "boot" }.AddSegment(new byte[3000]).Build());
                        File.Copy(Path.Combine(_root, "Ota.Bootstrap", "partitions", "partitions_nanoota_4mb.csv"), _temp[$"{Name}/firmware/partitions.csv"], overwrite: true);
                        break;
                    default:
                        SignDeployment(version);
                        break;
                }
            }

            // What imgtool makes of a deployment, and the public half of the bootloader's key.
            private void SignDeployment(string version)
            {
                using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                _temp.Write($"{Name}/bin/Release/deployment.signed.bin", new McuBootImageBuilder { Version = Version.Parse(version + ".0.0") }.Build(new byte[5000], key));
                _temp.Write($"{Name}/mcuboot.pub.pem", Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()));
            }

            private static void Change(string file, string from, string to)
            {
                string text = File.ReadAllText(file);
                Assert.Contains(from, text);
                File.WriteAllText(file, text.Replace(from, to, StringComparison.Ordinal));
            }
        }

        private sealed class NamingHost(List<string> started) : IAppHost
        {
            public void Run(BootedApp app, IBoard board) => started.AddRange(app.ReadAssemblies().Select(assembly => assembly.Name));
        }

        [GeneratedRegex(@"--version (\S+)")]
        private static partial Regex VersionOf();
    }
}
