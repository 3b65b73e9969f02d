using System.Text.Json;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.Tests.Firmware;
using NanoOta.Tooling;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Tooling
{
    /// <summary>nanoota release, nanoota.json, and the file for a board's first flash.</summary>
    [TestClass]
    public class ReleaseCommandTests
    {
        [TestMethod]
        public async Task A_build_is_released_with_what_stands_in_the_project_s_file()
        {
            using TempFolder temp = new();
            Thermostat.CopyTo(temp["app/bin"], "1.0.0");
            await CliRun.OfAsync("keygen", temp["k.pem"], "--kid", "test");
            Write(temp, """
                {
                  // comments are for people
                  "input": "bin", "key": "../k.pem", "out": "served", "product": "thermostat", "channel": "beta",
                  "rollout": 5, "group": ["field", "lab"], "window": "02:00-04:00", "no-delta": true,
                  "publish": { "rollout": 50 },
                }
                """);

            CliRun first = await CliRun.OfAsync("release", "--project", temp["app"], "--version", "1.0.0", "--first");
            CliRun again = await CliRun.OfAsync("release", "--project", temp["app/nanoota.json"], "--version", "1.0.0", "--rollout", "25", "--json");
            CliRun verify = await CliRun.OfAsync("verify", temp["app/served/beta/manifest.jws"], "--key", temp["k.pem"]);

            first.Gives(ExitCode.Ok, "now     thermostat 1.0.0, revision 1: 5 %, group field, group lab, from 02:00 to 04:00 UTC");
            first.Gives(ExitCode.Ok, "Verified: ");
            using JsonDocument json = JsonDocument.Parse(again.Out);
            Assert.AreEqual(2, json.RootElement.GetProperty("now").GetProperty("revision").GetInt64());
            StringAssert.Contains(json.RootElement.GetProperty("now").GetProperty("audience").GetString(), "25 %", StringComparison.Ordinal);
            Assert.IsTrue(File.Exists(temp["app/channels/thermostat/beta.jws"]), "The record lies beside the project's file.");
            verify.Gives(ExitCode.Ok, "everything holds");
            Assert.IsEmpty(Directory.EnumerateFileSystemEntries(temp["app/served"]).Select(Path.GetFileName).Except(["beta"]));
        }

        [TestMethod]
        [DataRow("{ \"prodcut\": \"x\" }", "says 'prodcut', which no verb takes. Did you mean 'product'?")]
        [DataRow("{ \"publish\": { \"port\": 1 } }", "says 'publish.port', which no verb takes.")]
        [DataRow("{ \"product\": [\"a\", \"b\"] }", "says 'product' with another kind of value than one value")]
        [DataRow("{ \"product\": { } }", "says 'product' with another kind of value than a text")]
        [DataRow("{ \"critical\": \"yes\" }", "says 'critical' with another kind of value than true or false")]
        [DataRow("{ \"product\": \"a\", \"product\": \"b\" }", "is not JSON")]
        [DataRow("[]", "is not one JSON object")]
        [DataRow("{", "is not JSON, line 1")]
        public async Task A_project_s_file_that_is_wrong_is_told_in_one_line(string content, string said)
        {
            using TempFolder temp = new();
            Write(temp, content);

            (await CliRun.OfAsync("publish", temp["packed"], "--project", temp["app"])).FailsWith(ExitCode.BadInput, said);
        }

        [TestMethod]
        public async Task A_flat_layout_needs_no_folders_and_stays_flat()
        {
            using TempFolder temp = new();
            await CliRun.OfAsync("keygen", temp["k.pem"], "--kid", "test");
            string[] line = ["release", Thermostat.CopyTo(temp["bin"], "1.0.0"), "--key", temp["k.pem"], "--out", temp["www"], "--product", "thermostat", "--no-delta"];
            (await CliRun.OfAsync([.. line, "--version", "1.0.0", "--first", "--layout", "flat"])).Gives(ExitCode.Ok, "stable/1.0.0-app.img");
            (await CliRun.OfAsync([.. line, "--version", "1.0.0"])).Gives(ExitCode.Ok, "Verified: ");

            Assert.AreEqual("1.0.0-app.chunks 1.0.0-app.img history manifest.jws", string.Join(' ', Directory.EnumerateFileSystemEntries(temp["www/stable"]).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)));
            (await CliRun.OfAsync("verify", temp["www/stable/manifest.jws"], "--key", temp["k.pem"])).Gives(ExitCode.Ok, "everything holds");
            (await CliRun.OfAsync("prune", "--out", temp["www"])).Gives(ExitCode.Ok, "0 files, 0 bytes: removed.");
        }

        [TestMethod]
        public async Task Release_without_what_it_needs_names_the_option()
        {
            (await CliRun.OfAsync("release", "bin")).FailsWith(ExitCode.Usage, "Option '--key' is required");
            (await CliRun.OfAsync("release", "bin", "--factory", "x.bin")).FailsWith(ExitCode.Usage, "--factory needs --bootloader");
            (await CliRun.OfAsync("release", "bin", "--bootloader", "x.bin")).FailsWith(ExitCode.Usage, "go with --factory");
        }

        [TestMethod]
        public async Task The_factory_s_file_boots_on_the_virtual_board()
        {
            using TempFolder temp = new();
            temp.Write("nanoCLR.bin", new StandInFirmware { Size = 100_000, IsPadded = true }.Build());
            temp.Write("boot/Boot.pe", TestParts.Assembly("Boot", hasEntryPoint: true));
            temp.Write("app/Lamp.pe", TestParts.Assembly("Lamp", hasEntryPoint: true));
            temp.Write("bootloader.bin", new EspImageBuilder { Version = "boot" }.AddSegment(new byte[3000]).Build());
            temp.Write("table.bin", PartitionTable.CreateOta4MB().ToBytes());

            CliRun run = await CliRun.OfAsync(
                "release", temp["app"], "--firmware", temp["nanoCLR.bin"], "--boot", temp["boot"], "--partitions", temp["table.bin"], "--factory", temp["board.bin"], "--bootloader", temp["bootloader.bin"]);
            run.Gives(ExitCode.Ok, "write_flash 0x0");
            byte[] file = await File.ReadAllBytesAsync(temp["board.bin"]);
            NorFlash flash = new(0x400000);
            flash.Program(0, file);
            List<string> started = [];
            Board board = new(flash, new BoardOptions { AppHost = new NamingHost(started) });
            BootReport report = board.PowerOn();

            Assert.AreEqual("ota_0", report.Choice!.Partition!.Label);
            Assert.AreEqual("Boot Lamp", string.Join(' ', started));
            Assert.AreEqual(0xE9, file[0x1000], "the bootloader's place on an ESP32");
            Assert.IsTrue(file.AsSpan(0xD000, 0x2000).IndexOfAnyExcept((byte)0xFF) < 0, "The otadata is blank.");
        }

        [TestMethod]
        public async Task The_factory_s_file_of_a_stock_board_boots_on_the_virtual_board()
        {
            using TempFolder temp = new();
            temp.Write("nanoCLR.bin", new EspImageBuilder { Version = "1.17.11.0", ProjectName = "nanoCLR" }.AddSegment(new byte[30_000]).Build());
            temp.Write("resident/Ota.Client.pe", TestParts.Assembly("Ota.Client"));
            temp.Write("resident/Resident.pe", TestParts.Assembly("Resident", hasEntryPoint: true));
            temp.Write("bootloader.bin", new EspImageBuilder { Version = "boot" }.AddSegment(new byte[3000]).Build());
            temp.Write("table.bin", PartitionTable.CreateStock4MB().ToBytes());

            CliRun run = await CliRun.OfAsync(
                "release", temp["resident"], "--nanoclr", temp["nanoCLR.bin"], "--table", temp["table.bin"], "--factory", temp["board.bin"], "--bootloader", temp["bootloader.bin"]);
            run.Gives(ExitCode.Ok, "resident program in deploy");
            NorFlash flash = new(0x400000);
            flash.Program(0, await File.ReadAllBytesAsync(temp["board.bin"]));
            List<string> started = [];
            BootReport report = new Board(flash, new BoardOptions { AppHost = new NamingHost(started) }).PowerOn();

            Assert.AreEqual("factory 1.17.11.0 Returned", $"{report.Slot} {report.Version} {report.End}");
            Assert.AreEqual("Ota.Client Resident", string.Join(' ', started), "The CLR goes through the deployment.");
        }

        [TestMethod]
        public async Task R2_A_resident_program_that_the_firmware_cannot_link_is_refused_with_each_name()
        {
            using TempFolder temp = new();
            temp.Write("nanoCLR.bin", new StandInFirmware { Size = 100_000 }.Build());
            temp.Write("unknown.bin", new EspImageBuilder { Version = "1.17" }.AddSegment(new byte[3000]).Build());
            temp.Write("resident/mscorlib.pe", TestParts.Assembly("mscorlib", natives: 0x1549C856));
            temp.Write("resident/System.Net.pe", TestParts.Assembly("System.Net", natives: 0x6DFA71D6));
            temp.Write("resident/Crypto.pe", TestParts.Assembly("nanoFramework.System.Security.Cryptography", natives: 0x1A1CC3FD));
            temp.Write("resident/Resident.pe", TestParts.Assembly("Resident", hasEntryPoint: true));
            temp.Write("bootloader.bin", new EspImageBuilder().AddSegment(new byte[3000]).Build());
            temp.Write("table.bin", PartitionTable.CreateStock4MB().ToBytes());
            string[] line = ["release", temp["resident"], "--table", temp["table.bin"], "--factory", temp["board.bin"], "--bootloader", temp["bootloader.bin"], "--nanoclr"];

            CliRun run = await CliRun.OfAsync([.. line, temp["nanoCLR.bin"]]);
            run.FailsWith(ExitCode.BadInput, "System.Net needs native code 0x6DFA71D6, and the firmware has none");
            run.FailsWith(ExitCode.BadInput, "nanoFramework.System.Security.Cryptography needs native code 0x1A1CC3FD");
            (await CliRun.OfAsync([.. line, temp["unknown.bin"]])).FailsWith(ExitCode.BadInput, "are not known for sure");
            (await CliRun.OfAsync([.. line, temp["unknown.bin"], "--unsafe-natives"])).Gives(ExitCode.Ok, "resident program in deploy");
            File.Delete(temp["resident/System.Net.pe"]);
            File.Delete(temp["resident/Crypto.pe"]);
            (await CliRun.OfAsync([.. line, temp["nanoCLR.bin"]])).Gives(ExitCode.Ok, "resident program in deploy");
        }

        [TestMethod]
        public async Task A_factory_s_file_that_could_not_start_is_refused()
        {
            using TempFolder temp = new();
            temp.Write("nanoCLR.bin", new EspImageBuilder { ChipId = 9, Version = "1.17" }.AddSegment(new byte[3000]).Build());
            temp.Write("app/Lamp.pe", TestParts.Assembly("Lamp", hasEntryPoint: true));
            temp.Write("s3.bin", new EspImageBuilder { ChipId = 9 }.AddSegment(new byte[3000]).Build());
            temp.Write("esp32.bin", new EspImageBuilder().AddSegment(new byte[3000]).Build());
            temp.Write("large.bin", new EspImageBuilder { ChipId = 9 }.AddSegment(new byte[40_000]).Build());
            temp.Write("table.bin", PartitionTable.CreateOta4MB().ToBytes());
            string[] line = ["release", temp["app"], "--nanoclr", temp["nanoCLR.bin"], "--factory", temp["board.bin"], "--bootloader"];

            (await CliRun.OfAsync([.. line, temp["s3.bin"]])).FailsWith(ExitCode.Usage, "needs the boards' partition table");
            (await CliRun.OfAsync([.. line, temp["s3.bin"], "--table", temp["table.bin"]])).FailsWith(ExitCode.BadInput, "has no partition 'deploy'");
            (await CliRun.OfAsync([.. line, temp["esp32.bin"], "--table", temp["table.bin"]])).FailsWith(ExitCode.BadInput, "is for esp32, and");
            (await CliRun.OfAsync([.. line, temp["app/Lamp.pe"], "--table", temp["table.bin"]])).FailsWith(ExitCode.BadInput, "does not begin with the header of one");
            temp.Write("stock.csv", "nvs,data,nvs,0x9000,0x6000\nfactory,app,factory,0x10000,0x1A0000\ndeploy,data,0x84,0x1B0000,0x1F0000\n"u8.ToArray());
            (await CliRun.OfAsync([.. line, temp["large.bin"], "--table", temp["stock.csv"]])).FailsWith(ExitCode.BadInput, "The bootloader has");
            (await CliRun.OfAsync([.. line, temp["s3.bin"], "--table", temp["stock.csv"]])).Gives(ExitCode.Ok, "resident program in deploy");
        }

        private static void Write(TempFolder temp, string content) => temp.Write("app/nanoota.json", System.Text.Encoding.UTF8.GetBytes(content));

        private sealed class NamingHost(List<string> names) : IAppHost
        {
            public void Run(BootedApp app, IBoard board) => names.AddRange(app.ReadAssemblies().Select(assembly => assembly.Name));
        }
    }
}
