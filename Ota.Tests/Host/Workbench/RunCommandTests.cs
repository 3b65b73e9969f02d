using System.Text.Json;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Cli;
using NanoOta.Tests.Tooling;
using NanoOta.Tooling;
using NanoOta.Workbench;

namespace NanoOta.Tests.Workbench
{
    /// <summary>nanoota run, dev and device: an application of 'nanoota new' on each kind of virtual board.</summary>
    [TestClass]
    [DoNotParallelize]
    public sealed class RunCommandTests
    {
        [TestMethod]
        public async Task An_application_in_OTA_slots_updates_itself_across_a_power_cut()
        {
            using TempFolder temp = new();
            using KeyFolder keys = new(temp["keys"]);
            await NewAsync(temp, "ota");
            Session session = Session.Start("run", temp["lamp"], "--speed", "50", "--cut", "50", "--until", "1.1", "--timeout", "100");
            await session.SeesAsync("Hello from 1.0");
            Change(temp, "Work.cs", "Hello from", "Good evening from");
            Change(temp, "Settings.cs", "Version = \"1.0\"", "Version = \"1.1\"");
            (await CliRun.OfAsync("release", "--virtual", "--no-delta", "--project", temp["lamp"], "--version", "1.1")).Gives(ExitCode.Ok, "Verified: ");

            Assert.AreEqual(0, await session.End, session.Text);
            session.HasInOrder("* starts Lamp 1.0", "* check 1.1: Ok", "* staging", "* power cut", "* power on", "* staging", "* install 1.1: Ok", "Good evening from 1.1", "* confirmed 1.1");
            CliRun journal = await CliRun.OfAsync("device", "journal", temp["lamp"]);
            journal.Gives(ExitCode.Ok, "the device ran 1.1.0.0, confirmed");
            journal.Gives(ExitCode.Ok, "installing 1.1.0.0: Ok (0)");
            Assert.IsFalse(Directory.Exists(temp["lamp/served"]), "A release for the virtual board never reaches the folder of real ones.");
        }

        [TestMethod]
        public async Task Dev_publishes_each_change_and_says_what_does_not_compile()
        {
            using TempFolder temp = new();
            using KeyFolder keys = new(temp["keys"]);
            await NewAsync(temp, "stock");
            Session session = Session.Start("dev", temp["lamp"], "--speed", "50", "--until", "1.0.0.1", "--timeout", "100");
            await session.SeesAsync("confirmed 1.0");
            Change(temp, "Work.cs", "Hello from", "Good evening from\" + ;");
            await session.SeesAsync("does not compile: Work.cs(");
            Change(temp, "Work.cs", "Good evening from\" + ;", "Good evening from");

            Assert.AreEqual(0, await session.End, session.Text);
            session.HasInOrder("* starts 1.0 from slot", "Hello from 1.0", "does not compile: Work.cs(", "* published 1.0.0.1", "Good evening from 1.0.0.1", "* confirmed 1.0.0.1");
        }

        [TestMethod]
        public async Task A_stock_board_goes_on_from_its_flash_and_obeys_another_terminal()
        {
            using TempFolder temp = new();
            using KeyFolder keys = new(temp["keys"]);
            await NewAsync(temp, "stock");
            Session first = Session.Start("run", temp["lamp"], "--speed", "50", "--until", "1.0", "--timeout", "100", "--json");
            Assert.AreEqual(0, await first.End, first.Text);
            foreach (string line in first.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.EndsWith(" ...", StringComparison.Ordinal)))
            {
                using JsonDocument json = JsonDocument.Parse(line);
                Assert.AreNotEqual(string.Empty, json.RootElement.GetProperty("event").GetString());
            }

            CliRun inspect = await CliRun.OfAsync("device", "inspect", temp["lamp"], "--json");
            using JsonDocument seen = JsonDocument.Parse(inspect.Out);
            Assert.AreEqual("flash", seen.RootElement.GetProperty("kind").GetString());
            StringAssert.Contains(seen.RootElement.GetProperty("says").GetString(), "1.0.0.0", StringComparison.Ordinal);
            string[] files = [.. seen.RootElement.GetProperty("drive").EnumerateArray().Select(file => $"{file.GetProperty("file")}: {file.GetProperty("what")}")];
            Assert.IsTrue(files.Any(file => file.StartsWith("a.img: ", StringComparison.Ordinal) && file.Contains("Lamp 1.0", StringComparison.Ordinal)), string.Join('\n', files));
            Assert.IsTrue(files.Any(file => file.StartsWith("a.jws: manifest: lamp 1.0, revision 1", StringComparison.Ordinal)), string.Join('\n', files));

            Session second = Session.Start("device", "on", temp["lamp"], "--speed", "50");
            await second.SeesAsync("Hello from 1.0");
            CliRun third = await CliRun.OfAsync("run", temp["lamp"]);
            third.FailsWith(ExitCode.InputOutput, "A board runs in");
            Assert.DoesNotContain("Compiling", third.Error, "A board that runs already is seen before the compiler runs.");
            second.HasInOrder("goes on; the sources are not compiled", "Hello from 1.0");
            (await CliRun.OfAsync("device", "cut", temp["lamp"])).Gives(ExitCode.Ok, "The power was cut.");
            await second.SeesAsync("* power cut");
            (await CliRun.OfAsync("device", "off", temp["lamp"])).Gives(ExitCode.Ok, "The board is off.");
            Assert.AreEqual(0, await second.End, second.Text);
            Assert.IsFalse(second.Text.Contains("recovery", StringComparison.Ordinal) || second.Text.Contains("a new board", StringComparison.Ordinal), "The flash goes on.");
        }

