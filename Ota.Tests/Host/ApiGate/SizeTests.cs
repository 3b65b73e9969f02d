using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.ApiGate
{
    /// <summary>The measurement of sizes, as far as it goes without nanoFramework's metadata processor.</summary>
    [TestClass]
    public class SizeTests
    {
        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);

        [TestMethod]
        public void Without_the_processor_only_IL_is_measured_and_it_says_what_is_missing()
        {
            StringWriter output = new();
            Assert.AreEqual(0, SizeCommand.Run(_root, _ => null, output));
            StringAssert.Contains(output.ToString(), "Ota.Client: ");
            StringAssert.Contains(output.ToString(), "Ota.Esp32: ");
            StringAssert.Contains(output.ToString(), "No PE was measured. METADATA_PROCESSOR is not set");
        }

        [TestMethod]
        public void A_processor_that_makes_no_PE_is_a_failure()
        {
            StringWriter output = new();
            Assert.AreEqual(1, SizeCommand.Run(_root, _ => "no-such-program-anywhere", output));
            StringAssert.Contains(output.ToString(), "The metadata processor made no PE of Ota.Client");
        }

        [TestMethod]
        public void The_tables_and_the_header_are_the_whole_file()
        {
            string[] files = Directory.GetFiles(Path.Combine(_root, "Ota.Tests", "Vectors", "pe"), "*.pe", SearchOption.AllDirectories);
            Assert.IsNotEmpty(files);
            foreach (string file in files)
            {
                PeFile pe = new(File.ReadAllBytes(file));
                Assert.AreEqual(new FileInfo(file).Length, pe.Length);
                Assert.AreEqual(pe.Length, 124 + pe.Tables.Sum(table => table.Bytes), file);
                Assert.AreEqual(pe.StringBytes, pe.Tables.Single(table => table.Name == "strings").Bytes);
            }
        }

        [TestMethod]
        [DataRow("Thermostat.App", 500)]
        [DataRow("Thermostat.Display", 432)]
        [DataRow("Thermostat.Drivers", 536)]
        [DataRow("Thermostat.Model", 392)]
        [DataRow("Thermostat.Native", 232)]
        public void The_RAM_of_an_assembly_is_what_a_64_bit_nanoCLR_says_when_it_loads_it(string name, int expected)
        {
            PeFile pe = new(File.ReadAllBytes(Path.Combine(_root, "Ota.Tests", "Vectors", "pe", "thermostat-1.0.0", name + ".pe")));
            Assert.AreEqual(expected, pe.RamBytes(8));
            Assert.IsLessThan(expected, pe.RamBytes(4));
        }

        [TestMethod]
        public void What_has_not_the_marker_is_no_PE()
        {
            Assert.ThrowsExactly<InvalidDataException>(() => new PeFile(new byte[200]));
            Assert.ThrowsExactly<InvalidDataException>(() => new PeFile("NFMRK1\0\0"u8.ToArray()));
        }
    }
}
