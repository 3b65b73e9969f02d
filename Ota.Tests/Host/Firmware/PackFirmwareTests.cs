using System.Text.Json.Nodes;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Formats;
using NanoOta.Tests.Tooling;
using NanoOta.Tooling;
using NanoOta.Tooling.Firmware;
using NanoOta.Tooling.Inspection;
using NanoOta.Tooling.Pe;
using NanoOta.Tooling.Release;

namespace NanoOta.Tests.Firmware
{
    /// <summary>'nanoota pack --firmware': a boot program and an application go into a nanoCLR image, or are refused by name.</summary>
    [TestClass]
    public sealed class PackFirmwareTests
    {
        private const int Slot = 0x1D0000;

        [TestMethod]
        public void Boot_program_and_application_become_one_image_of_the_component_firmware()
        {
            using TempFolder temp = Make();
            PackFile pack = Pack(temp).Pack;

            Assert.AreEqual("firmware", pack.Component);
            Assert.IsEmpty(pack.Natives, "A firmware brings its own natives.");
            Assert.IsNull(pack.FirmwareVersion, "The version is the release's: the firmware's own stays when the application changes.");
            AppSegment app = AppOf(temp);
            Assert.AreEqual("mscorlib Client Boot", Names(app.BootAssemblies));
            Assert.AreEqual("Lib Lamp", Names(app.AppAssemblies), "What the boot part has came twice.");
        }

        [TestMethod]
        public void The_application_of_an_image_that_has_one_is_changed_and_the_boot_part_stays()
        {
            using TempFolder temp = Make();
            Pack(temp);
            byte[] boot = AppOf(temp).Boot;
            Put(temp, "app2", Pe("mscorlib", natives: Core), Pe("Other", true, "mscorlib"));

            Packer.Run(new PackRequest { Input = temp["app2"], Out = temp["out2"], Firmware = Firmware(temp["out/firmware.img"], null) });

            AppSegment changed = FirmwareFile.Load(temp["out2/firmware.img"]).App!;
            CollectionAssert.AreEqual(boot, changed.Boot);
            Assert.AreEqual("Other", Names(changed.AppAssemblies));
        }

        [TestMethod]
        public void An_empty_device_gets_a_boot_part_alone()
        {
            using TempFolder temp = Make();
            Packer.Run(new PackRequest { Input = string.Empty, Out = temp["out"], Firmware = Firmware(temp["nanoCLR.bin"], temp["boot"]) });
            Assert.IsEmpty(AppOf(temp).App);
        }

        [TestMethod]
        public void Both_parts_are_extracted_byte_for_byte()
        {
            using TempFolder temp = Make();
            Pack(temp);
            PartsExtractor.Run(temp["out/firmware.img"], temp["parts"]);
            CollectionAssert.AreEqual(AppImage.FromFolder(temp["boot"]).Bytes, File.ReadAllBytes(temp["parts/boot.bin"]));
            CollectionAssert.AreEqual(AppOf(temp).App, File.ReadAllBytes(temp["parts/app.bin"]));
            Assert.Contains("has no application attached", Assert.ThrowsExactly<ToolException>(() => PartsExtractor.Run(temp["nanoCLR.bin"], temp["parts"])).Message);
        }

        [TestMethod]
        public void Inspect_shows_the_firmware_its_natives_and_the_assemblies_of_both_parts()
        {
            using TempFolder temp = Make();
            Pack(temp);
            byte[] image = File.ReadAllBytes(temp["out/firmware.img"]);
            JsonObject shown = Inspector.Inspect(image, "firmware.img");
            Assert.AreEqual("esp image", shown["kind"]!.ToString());
            Assert.AreEqual("the firmware has what the assemblies need", shown["natives"]!.ToString());
            Assert.AreEqual("mscorlib Client Boot", Join(shown, "boot assemblies"));
            Assert.AreEqual("Lib Lamp", Join(shown, "app assemblies"));
            Assert.StartsWith("mscorlib nanoFramework.Runtime.Native", Join(shown, "firmware natives"));
            int at = (int)shown["app assemblies"]![0]!["offset"]!;
            Assert.AreEqual("NFMRK1", System.Text.Encoding.ASCII.GetString(image, at, 6), "The offset is not the assembly's place in the image.");
        }

