using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Cli;
using NanoOta.Formats;
using NanoOta.Tooling;

namespace NanoOta.Tests.Tooling
{
    [TestClass]
    public class CliTests
    {
        [TestMethod]
        public async Task From_a_key_to_a_verified_release_and_a_forged_one()
        {
            using TempFolder temp = new();
            CliRun keygen = await CliRun.OfAsync("keygen", temp["k.pem"], "--kid", "test");
            CliRun pack = await CliRun.OfAsync("pack", Thermostat.Folder("1.1.0"), "--out", temp["packed"], "--from", Thermostat.Folder("1.0.0"));
            CliRun publish = await CliRun.OfAsync("publish", temp["packed"], "--key", temp["k.pem"], "--out", temp["www"], "--product", "thermostat", "--version", "1.1.0", "--first", "--chip", "esp32s3", "--window", "22:00-04:30");
            CliRun verify = await CliRun.OfAsync("verify", temp["www/stable/manifest.jws"], "--key", temp["k.pub.pem"]);
            CliRun verifyJson = await CliRun.OfAsync("verify", temp["www/stable/manifest.jws"], "--key", temp["k.pub.pem"], "--json");
            await CliRun.OfAsync("keygen", temp["stranger.pem"], "--kid", "test");
            CliRun forged = await CliRun.OfAsync("verify", temp["www/stable/manifest.jws"], "--key", temp["stranger.pub.pem"]);

            keygen.Gives(ExitCode.Ok, "new TrustedKey(\"test\", new byte[] { 0x");
            pack.Gives(ExitCode.Ok, "Thermostat.Native 1.0.0.0  272 bytes  natives 0x1522C1C0");
            pack.Gives(ExitCode.Ok, "An update from");
            publish.Gives(ExitCode.Ok, "now     thermostat 1.1.0, revision 1: everyone, chip esp32s3, from 22:00 to 04:30 UTC, expires ");
            publish.Gives(ExitCode.Ok, "signed by test");
            verify.Gives(ExitCode.Ok, "thermostat 1.1.0, channel stable, revision 1: everything holds.");
            verifyJson.Gives(ExitCode.Ok, "\"passed\": true");
            forged.Gives(ExitCode.CheckFailed, "FAIL  signature: SignatureInvalid (204)");
        }

