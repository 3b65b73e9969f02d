using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Formats;
using NanoOta.Tests.Tooling;
using NanoOta.Tooling;
using NanoOta.Tooling.Pe;
using NanoOta.Tooling.Release;

namespace NanoOta.Tests.Stock
{
    /// <summary>What devices carry is not packed, but named.</summary>
    [TestClass]
    public sealed class PackResidentTests
    {
        [TestMethod]
        public void What_is_resident_is_left_out_and_named_in_the_manifest()
        {
            using TempFolder temp = new();
            Put(temp, "app", ("Blink", ["Ota.Client", "Led"]), ("Led", []), ("Ota.Client", ["Unused"]), ("Unused", []));
            Put(temp, "resident", ("Ota.Client", ["Unused"]), ("Unused", []), ("Ota.Bootstrap", ["Ota.Client"]));

            PackFile pack = Packer.Run(new PackRequest { Input = temp["app"], Out = temp["packed"], Resident = temp["resident"] }).Pack;

            Assert.AreEqual("Led Blink", string.Join(' ', pack.Assemblies.Select(assembly => assembly.Name)));
            Assert.AreEqual("Ota.Client 1.0.0.0", string.Join(' ', pack.Residents!.Select(resident => $"{resident.Name} {resident.Version}")));
            ManifestContent content = new()
            {
                Product = "blink",
                Channel = "stable",
                Revision = 1,
                Version = "1.0",
                Issued = 1,
                Expires = 2,
                Images = [new ImageContent("app", "1.0", pack.Image, new TableReference(pack.Chunks.File, pack.Identity), []) { Residents = pack.Residents! }],
            };
            byte[] json = ManifestWriter.Write(content);
            Assert.AreEqual(OtaResult.Ok, ManifestReader.Read(json, 0, json.Length, out Manifest manifest), Encoding.UTF8.GetString(json));
            ResidentAssembly named = manifest.Images.Single().Residents.Single();
            Assert.AreEqual("Ota.Client", named.Name);
            Assert.AreEqual(0x10000, named.Version);
        }

        [TestMethod]
        public async Task An_application_of_the_agent_brings_neither_agent_nor_client_and_needs_both()
        {
            using TempFolder temp = new();
            (string Name, string[] References)[] libraries = [("Ota.Client", []), ("Ota.Agent", ["Ota.Client"]), ("Ota.Bootstrap", ["Ota.Client", "Ota.Agent"])];
            Put(temp, "app", [("Blink", ["Ota.Agent", "Ota.Client"]), .. libraries]);
            Put(temp, "resident", libraries);

            CliRun run = await CliRun.OfAsync("pack", temp["app"], "--out", temp["packed"], "--resident", temp["resident"]);

            Assert.AreEqual(0, run.Code, run.Error);
            AppImage image = AppImage.Parse(File.ReadAllBytes(temp["packed/app.img"]), "app.img");
            Assert.AreEqual("Blink", string.Join(' ', image.Assemblies.Select(placed => placed.Assembly.Name)), "What the image holds.");
            PackFile pack = PackFile.Load(Directory.GetFiles(temp["packed"], "*" + PackFile.Suffix).Single()).Pack;
            Assert.AreEqual("Ota.Agent Ota.Client", string.Join(' ', pack.Residents!.Select(resident => resident.Name).Order()), "What the device must have.");
        }

        [TestMethod]
        public void The_core_library_and_System_Threading_are_resident_as_any_other()
        {
            using TempFolder temp = new();
            Put(temp, "app", ("Blink", ["clr:0xFCD2", "clr:0xFE28"]), ("clr:0xFE28", []));
            Put(temp, "resident", ("clr:0xFE28", []));
            foreach (string folder in (string[])["app", "resident"])
            {
                File.WriteAllBytes(Path.Combine(temp[folder], "mscorlib.pe"), Renumbered(CoreLibraryPackage.Pe));
            }

            PackFile pack = Packer.Run(new PackRequest { Input = temp["app"], Out = temp["packed"], Resident = temp["resident"] }).Pack;

            Assert.AreEqual("Blink", pack.Assemblies.Single().Name);
            Assert.AreEqual("System.Threading mscorlib", string.Join(' ', pack.Residents!.Select(resident => resident.Name)));
        }