        [TestMethod]
        public async Task Two_boards_never_write_one_flash_file_and_a_missing_private_key_is_named()
        {
            using TempFolder temp = new();
            using KeyFolder keys = new(temp["keys"]);
            await NewAsync(temp, "stock");
            Directory.CreateDirectory(temp["other"]);
            using (IDisposable first = VirtualWorld.TakeFlash(temp["board.bin"]))
            {
                (await CliRun.OfAsync("run", temp["lamp"], "--flash", temp["board.bin"])).FailsWith(ExitCode.InputOutput, "A board runs on");
            }

            (await CliRun.OfAsync("run", temp["lamp"], "--flash", temp["other"])).FailsWith(ExitCode.InputOutput, "it is a folder");
            (await CliRun.OfAsync("run", temp["lamp"], "--flash", temp["nowhere/board.bin"])).FailsWith(ExitCode.InputOutput, "its folder is not there");
            File.Delete(temp["keys/release.pem"]);
            CliRun run = await CliRun.OfAsync("run", temp["lamp"]);
            run.FailsWith(ExitCode.BadInput, "bring its copy back");
            Assert.Contains("release.pem is not there", run.Error);
            Assert.DoesNotContain("Compiling", run.Error);
            CliRun release = await CliRun.OfAsync("release", "--virtual", "--project", temp["lamp"], "--version", "1.1");
            release.FailsWith(ExitCode.BadInput, "bring its copy back");
            Assert.DoesNotContain("Compiling", release.Error);
            Assert.IsFalse(File.Exists(temp["board.bin.lock"]), "The lock of a flash goes with its board.");
        }

        [TestMethod]
        public async Task Dev_publishes_each_build_for_the_real_boards_at_the_desk()
        {
            using TempFolder temp = new();
            using KeyFolder keys = new(temp["keys"]);
            await CliRun.OfAsync("keygen", "release");
            Thermostat.CopyTo(temp["lamp/bin/Debug"], "1.0.0");
            Session session = Session.Start("dev", temp["lamp"], "--built", temp["lamp/bin/Debug"], "--product", "lamp", "--url", FreePort.Url());
            await session.SeesAsync("* published 1.0.0.1, revision 1");
            Thermostat.CopyTo(temp["lamp/bin/Debug"], "1.1.0");
            await session.SeesAsync("* published 1.1.0.1, revision 2");
            await session.StopAsync();

            (await CliRun.OfAsync("status", temp["lamp/.nanoota/desk"], "--key", "release")).Gives(ExitCode.Ok, "lamp 1.1.0.1, channel dev, revision 2");
        }

        [TestMethod]
        public async Task Without_a_board_or_a_project_the_line_says_what_to_do()
        {
            using TempFolder temp = new();
            using KeyFolder keys = new(temp["keys"]);
            Directory.CreateDirectory(temp["empty"]);
            (await CliRun.OfAsync("run", temp["empty"])).FailsWith(ExitCode.InputOutput, "'nanoota new NAME' makes one");
            (await CliRun.OfAsync("run", temp["nowhere"])).FailsWith(ExitCode.InputOutput, "There is no project");
            (await CliRun.OfAsync("device", "cut", temp["empty"])).FailsWith(ExitCode.CheckFailed, "No board runs in");
            (await CliRun.OfAsync("device", "on", temp["empty"])).FailsWith(ExitCode.InputOutput, "'nanoota run' makes a board");
            (await CliRun.OfAsync("device", "journal", temp["empty"])).FailsWith(ExitCode.InputOutput, "'nanoota run' makes a board");
            (await CliRun.OfAsync("run", temp["empty"], "--timeout", "3")).FailsWith(ExitCode.Usage, "--timeout goes with --until");
            await NewAsync(temp, "stock");
            (await CliRun.OfAsync("run", temp["lamp"], "--board", "ota")).FailsWith(ExitCode.BadInput, "has no folder Updater");
            Change(temp, "Work.cs", "HealthStatus.Healthy", "HealthStatus.Splendid");
            (await CliRun.OfAsync("run", temp["lamp"])).FailsWith(ExitCode.BadInput, "Lamp does not compile: Work.cs(20): CS0117");
        }

        [TestMethod]
        [DataRow("1.0", null, "1.0.0.1")]
        [DataRow("1.0", "1.0", "1.0.0.1")]
        [DataRow("1.0", "1.0.0.7", "1.0.0.8")]
        [DataRow("1.1", "1.0.0.7", "1.1.0.1")]
        [DataRow("1.0", "2.0", "1.0.0.1")]
        public void The_next_version_of_dev_is_above_the_last_one_of_the_same_sources(string own, string? published, string next)
        {
            ManifestContentOf content = new(published);
            Assert.AreEqual(next, DevCommand.NextVersion(own, content.Value));
        }

        private static async Task NewAsync(TempFolder temp, string board) =>
            (await CliRun.OfAsync("new", "Lamp", "--folder", temp["lamp"], "--board", board, "--url", FreePort.Url())).Gives(ExitCode.Ok, "README.md has all commands");

        private static void Change(TempFolder temp, string file, string from, string to)
        {
            string path = temp["lamp/" + file];
            string before = File.ReadAllText(path);
            Assert.Contains(from, before);
            File.WriteAllText(path, before.Replace(from, to, StringComparison.Ordinal));
        }

        private sealed class ManifestContentOf(string? version)
        {
            public NanoOta.Tooling.Release.ManifestContent? Value { get; } = version == null ? null : new()
            {
                Product = "lamp",
                Channel = "dev",
                Revision = 1,
                Version = version,
                Issued = 1,
                Expires = 2,
                Images = [],
            };
        }
    }
}