        [TestMethod]
        public async Task An_application_goes_into_a_firmware_is_published_and_comes_out_again()
        {
            using TempFolder temp = new();
            File.WriteAllBytes(temp["nanoCLR.bin"], new StandInFirmware { Size = 200_000, IsPadded = true }.Build());
            Directory.CreateDirectory(temp["boot"]);
            File.WriteAllBytes(temp["boot/Boot.pe"], new PeWriter { Name = "Boot", HasEntryPoint = true }.Write());
            Directory.CreateDirectory(temp["app"]);
            File.WriteAllBytes(temp["app/Lamp.pe"], new PeWriter { Name = "Lamp", HasEntryPoint = true, References = [("Boot", new Version(1, 0, 0, 0))] }.Write());

            CliRun unsized = await CliRun.OfAsync("pack", temp["app"], "--out", temp["out"], "--firmware", temp["nanoCLR.bin"], "--boot", temp["boot"]);
            CliRun pack = await CliRun.OfAsync("pack", temp["app"], "--out", temp["out"], "--firmware", temp["nanoCLR.bin"], "--boot", temp["boot"], "--slot-size", "0x1D0000");
            CliRun extract = await CliRun.OfAsync("pack", temp["out/firmware.img"], "--extract", "--out", temp["parts"]);
            CliRun nothing = await CliRun.OfAsync("pack", "--out", temp["out"]);
            string[] firmware = ["--out", temp["other"], "--firmware", temp["nanoCLR.bin"], "--boot", temp["boot"], "--slot-size", "0x1D0000"];
            CliRun noApp = await CliRun.OfAsync(["pack", .. firmware]);
            CliRun emptyText = await CliRun.OfAsync(["pack", "", .. firmware]);
            CliRun both = await CliRun.OfAsync(["pack", temp["app"], "--empty-device", .. firmware]);
            CliRun noPath = await CliRun.OfAsync("pack", temp["app"], "--out", temp["other"], "--firmware", "", "--slot-size", "1M");
            CliRun extractToo = await CliRun.OfAsync(["pack", temp["out/firmware.img"], "--extract", .. firmware]);
            CliRun extractAlone = await CliRun.OfAsync(["pack", "--extract", .. firmware]);
            CliRun extractFolder = await CliRun.OfAsync("pack", temp["app"], "--extract", "--out", temp["other"]);
            Assert.IsFalse(Directory.Exists(temp["other"]), "A refused pack wrote.");
            CliRun empty = await CliRun.OfAsync(["pack", "--empty-device", .. firmware]);
            CliRun lost = await CliRun.OfAsync("pack", temp["app"], "--out", temp["out"], "--boot", temp["boot"]);
            await CliRun.OfAsync("keygen", temp["k.pem"], "--kid", "test");
            CliRun publish = await CliRun.OfAsync("publish", temp["out"], "--key", temp["k.pem"], "--out", temp["www"], "--product", "lamp", "--version", "1.2", "--first");

            unsized.FailsWith(ExitCode.Usage, "--firmware needs --partitions or --slot-size");
            pack.Gives(ExitCode.Ok, "sign the image now");
            extract.Gives(ExitCode.Ok, "app.bin");
            nothing.FailsWith(ExitCode.Usage, "Give what is to be packed");
            noApp.FailsWith(ExitCode.Usage, "--empty-device is for a board without an application");
            emptyText.FailsWith(ExitCode.Usage, "is an empty text");
            both.FailsWith(ExitCode.Usage, "leave the input out");
            noPath.FailsWith(ExitCode.Usage, "The path of a file or folder is empty");
            extractToo.FailsWith(ExitCode.Usage, "--extract takes a firmware");
            extractAlone.FailsWith(ExitCode.Usage, "--extract takes a firmware");
            extractFolder.FailsWith(ExitCode.InputOutput, "app is a folder, and a file is wanted");
            empty.Gives(ExitCode.Ok, "Boot 1.0.0.0");
            lost.FailsWith(ExitCode.Usage, "go with --firmware");
            publish.Gives(ExitCode.Ok, "lamp 1.2, revision 1");
        }

        [TestMethod]
        public async Task Redirected_output_has_no_escape_sequences()
        {
            using TempFolder temp = new();
            await CliRun.OfAsync("pack", Thermostat.Folder("1.0.0"), "--out", temp["packed"]);

            CliRun image = await CliRun.OfAsync("inspect", temp["packed/app.img"]);
            CliRun help = await CliRun.OfAsync("--help");

            foreach (CliRun run in (CliRun[])[image, help])
            {
                Assert.AreEqual(0, run.Code);
                Assert.IsFalse(run.Out.Contains('\u001b', StringComparison.Ordinal), run.Out);
                Assert.IsFalse(run.Out.Contains('\u2502', StringComparison.Ordinal), run.Out);
            }

            image.Gives(ExitCode.Ok, "Thermostat.Drivers  1.0.0.0  0       10424  0x00000000  mscorlib");
        }

        [TestMethod]
        public async Task Inspect_gives_the_same_as_one_JSON_object()
        {
            CliRun run = await CliRun.OfAsync("inspect", Path.Combine(Thermostat.Folder("1.0.0"), "Thermostat.App.pe"), "--json");
            using JsonDocument json = JsonDocument.Parse(run.Out);

            Assert.AreEqual("assembly", json.RootElement.GetProperty("kind").GetString());
            Assert.AreEqual("Thermostat.App", json.RootElement.GetProperty("assemblies")[0].GetProperty("name").GetString());
        }

        [TestMethod]
        public async Task On_a_terminal_tables_are_drawn()
        {
            using StringWriter output = new();

            int code = await NanoOtaCli.RunAsync(["inspect", Path.Combine(Thermostat.Folder("1.0.0"), "Thermostat.App.pe")], new CliConsole(output, TextWriter.Null, isTerminal: true));

            Assert.AreEqual(0, code);
            StringAssert.Contains(output.ToString(), "\u2502", StringComparison.Ordinal);
        }