        [TestMethod]
        public void A_deployment_image_serves_as_well_as_its_folder()
        {
            using TempFolder temp = new();
            Put(temp, "app", ("Blink", ["Ota.Client"]), ("Ota.Client", []));
            Put(temp, "resident", ("Ota.Client", []));
            File.WriteAllBytes(temp["deploy.bin"], AppImage.FromFolder(temp["resident"]).Bytes);

            PackFile pack = Packer.Run(new PackRequest { Input = temp["app"], Out = temp["packed"], Resident = temp["deploy.bin"] }).Pack;

            Assert.AreEqual("Blink", pack.Assemblies.Single().Name);
        }

        [TestMethod]
        public void An_app_that_would_not_link_to_what_is_resident_is_refused_with_the_assembly()
        {
            using TempFolder temp = new();
            Put(temp, "app", ("Blink", ["Missing"]));
            Put(temp, "resident", ("Ota.Client", []));
            Put(temp, "newer", ("Missing", []));
            byte[] newer = File.ReadAllBytes(Path.Combine(temp["newer"], "Missing.pe"));
            newer[28] = 2;
            File.WriteAllBytes(Path.Combine(temp["newer"], "Missing.pe"), PeBuilder.Seal(newer));

            StringAssert.Contains(Refusal(temp, "resident"), "Blink needs Missing, which is neither", StringComparison.Ordinal);
            StringAssert.Contains(Refusal(temp, "newer"), "Blink needs Missing 1.0.0.0, but", StringComparison.Ordinal);
        }

        private static string Refusal(TempFolder temp, string resident)
        {
            PackRequest request = new() { Input = temp["app"], Out = temp["packed"], Resident = temp[resident] };
            return Assert.ThrowsExactly<ToolException>(() => Packer.Run(request)).Message;
        }

        [TestMethod]
        public void An_app_that_brings_native_code_is_refused_unless_it_is_resident()
        {
            using TempFolder temp = new();
            Put(temp, "app", ("Blink", ["Gpio"]));
            Put(temp, "resident", ("Ota.Client", []));
            File.WriteAllBytes(Path.Combine(temp["app"], "Gpio.pe"), PeBuilder.Make("Gpio", [], nativeChecksum: 7));
            PackRequest request = new() { Input = temp["app"], Out = temp["packed"], Resident = temp["resident"] };

            ToolException e = Assert.ThrowsExactly<ToolException>(() => Packer.Run(request));

            Assert.AreEqual(ExitCode.BadInput, e.Code);
            StringAssert.StartsWith(e.Message, "Gpio has native code", StringComparison.Ordinal);
            Assert.IsFalse(Directory.Exists(temp["packed"]));

            File.Copy(Path.Combine(temp["app"], "Gpio.pe"), Path.Combine(temp["resident"], "Gpio.pe"));
            Assert.AreEqual("Blink", Packer.Run(request).Pack.Assemblies.Single().Name);
        }

        [TestMethod]
        [DataRow(32, true)]
        [DataRow(33, false)]
        public void An_app_has_no_more_assemblies_than_the_Bootstrap_loads(int count, bool isTaken)
        {
            using TempFolder temp = new();
            Put(temp, "app", [.. Enumerable.Range(0, count).Select(i => ($"A{i}", Array.Empty<string>()))]);
            Put(temp, "resident", ("Ota.Client", []));
            PackRequest request = new() { Input = temp["app"], Out = temp["packed"], Resident = temp["resident"] };
            if (isTaken)
            {
                Assert.HasCount(count, Packer.Run(request).Pack.Assemblies);
            }
            else
            {
                Assert.AreEqual(ExitCode.BadInput, Assert.ThrowsExactly<ToolException>(() => Packer.Run(request)).Code);
            }
        }

        // References of PeBuilder are to version 1.0.
        private static byte[] Renumbered(byte[] pe)
        {
            pe.AsSpan(PeFormat.V1.VersionAt, 8).Clear();
            pe[PeFormat.V1.VersionAt] = 1;
            return PeBuilder.Seal(pe);
        }

        private static void Put(TempFolder temp, string folder, params (string Name, string[] References)[] assemblies)
        {
            Directory.CreateDirectory(temp[folder]);
            foreach ((string name, string[] references) in assemblies)
            {
                File.WriteAllBytes(Path.Combine(temp[folder], name.Replace(':', '_') + ".pe"), PeBuilder.Make(name, references));
            }
        }
    }
}
