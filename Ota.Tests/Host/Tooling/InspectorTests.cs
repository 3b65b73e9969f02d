using System.Text.Json.Nodes;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.Tooling;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;
using NanoOta.Tooling.Inspection;
using NanoOta.Tooling.Release;

namespace NanoOta.Tests.Tooling
{
    [TestClass]
    public class InspectorTests
    {
        [TestMethod]
        public void A_flash_file_shows_partitions_otadata_the_choice_and_what_is_in_the_slots()
        {
            PartitionTable table = PartitionTable.CreateOta4MB();
            byte[] flash = Erased(0x400000);
            table.ToBytes().CopyTo(flash, PartitionTable.DefaultOffset);
            OtaEntry.Create(1, OtaImageState.Valid).ToBytes().CopyTo(flash, table.OtaData!.Offset);
            OtaEntry.Create(2, OtaImageState.PendingVerify).ToBytes().CopyTo(flash, table.OtaData.Offset + 4096);
            Firmware("1.0.0").CopyTo(flash, table.Ota(0)!.Offset);

            JsonObject result = Inspector.Inspect(flash, "flash.bin");

            Assert.AreEqual("flash", (string?)result["kind"]);
            Assert.AreEqual("data nvs; data otadata; data phy; app ota_0; app ota_1; data undefined; data littlefs", Join(result, "partitions", "kind"));
            Assert.AreEqual("VALID; PENDING_VERIFY", Join(result, "otadata", "state"));
            Assert.AreEqual("false; true", Join(result, "otadata", "active"));
            Assert.AreEqual("ota_1", (string?)result["chosen"]);
            Assert.AreEqual("sound; erased", Join(result, "slots", "image"));
            Assert.AreEqual("1.0.0", (string?)result["slots"]![0]!["version"]);
        }

        [TestMethod]
        [DataRow(OtaImageState.Invalid, "ota_0", "true; false")]
        [DataRow(OtaImageState.Aborted, "ota_0", "true; false")]
        [DataRow(OtaImageState.New, "ota_1", "false; true")]
        public void The_otadata_entry_that_decides_is_the_bootloader_s(OtaImageState second, string chosen, string active)
        {
            byte[] data = Erased(0x2000);
            OtaEntry.Create(1, OtaImageState.Valid).ToBytes().CopyTo(data, 0);
            OtaEntry.Create(2, second).ToBytes().CopyTo(data, 4096);

            JsonObject result = [];
            FlashInspection.AddOtaData(result, data, 2);

            Assert.AreEqual(chosen, (string?)result["chosen"]);
            Assert.AreEqual(active, Join(result, "otadata", "active"));
            Assert.AreEqual("otadata", (string?)Inspector.Inspect(data, "otadata.bin")["kind"]);
        }

        [TestMethod]
        public void An_ESP_image_shows_its_chip_and_the_assemblies_inside()
        {
            JsonObject result = Inspector.Inspect(Firmware("2.1.0", Thermostat.Assembly("1.0.0", "Native")), "firmware.bin");

            Assert.AreEqual("esp image esp32s3 2.1.0 thermostat", $"{result["kind"]} {result["chip"]} {result["version"]} {result["project"]}");
            Assert.AreEqual("Thermostat.Native", Join(result, "assemblies", "name"));
        }

        [TestMethod]
        public void A_damaged_ESP_image_is_refused_by_inspect_and_by_pack()
        {
            using TempFolder temp = new();
            byte[] image = Firmware("1.0.0");
            image[100] ^= 1;
            string path = temp.Write("firmware.bin", image);

            StringAssert.Contains(Assert.ThrowsExactly<ToolException>(() => Inspector.Inspect(image, "firmware.bin")).Message, "its checksum is wrong", StringComparison.Ordinal);
            Assert.AreEqual(ExitCode.BadInput, Assert.ThrowsExactly<ToolException>(() => Packer.Run(new PackRequest { Input = path, Out = temp["out"] })).Code);
        }

        [TestMethod]
        public void An_ESP_image_is_packed_as_firmware_for_its_chip_and_asks_for_no_natives()
        {
            using TempFolder temp = new();
            string path = temp.Write("firmware.bin", Firmware("2.1.0", Thermostat.Assembly("1.0.0", "Native")));

            PackFile pack = Packer.Run(new PackRequest { Input = path, Out = temp["out"] }).Pack;
            PackFile asApp = Packer.Run(new PackRequest { Input = path, Out = temp["out"], Component = "app" }).Pack;

            Assert.AreEqual("firmware 9 2.1.0", $"{pack.Component} {pack.Chip} {pack.FirmwareVersion}");
            Assert.IsEmpty(pack.Natives);
            Assert.AreEqual("Thermostat.Native", asApp.Natives.Single().Name);
        }

