using System.Buffers.Binary;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling;
using NanoOta.Tooling.Pe;

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
        [DataRow(36, 2, 0x8001u, "name", DisplayName = "name in the CLR's table")]
        [DataRow(38, 2, 2u, "string table has version 2", DisplayName = "string table version")]
        [DataRow(40, 4, 128u, "first table", DisplayName = "first table not after the header")]
        [DataRow(44, 4, 100u, "table 1 begins before", DisplayName = "tables run backwards")]
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