        [TestMethod]
        [DataRow("", DisplayName = "no verb")]
        [DataRow("fly", DisplayName = "unknown verb")]
        [DataRow("pack", DisplayName = "missing argument")]
        [DataRow("pack x --out y --component disk", DisplayName = "value not allowed")]
        [DataRow("serve . --port 70000", DisplayName = "port out of range")]
        [DataRow("publish x --key k --out o --product p --version 1 --rollout 101", DisplayName = "percent out of range")]
        [DataRow("publish x --key k --out o --product p --version 1 --chip abacus", DisplayName = "unknown chip")]
        [DataRow("publish x --key k --out o --product p --version 1 --window 25:00-26:00", DisplayName = "window out of the day")]
        [DataRow("publish x --key k --out o --product p --version 1 --not-before soon", DisplayName = "no time")]
        [DataRow("publish x --key k --out o --product p --version 1 --expires-days 0", DisplayName = "no validity")]
        [DataRow("publish x --key k --out o --product p --version 1 --revision one", DisplayName = "no number")]
        [DataRow("serve . --bind everywhere", DisplayName = "no address")]
        public async Task A_wrong_command_line_is_one_line_and_exit_code_2(string line)
        {
            CliRun run = await CliRun.OfAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

            run.FailsWith(ExitCode.Usage);
        }

        [TestMethod]
        public async Task What_is_not_there_is_exit_code_3()
        {
            using TempFolder temp = new();

            (await CliRun.OfAsync("inspect", temp["nothing"])).FailsWith(ExitCode.InputOutput, "is not there");
            (await CliRun.OfAsync("pack", temp["nothing"], "--out", temp["o"])).FailsWith(ExitCode.InputOutput, "is not there");
            (await CliRun.OfAsync("verify", temp["nothing"], "--key", temp["k"])).FailsWith(ExitCode.InputOutput, "is not there");
            (await CliRun.OfAsync("serve", temp["nothing"], "--port", "0")).FailsWith(ExitCode.InputOutput, "is not a folder");
        }

        [TestMethod]
        public async Task What_is_not_what_it_must_be_is_exit_code_4()
        {
            using TempFolder temp = new();
            byte[] broken = Thermostat.Assembly("1.0.0", "Native");
            broken[200] ^= 1;
            temp.Write("in/Native.pe", broken);
            temp.Write("text", "hello"u8.ToArray());

            (await CliRun.OfAsync("pack", temp["in"], "--out", temp["out"])).FailsWith(ExitCode.BadInput, "Native.pe is not a sound assembly: its assembly checksum is wrong");
            (await CliRun.OfAsync("pack", temp.Path, "--out", temp["out"])).FailsWith(ExitCode.BadInput, "has no .pe file");
            (await CliRun.OfAsync("inspect", temp["text"])).FailsWith(ExitCode.BadInput, "is not a manifest");
            Assert.IsFalse(Directory.Exists(temp["out"]));
        }

        [TestMethod]
        public async Task A_server_that_is_not_there_is_exit_code_5()
        {
            using TempFolder temp = new();
            await CliRun.OfAsync("keygen", temp["k.pem"]);

            (await CliRun.OfAsync("verify", "http://127.0.0.1:9/manifest.jws", "--key", temp["k.pub.pem"])).FailsWith(ExitCode.Network, "Check the URL and the server");
        }

        [TestMethod]
        public async Task Help_names_every_verb_and_its_examples_are_command_lines()
        {
            RootCommand root = NanoOtaCli.Create(new CliConsole(TextWriter.Null, TextWriter.Null, isTerminal: false));
            CliRun help = await CliRun.OfAsync("--help");

            CollectionAssert.AreEquivalent(root.Subcommands.Select(verb => verb.Name).ToList(), HelpText.Grouped.ToList());
            Assert.IsEmpty(help.Out.Split('\n').Where(line => line.Length > 80));
            foreach (string example in HelpText.Examples.Where(example => example.StartsWith("nanoota ", StringComparison.Ordinal)))
            {
                string line = example["nanoota ".Length..].Split('#')[0].Split('|')[0];

                // What stands in nanoota.json is missing here.
                string[] errors = [.. root.Parse(line).Errors.Select(error => error.Message).Where(message => !message.Contains("required", StringComparison.OrdinalIgnoreCase) && !message.StartsWith("Give what", StringComparison.Ordinal))];
                Assert.IsEmpty(errors, example);
            }

            foreach (Command verb in root.Subcommands)
            {
                CliRun own = await CliRun.OfAsync(verb.Name, "--help");
                own.Gives(ExitCode.Ok, "Usage:");
                Assert.AreEqual(own.Out, (await CliRun.OfAsync("help", verb.Name)).Out, $"'help {verb.Name}' is '{verb.Name} --help'.");
                Assert.IsTrue(verb.Name == "key" || own.Out.Contains("Examples:", StringComparison.Ordinal), verb.Name);
            }
        }

