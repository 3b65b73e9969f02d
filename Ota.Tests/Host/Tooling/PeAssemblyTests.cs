using System.Buffers.Binary;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Formats;
using NanoOta.Tooling;
using NanoOta.Tooling.Pe;
using NanoOta.Tooling.Release;

namespace NanoOta.Tests.Tooling
{
    [TestClass]
    public class PeAssemblyTests
    {
        [TestMethod]
        public void A_real_assembly_says_its_name_version_natives_and_references()
        {
            PeAssembly app = PeAssembly.Parse(Thermostat.Assembly("1.1.0", "App"), "App");
            PeAssembly native = PeAssembly.Parse(Thermostat.Assembly("1.1.0", "Native"), "Native");

            Assert.AreEqual("Thermostat.App", app.Name);
            Assert.AreEqual(new Version(1, 1, 0, 0), app.Version);
            Assert.AreEqual(0u, app.NativeChecksum);
            Assert.AreEqual(
                "mscorlib Thermostat.Drivers Thermostat.Model Thermostat.Display Thermostat.Native",
                string.Join(' ', app.References.Select(r => r.Name)));
            Assert.AreEqual(new Version(1, 17, 11, 0), app.References[0].Version);
            Assert.AreEqual(0x1522C1C0u, native.NativeChecksum);
        }

        [TestMethod]
        public void The_real_core_library_is_read_though_its_name_is_the_CLRs_own_string()
        {
            PeAssembly core = PeAssembly.Parse(CoreLibraryPackage.Pe, "mscorlib.pe");
            Assert.AreEqual("mscorlib", core.Name);
            Assert.AreEqual(new Version(1, 17, 11, 0), core.Version);
            Assert.AreNotEqual(0u, core.NativeChecksum);
            Assert.AreEqual(PeFormat.V1, core.Format);
            Assert.IsEmpty(core.References);
        }

        [TestMethod]
        [DataRow("clr:0xFE28", "System.Threading")]
        [DataRow("clr:0xFCD2", "mscorlib")]
        [DataRow("clr:0xFFFF", "clr:0xFFFF")]
        [DataRow("clr:0xFCA4", "clr:0xFCA4")]
        public void A_name_of_the_CLRs_own_goes_on_known_or_not(string written, string name)
        {
            PeAssembly named = PeAssembly.Parse(PeBuilder.Make(written, []), "x.pe");
            PeAssembly user = PeAssembly.Parse(PeBuilder.Make("User", [written]), "y.pe");
            Assert.AreEqual(name, named.Name);
            Assert.AreEqual(name, user.References.Single().Name);
            CollectionAssert.AreEqual(
                new[] { name, "User" },
                AppImage.FromAssemblies([user, named]).Assemblies.Select(placed => placed.Assembly.Name).ToArray(),
                "What is needed comes first.");
        }

        [TestMethod]
        public void An_assembly_of_the_second_generation_is_read()
        {
            PeAssembly app = PeAssembly.Parse(PeBuilder.Make(PeFormat.V2, "App", ["clr:0xFCD2", "Library"], 0x12345678u), "App.pe");
            Assert.AreEqual(PeFormat.V2, app.Format);
            Assert.AreEqual("App", app.Name);
            Assert.AreEqual(new Version(1, 0, 0, 0), app.Version);
            Assert.AreEqual(0x12345678u, app.NativeChecksum);
            Assert.AreEqual("mscorlib Library", string.Join(' ', app.References.Select(reference => reference.Name)));
            Assert.AreEqual(new Version(1, 0, 0, 0), app.References[1].Version);
        }

        [TestMethod]
        public void Two_generations_in_one_image_are_refused_by_name()
        {
            PeAssembly first = PeAssembly.Parse(PeBuilder.Make(PeFormat.V1, "Old", []), "Old.pe");
            PeAssembly second = PeAssembly.Parse(PeBuilder.Make(PeFormat.V2, "New", []), "New.pe");
            ToolException e = Assert.ThrowsExactly<ToolException>(() => AppImage.FromAssemblies([first, second]));
            Assert.AreEqual(ExitCode.BadInput, e.Code);
            StringAssert.Contains(e.Message, "New is of NFMRK2 and Old of NFMRK1", StringComparison.Ordinal);
        }