        [TestMethod]
        public void A_firmware_for_secure_boot_is_packed_unsigned_and_published_signed()
        {
            using TempFolder temp = Make(new StandInFirmware { Size = 200_000, IsPadded = true });
            Assert.IsTrue(Pack(temp).NeedsSignature);
            byte[] sector = new byte[AttachedImage.SignatureSize];
            sector[0] = 0xE7;
            File.WriteAllBytes(temp["signed.bin"], [.. File.ReadAllBytes(temp["out/firmware.img"]), .. sector]);

            PackResult signed = Packer.Run(new PackRequest { Input = temp["signed.bin"], Out = temp["out2"] });
            Assert.IsFalse(signed.NeedsSignature);
            Assert.AreEqual("firmware", signed.Pack.Component);
            Assert.Contains("is signed", Refusal(temp, new PackRequest { Input = temp["app"], Out = temp["out3"], Firmware = Firmware(temp["signed.bin"], temp["boot"]) }));
        }

        [TestMethod]
        public void Natives_that_the_firmware_has_not_are_refused_by_name_with_both_checksums()
        {
            using TempFolder temp = Make();
            Put(temp, "app", Pe("System.Net", natives: 0x8EFB9944), Pe("System.Math", natives: 0x11111111));
            string refusal = Refusal(temp);
            Assert.Contains("System.Net needs native code 0x8EFB9944, and the firmware has none", refusal);
            Assert.Contains("System.Math needs native code 0x11111111, and the firmware has 0x46092CB1", refusal);
            Assert.IsFalse(Directory.Exists(temp["out"]), "Something was written.");
        }

        [TestMethod]
        public void An_attached_image_is_judged_again_when_it_is_packed_by_itself()
        {
            using TempFolder temp = Make();
            Pack(temp);
            AttachedImage.Open(new StandInFirmware { Size = 200_000, Natives = [new FirmwareNative("mscorlib", 5, new Version(100, 0, 0, 0))] }.Build(), out AttachedImage? other, out _, out _);
            other!.With(AppOf(temp), Slot, out byte[]? wrong);
            File.WriteAllBytes(temp["wrong.bin"], wrong!);
            Assert.Contains("mscorlib needs native code 0x1549C856, and the firmware has 0x00000005", Refusal(temp, new PackRequest { Input = temp["wrong.bin"], Out = temp["out2"] }));
        }

        [TestMethod]
        public void Parts_that_another_tool_attached_are_judged_as_well()
        {
            using TempFolder temp = Make();
            byte[] core = Pe("mscorlib", natives: Core);
            byte[] boot = Pe("Boot", true, "mscorlib");
            byte[] lamp = Pe("Lamp", true, "Lib", "mscorlib");
            byte[] lib = Pe("Lib", false, "mscorlib");

            // The CLR resolves Lamp in its second pass. In an image with a boot part of that kind the boot program would be the last.
            Assert.Contains("Lamp lies before Lib, which it refers to", Attached(temp, [core, boot], [lamp, lib]));
            Assert.Contains("Boot lies before mscorlib", Attached(temp, [boot, core], []));
            Assert.Contains("Lamp needs Lib, which is not there", Attached(temp, [core, boot], [lamp]));
            Assert.Contains("The application part of", Attached(temp, [core, boot], [lib]));
            Assert.Contains("has no program", Attached(temp, [core, boot], [lib]));
            Assert.Contains("The boot part of", Attached(temp, [core], [lib, lamp]));
            Assert.Contains("mscorlib is of NFMRK1 and Lamp of NFMRK2", Attached(temp, [core, boot], [TestParts.Assembly("Lamp", hasEntryPoint: true, generation: 2)]));
            Assert.IsFalse(Directory.Exists(temp["out"]), "Something was written.");
        }

        [TestMethod]
        public void Both_parts_are_of_one_generation()
        {
            using TempFolder temp = Make();
            Put(temp, "app2", TestParts.Assembly("Lamp", hasEntryPoint: true, generation: 2));
            Assert.Contains("mscorlib is of NFMRK1 and Lamp of NFMRK2", Refusal(temp, Request(temp) with { Input = temp["app2"] }));
        }

        [TestMethod]
        public void Inspect_shows_the_natives_of_a_firmware_without_an_application()
        {
            using TempFolder temp = Make();
            JsonObject shown = Inspector.Inspect(File.ReadAllBytes(temp["nanoCLR.bin"]), "nanoCLR.bin");
            Assert.AreEqual("none attached", shown["application"]!.ToString());
            Assert.StartsWith("mscorlib nanoFramework.Runtime.Native", Join(shown, "firmware natives"));
        }