        [TestMethod]
        public async Task A_release_of_app_and_firmware_is_for_the_firmware_s_chip()
        {
            using ReleaseFixture fixture = new();
            PublishRequest request = fixture.Request("1.1.0");
            string path = fixture.Temp.Write("firmware.bin", Firmware("1.1.0"));
            Packer.Run(new PackRequest { Input = path, Out = fixture.Temp["firmware"] });
            request = request with { Packs = [.. request.Packs, fixture.Temp["firmware"]] };

            ToolException wrong = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(request with { Requires = new RequiresContent { Chip = 0 } }));
            await fixture.PublishAsync(request);
            Manifest manifest = (await fixture.VerifyAsync()).Manifest!;

            StringAssert.Contains(wrong.Message, "for esp32s3, not for esp32.", StringComparison.Ordinal);
            Assert.AreEqual(9, manifest.Chip);
            Assert.AreEqual("app firmware", string.Join(' ', manifest.Images.Select(i => i.Component)));
        }

        [TestMethod]
        public void A_partition_table_with_a_wrong_MD5_is_refused()
        {
            byte[] table = PartitionTable.CreateOta4MB().ToBytes();
            Assert.AreEqual("partition table", (string?)Inspector.Inspect(table, "p.bin")["kind"]);
            table[4] ^= 1;

            StringAssert.Contains(Assert.ThrowsExactly<ToolException>(() => Inspector.Inspect(table, "p.bin")).Message, "MD5", StringComparison.Ordinal);
        }

        [TestMethod]
        [DataRow(1, 1, 1)]
        [DataRow(131072, 1, 32)]
        [DataRow(131073, 2, 33)]
        [DataRow(1400000, 11, 342)]
        public void A_chunk_table_shows_its_groups_and_chunks(int imageSize, int groups, int chunks)
        {
            ImageDigests digests = ImageDigests.Of(new byte[imageSize]);
            System.Text.Json.Nodes.JsonObject shown = Inspector.Inspect(digests.File.ToArray(), "x.chunks");
            Assert.AreEqual($"chunk table {groups} {groups} {chunks}", $"{shown["kind"]} {shown["groups"]} {shown["provenGroups"]} {shown["chunks"]}");
            Assert.AreEqual(Convert.ToHexStringLower(digests.Identity), (string?)shown["identity"]);
        }

        [TestMethod]
        public void A_damaged_chunk_table_shows_how_many_groups_are_whole()
        {
            byte[] table = ImageDigests.Of(new byte[300_000]).File.ToArray();
            table[^1] ^= 1;
            Assert.AreEqual("3 2", $"{Inspector.Inspect(table, "x.chunks")["groups"]} {Inspector.Inspect(table, "x.chunks")["provenGroups"]}");
            Assert.ThrowsExactly<ToolException>(() => Inspector.Inspect(table[..^31], "x.chunks"));
        }

        [TestMethod]
        public void A_delta_file_shows_its_sections_and_a_damaged_one_is_refused()
        {
            byte[] image = new byte[5000];
            ImageDigests digests = ImageDigests.Of(image);
            byte[] file = DeltaFileWriter.Write(digests, [([], SectionEncoder.Encode([], image, digests, readsNew: true))]);
            System.Text.Json.Nodes.JsonObject shown = Inspector.Inspect(file, "x.delta");
            Assert.AreEqual("delta file", (string?)shown["kind"]);
            Assert.AreEqual("no old image", (string?)shown["sections"]![0]!["from"]);
            Assert.AreEqual(2, (int?)shown["sections"]![0]!["payloads"]);
            file[32 + 32 + 12] = 0xFF;

            StringAssert.Contains(Assert.ThrowsExactly<ToolException>(() => Inspector.Inspect(file, "x.delta")).Message, "outside the file", StringComparison.Ordinal);
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("hello")]
        [DataRow("eyJhIjoxfQ")]
        [DataRow("eyJ!.e30.e30")]
        [DataRow("eyJh.e30.e30")]
        [DataRow("NOTACHK1")]
        [DataRow("NFMRK1")]
        public void Anything_else_is_refused_without_a_crash(string text)
        {
            Assert.AreEqual(ExitCode.BadInput, Assert.ThrowsExactly<ToolException>(() => Inspector.Inspect(System.Text.Encoding.ASCII.GetBytes(text), "x")).Code);
        }

        private static byte[] Firmware(string version, params byte[] data) =>
            new EspImageBuilder { ChipId = 9, Version = version, ProjectName = "thermostat" }.AddSegment(data.Length == 0 ? new byte[64] : data).Build();

        private static byte[] Erased(int size)
        {
            byte[] flash = new byte[size];
            Array.Fill(flash, (byte)0xFF);
            return flash;
        }

        private static string Join(JsonObject value, string array, string field) => string.Join("; ", value[array]!.AsArray().Select(row => row![field]!.ToString()));
    }
}