        [TestMethod]
        public void Native_code_under_a_name_that_is_not_known_is_refused_with_the_way_out()
        {
            PeAssembly native = PeAssembly.Parse(PeBuilder.Make("clr:0xFFFF", [], 7u), "x.pe");
            ToolException e = Assert.ThrowsExactly<ToolException>(() => Packer.NativesOf([new PlacedAssembly(native, 0)]));
            Assert.AreEqual(ExitCode.BadInput, e.Code);
            StringAssert.Contains(e.Message, "Rename the assembly", StringComparison.Ordinal);
        }

        [TestMethod]
        public void A_real_program_has_an_entry_point_and_a_real_library_has_none()
        {
            Assert.IsTrue(PeAssembly.Parse(Thermostat.Assembly("1.1.0", "App"), "App").HasEntryPoint);
            Assert.IsFalse(PeAssembly.Parse(Thermostat.Assembly("1.1.0", "Drivers"), "Drivers").HasEntryPoint);
        }

        [TestMethod]
        public void Any_flipped_byte_is_refused()
        {
            byte[] good = Thermostat.Assembly("1.0.0", "Native");
            for (int i = 0; i < good.Length; i++)
            {
                byte[] bad = (byte[])good.Clone();
                bad[i] ^= 0x10;
                ToolException e = Assert.ThrowsExactly<ToolException>(() => PeAssembly.Parse(bad, "x.pe"), $"byte {i}");
                Assert.AreEqual(ExitCode.BadInput, e.Code);
            }
        }

        [TestMethod]
        public void Any_cut_is_refused()
        {
            byte[] good = Thermostat.Assembly("1.0.0", "Native");
            for (int length = 0; length < good.Length; length++)
            {
                Assert.ThrowsExactly<ToolException>(() => PeAssembly.Parse(good.AsSpan(0, length), "x.pe"), $"{length} bytes");
            }
        }

        [TestMethod]
        [DataRow(0, 4, 0x4E464D53u, "NFMRK1", DisplayName = "marker")]
        [DataRow(36, 2, 0x7FFFu, "name", DisplayName = "name offset outside the string table")]
        [DataRow(36, 2, 0xFCA3u, "name", DisplayName = "name just below the CLR's table")]
        [DataRow(38, 2, 2u, "string table has another version", DisplayName = "string table version")]
        [DataRow(40, 4, 128u, "reference table does not follow", DisplayName = "first table not after the header")]
        [DataRow(44, 4, 100u, "tables begins before", DisplayName = "tables run backwards")]
        [DataRow(100, 4, 0x7FFFFFFFu, "cut off", DisplayName = "total size beyond the file")]
        [DataRow(100, 4, 0xFFFFFFFFu, "cut off", DisplayName = "total size negative as an int")]
        [DataRow(108, 1, 1u, "reference table", DisplayName = "reference table not whole")]
        [DataRow(108, 1, 255u, "reference table", DisplayName = "more padding than table")]
        [DataRow(124, 2, 0x7FFEu, "name of a reference", DisplayName = "reference without a name")]
        public void A_broken_field_is_refused_by_reason_even_with_right_checksums(int offset, int size, uint value, string reason)
        {
            byte[] bad = Thermostat.Assembly("1.0.0", "Native");
            byte[] bytes = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
            Array.Copy(bytes, 0, bad, offset, size);

            ToolException e = Assert.ThrowsExactly<ToolException>(() => PeAssembly.Parse(PeBuilder.Seal(bad), "Bad.pe"));

            StringAssert.Contains(e.Message, "Bad.pe", StringComparison.Ordinal);
            StringAssert.Contains(e.Message, reason, StringComparison.Ordinal);
        }

        [TestMethod]
        public void Which_checksum_is_wrong_is_said()
        {
            byte[] header = Thermostat.Assembly("1.0.0", "Native");
            header[20] ^= 1;
            byte[] body = Thermostat.Assembly("1.0.0", "Native");
            body[^1] ^= 1;

            StringAssert.Contains(Assert.ThrowsExactly<ToolException>(() => PeAssembly.Parse(header, "x")).Message, "header checksum", StringComparison.Ordinal);
            StringAssert.Contains(Assert.ThrowsExactly<ToolException>(() => PeAssembly.Parse(body, "x")).Message, "assembly checksum", StringComparison.Ordinal);
        }

        [TestMethod]
        public void A_file_with_bytes_after_the_assembly_is_refused()
        {
            using TempFolder temp = new();
            string path = temp.Write("Long.pe", [.. Thermostat.Assembly("1.0.0", "Native"), 0, 0, 0, 0]);

            StringAssert.Contains(Assert.ThrowsExactly<ToolException>(() => PeAssembly.ParseFile(path)).Message, "4 bytes follow", StringComparison.Ordinal);
        }
    }
}