        [TestMethod]
        public void Natives_that_are_not_known_for_sure_stop_it_unless_an_unsafe_option_is_given()
        {
            using TempFolder temp = Make(new StandInFirmware { Size = 200_000, Natives = [new FirmwareNative("Driver", 1, new Version(100, 0, 0, 0))] });
            PackRequest request = Request(temp);
            Assert.Contains("not known for sure", Refusal(temp, request));
            Packer.Run(request with { Natives = NativesPolicy.UnsafeUnknown });
            Assert.AreEqual("Lib Lamp", Names(AppOf(temp).AppAssemblies));
            Assert.Contains("NoTable", Inspector.Inspect(File.ReadAllBytes(temp["out/firmware.img"]), "x")["natives"]!.ToString());
        }

        [TestMethod]
        public void The_same_name_in_both_parts_must_be_the_same_file()
        {
            using TempFolder temp = Make();
            Put(temp, "app", PeBuilder.Make("Client", ["mscorlib"], codeLength: 64));
            Assert.Contains("Client 1.0.0.0 in", Refusal(temp));
        }

        [TestMethod]
        public void A_reference_that_is_not_there_is_named()
        {
            using TempFolder temp = Make();
            File.Delete(temp["app/Lib.pe"]);
            Assert.Contains("Lamp needs Lib, which is not there", Refusal(temp));

            // The application's files do not serve the boot program, which runs without them.
            Put(temp, "app", Pe("Lib"), Pe("Client", false, "mscorlib", "Lib"));
            Put(temp, "boot", Pe("Client", false, "mscorlib", "Lib"));
            Assert.Contains("Client needs Lib, which is not there", Refusal(temp));
        }

        [TestMethod]
        public void Each_part_has_one_program()
        {
            using TempFolder temp = Make();
            Put(temp, "app", Pe("Second", true));
            Assert.Contains("app has 2 programs (Lamp, Second), and the last would start. Give the folder of one program.", Refusal(temp));
            File.Delete(temp["app/Second.pe"]);
            Put(temp, "app", Pe("Lamp", false, "Lib"));
            Assert.Contains("app has no program.", Refusal(temp));
            File.Delete(temp["boot/Boot.pe"]);
            Assert.Contains("The boot part has no program.", Refusal(temp));
        }

        [TestMethod]
        public void More_assemblies_than_the_CLR_has_room_for_are_refused()
        {
            using TempFolder temp = Make();
            Put(temp, "app", [.. Enumerable.Range(0, 59).Select(i => Pe($"L{i}"))]);
            Pack(temp);
            Put(temp, "app", Pe("L60"));
            Assert.Contains("65 assemblies, and the CLR has room for 64", Refusal(temp));
        }

        [TestMethod]
        public void Without_a_boot_part_and_without_room_it_is_refused()
        {
            using TempFolder temp = Make();
            Assert.Contains("no boot part yet", Refusal(temp, Request(temp) with { Firmware = Firmware(temp["nanoCLR.bin"], null) }));
            Assert.Contains("does not fit a slot of 200000 bytes", Refusal(temp, Request(temp) with { Firmware = Firmware(temp["nanoCLR.bin"], temp["boot"]) with { SlotSize = 200_000 } }));
            Assert.Contains("already", Refusal(temp, Request(temp) with { Input = temp["boot"] }));
            Assert.Contains("leave --mcuboot", Refusal(temp, Request(temp) with { Resident = temp["boot"] }));
            Assert.Contains("leave --mcuboot", Refusal(temp, Request(temp) with { Component = "app" }));
        }

        [TestMethod]
        public void What_is_no_firmware_is_refused()
        {
            using TempFolder temp = Make();
            byte[] cut = File.ReadAllBytes(temp["nanoCLR.bin"])[..1000];
            File.WriteAllBytes(temp["nanoCLR.bin"], cut);
            Assert.Contains("is not a sound ESP-IDF image", Refusal(temp));
        }

