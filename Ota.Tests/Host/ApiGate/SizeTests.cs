using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.ApiGate
{
    /// <summary>Sizes of device assemblies, estimated without nanoFramework's metadata processor, and held to their limits.</summary>
    [TestClass]
    public partial class SizeTests
    {
        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);

        [TestMethod]
        public void Without_the_processor_every_assembly_is_estimated_and_within_its_limit()
        {
            StringWriter output = new();
            Assert.AreEqual(0, SizeCommand.Run(_root, _ => null, output), output.ToString());
            foreach (DeviceProject project in DeviceProject.FindAll(_root))
            {
                StringAssert.Contains(output.ToString(), $"{project.AssemblyName}.pe: about ", StringComparison.Ordinal);
            }

            StringAssert.Contains(output.ToString(), "The sizes are estimated. METADATA_PROCESSOR is not set", StringComparison.Ordinal);
        }

        [TestMethod]
        public void A_processor_that_makes_no_PE_is_a_failure()
        {
            StringWriter output = new();
            Assert.AreEqual(1, SizeCommand.Run(_root, _ => "no-such-program-anywhere", output));
            StringAssert.Contains(output.ToString(), "The metadata processor made no PE of Ota.Client");
        }

        [TestMethod]
        [DataRow("Ota.Client", 64880, null, true, DisplayName = "an estimate of the limit less 1 %")]
        [DataRow("Ota.Client", 64881, null, false, DisplayName = "an estimate above")]
        [DataRow("Ota.Client", 65000, 65536, true, DisplayName = "a real size of the limit")]
        [DataRow("Ota.Client", 65000, 65537, false, DisplayName = "a real size above")]
        [DataRow("Ota.Bootstrap", 18247, null, true)]
        [DataRow("Ota.Bootstrap", 18248, null, false)]
        [DataRow("Ota.Agent", 20276, null, false)]
        [DataRow("Ota.Esp32", 16220, null, true)]
        [DataRow("Ota.Whatever", 16221, null, false)]
        [DataRow("Blink", 1000000, null, true, DisplayName = "a sample has no limit")]
        public void A_size_is_held_to_its_limit(string assembly, int estimate, int? real, bool fits)
        {
            StringWriter output = new();
            Assert.AreEqual(fits, SizeCommand.Print(output, assembly, estimate, real), output.ToString());
            Assert.AreEqual(!fits, output.ToString().Contains("TOO LARGE", StringComparison.Ordinal), output.ToString());
        }

        [TestMethod]
        public void The_estimate_is_within_2_percent_of_the_sizes_in_FOOTPRINT_which_are_real()
        {
            IReadOnlyList<CompiledAssembly> compiled = DeviceCompiler.CompileProjects(DeviceProject.FindAll(_root));
            using ImageResolver resolver = new(compiled);
            Match[] rows = [.. SizeRow().Matches(File.ReadAllText(Path.Combine(_root, "docs", "FOOTPRINT.md"))).Cast<Match>()];
            string[] own = [.. compiled.Select(assembly => assembly.Name).Where(name => SizeCommand.LimitOf(name) is not null)];
            CollectionAssert.AreEquivalent(own, rows.Select(row => row.Groups["name"].Value).ToArray(), "the assemblies with a limit, and FOOTPRINT's rows");
            foreach (Match row in rows)
            {
                string name = row.Groups["name"].Value;
                int real = int.Parse(row.Groups["bytes"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
                int limit = int.Parse(row.Groups["limit"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
                int estimate = PeEstimate.Of(resolver.Load(compiled.Single(assembly => assembly.Name == name))).Length;
                Assert.AreEqual(SizeCommand.LimitOf(name), limit, $"{name}: FOOTPRINT's limit");
                Assert.IsLessThan(2.0, Math.Abs(100.0 * (estimate - real) / real), $"{name}: estimated {estimate}, and FOOTPRINT says {real}. Measure anew: 'size' with METADATA_PROCESSOR.");
            }
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

        [GeneratedRegex(@"^\| (?<name>Ota\.\w+) \| (?<bytes>[\d,]+) \| (?<limit>[\d,]+) \|$", RegexOptions.Multiline)]
        private static partial Regex SizeRow();
    }
}