        [TestMethod]
        [DataRow("bash", "complete ")]
        [DataRow("zsh", "compdef ")]
        [DataRow("fish", "complete ")]
        [DataRow("pwsh", "Register-ArgumentCompleter")]
        public async Task The_shell_completes_what_the_parser_suggests(string shell, string part)
        {
            (await CliRun.OfAsync("completion", shell)).Gives(ExitCode.Ok, part);
            (await CliRun.OfAsync("[suggest:11]", "nanoota pub")).Gives(ExitCode.Ok, "publish");
            (await CliRun.OfAsync("[suggest:26]", "nanoota publish --allow old")).Gives(ExitCode.Ok, "older-version");
        }

        [TestMethod]
        public async Task Keygen_never_overwrites_a_key()
        {
            using TempFolder temp = new();
            await CliRun.OfAsync("keygen", temp["k.pem"]);
            string before = await File.ReadAllTextAsync(temp["k.pem"]);

            (await CliRun.OfAsync("keygen", temp["k.pem"])).FailsWith(ExitCode.Usage, "a key is never overwritten");
            File.Delete(temp["k.pem"]);
            (await CliRun.OfAsync("keygen", temp["k.pem"])).FailsWith(ExitCode.Usage, "k.pub.pem is there already");
            Assert.IsFalse(File.Exists(temp["k.pem"]), before);
        }

        [TestMethod]
        public async Task Serve_prints_its_URL_serves_verify_and_ends_with_Ctrl_C()
        {
            using TempFolder temp = new();
            await CliRun.OfAsync("keygen", temp["k.pem"]);
            await CliRun.OfAsync("pack", Thermostat.Folder("1.0.0"), "--out", temp["packed"]);
            await CliRun.OfAsync("publish", temp["packed"], "--key", temp["k.pem"], "--out", temp["www"], "--product", "thermostat", "--version", "1.0.0", "--first");
            using CancellationTokenSource stop = new();
            using SignalWriter output = new();

            Task<int> serving = NanoOtaCli.RunAsync(["serve", temp["www"], "--port", "0"], new CliConsole(output, TextWriter.Null, isTerminal: false), stop.Token);
            string line = await output.FirstLine;
            string url = line.Split(' ').Single(word => word.StartsWith("http://", StringComparison.Ordinal));
            CliRun verify = await CliRun.OfAsync("verify", $"{url}stable/manifest.jws", "--key", temp["k.pub.pem"]);
            CliRun missing = await CliRun.OfAsync("verify", $"{url}beta/manifest.jws", "--key", temp["k.pub.pem"]);
            await stop.CancelAsync();

            Assert.AreEqual(0, await serving);
            verify.Gives(ExitCode.Ok, "everything holds");
            missing.FailsWith(ExitCode.Network, "answers 404");
        }

        [TestMethod]
        public async Task Serve_ends_in_order_when_its_process_is_told_to_terminate()
        {
            if (OperatingSystem.IsWindows())
            {
                Assert.Inconclusive("Windows has no SIGTERM.");
            }

            using TempFolder temp = new();
            ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Ota.Cli.dll"), "serve", temp.Path, "--port", "0"]) { RedirectStandardOutput = true };
            using Process serve = Process.Start(start)!;
            try
            {
                Assert.StartsWith("Serving", await serve.StandardOutput.ReadLineAsync());
                using Process kill = Process.Start("kill", ["-TERM", $"{serve.Id}"]);
                await serve.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
                Assert.AreEqual(0, serve.ExitCode);
            }
            finally
            {
                serve.Kill();
            }
        }

        [TestMethod]
        public async Task The_authority_s_key_is_never_put_where_it_would_be_served()
        {
            using TempFolder temp = new();

            (await CliRun.OfAsync("serve", temp.Path, "--https", "--port", "0", "--ca", temp["ca.pem"])).FailsWith(ExitCode.Usage, "so would its key");
            Assert.IsFalse(File.Exists(temp["ca.pem"]));
        }
    }
}