        [TestMethod]
        public void The_slots_size_is_read_from_a_number_or_a_partition_table()
        {
            using TempFolder temp = new();
            Assert.AreEqual(0x1D0000, SlotSize.Parse("0x1D0000"));
            Assert.AreEqual(1856 * 1024, SlotSize.Parse("1856K"));
            Assert.AreEqual(2 * 1024 * 1024, SlotSize.Parse("2m"));
            foreach (string wrong in (string[])["", "0", "-1", "x", "9999999999", "0x", "4096M"])
            {
                Assert.AreEqual(ExitCode.Usage, Assert.ThrowsExactly<ToolException>(() => SlotSize.Parse(wrong)).Code, wrong);
            }

            Assert.AreEqual(0x1D0000, SlotSize.OfTable(temp.Write("table.bin", PartitionTable.CreateOta4MB().ToBytes())));
            Assert.AreEqual(0x100000, SlotSize.OfTable(temp.Write("a.csv", "# a comment\nota_0, app, ota_0, , 0x180000\nota_1, app, ota_1, , 1M,\n"u8.ToArray())));
            Assert.Contains("it is no text", Assert.ThrowsExactly<ToolException>(() => SlotSize.OfTable(temp.Write("d.csv", new StandInFirmware { Size = 100_000 }.Build()))).Message);
            Assert.Contains("1 OTA slots", Assert.ThrowsExactly<ToolException>(() => SlotSize.OfTable(temp.Write("b.csv", "ota_0, app, ota_0, , 1M"u8.ToArray()))).Message);
            Assert.Contains("Line 2", Assert.ThrowsExactly<ToolException>(() => SlotSize.OfTable(temp.Write("c.csv", "nvs, data, nvs, 0x9000, 0x4000\nota_0, app"u8.ToArray()))).Message);
        }

        private const uint Core = 0x1549C856;

        private static TempFolder Make(StandInFirmware? firmware = null)
        {
            TempFolder temp = new();
            File.WriteAllBytes(temp["nanoCLR.bin"], (firmware ?? new StandInFirmware { Size = 200_000 }).Build());
            Put(temp, "boot", Pe("mscorlib", natives: Core), Pe("Client", false, "mscorlib"), Pe("Boot", true, "Client", "mscorlib"));
            Put(temp, "app", Pe("mscorlib", natives: Core), Pe("Client", false, "mscorlib"), Pe("Lib", false, "mscorlib"), Pe("Lamp", true, "Lib", "Client"));
            return temp;
        }

        private static byte[] Pe(string name, bool isProgram = false, params string[] references) => new PeWriter
        {
            Name = name,
            HasEntryPoint = isProgram,
            References = [.. references.Select(reference => (reference, new Version(1, 0, 0, 0)))],
        }.Write();

        private static byte[] Pe(string name, uint natives) => TestParts.Assembly(name, natives: natives);

        private static void Put(TempFolder temp, string folder, params byte[][] assemblies)
        {
            Directory.CreateDirectory(temp[folder]);
            foreach (byte[] assembly in assemblies)
            {
                File.WriteAllBytes(Path.Combine(temp[folder], PeAssembly.Parse(assembly, "made").Name + ".pe"), assembly);
            }
        }

        private static FirmwareRequest Firmware(string path, string? boot) => new() { Path = path, Boot = boot, SlotSize = Slot };

        private static PackRequest Request(TempFolder temp) => new() { Input = temp["app"], Out = temp["out"], Firmware = Firmware(temp["nanoCLR.bin"], temp["boot"]) };

        private static PackResult Pack(TempFolder temp) => Packer.Run(Request(temp));

        // What pack says of an image with these parts.
        private static string Attached(TempFolder temp, byte[][] boot, byte[][] app)
        {
            Assert.AreEqual(AppSegmentFault.None, AppSegment.Create(TestParts.Part(boot), TestParts.Part(app), out AppSegment? segment));
            AttachedImage.Open(File.ReadAllBytes(temp["nanoCLR.bin"]), out AttachedImage? image, out _, out _);
            image!.With(segment, Slot, out byte[]? bytes);
            File.WriteAllBytes(temp["attached.bin"], bytes!);
            return Refusal(temp, new PackRequest { Input = temp["attached.bin"], Out = temp["out"] });
        }

        private static AppSegment AppOf(TempFolder temp) => FirmwareFile.Load(temp["out/firmware.img"]).App!;

        private static string Refusal(TempFolder temp, PackRequest? request = null) => Assert.ThrowsExactly<ToolException>(() => Packer.Run(request ?? Request(temp))).Message;

        private static string Names(IEnumerable<PlacedPe> assemblies) => string.Join(' ', assemblies.Select(assembly => assembly.Name));

        private static string Join(JsonObject shown, string rows) => string.Join(' ', shown[rows]!.AsArray().Select(row => row!["name"]!.ToString()));
    }
}
