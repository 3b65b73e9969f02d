using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Tooling.Pe;

namespace NanoOta.Tests.Bootstrap
{
    /// <summary>The loader's order on assemblies that nanoFramework's own tools made (Vectors/pe).</summary>
    [TestClass]
    public class RealImagesTests
    {
        private const int Seed = 20261121;

        [TestMethod]
        [DataRow("thermostat-1.0.0")]
        [DataRow("thermostat-1.1.0")]
        public void Assemblies_are_ordered_by_their_own_references_in_whatever_order_they_lie(string release)
        {
            byte[][] files = Files(release);
            Random random = new(Seed);
            for (int i = 0; i < 40; i++)
            {
                random.Shuffle(files);
                LoadOrder order = new();
                Expect.Outcome(OtaResult.Ok, null, Read(order, files));
                List<string> names = Names(order);
                string label = $"seed {Seed}, shuffle {i}: {string.Join(' ', names)}";
                Assert.AreEqual("Thermostat.App", names[^1], label);
                for (int place = 0; place < order.Count; place++)
                {
                    foreach (string needed in order.Ordered[place].References.Where(name => name != "mscorlib"))
                    {
                        Assert.IsTrue(names.IndexOf(needed) < place && names.Contains(needed), label);
                    }
                }
            }
        }

        [TestMethod]
        [DataRow("thermostat-1.0.0")]
        [DataRow("thermostat-2.0.0")]
        public void The_device_reads_what_the_tool_reads(string release)
        {
            foreach (byte[] file in Files(release))
            {
                PeAssembly expected = PeAssembly.Parse(file, release);
                PeImage actual = new();
                Expect.Result(OtaResult.Ok, actual.Read(Storage(file), "a.img", 0, file.Length));
                Assert.AreEqual(expected.Name, actual.Name);
                Assert.AreEqual((expected.Version.Major << 16) | expected.Version.Minor, actual.Version);
                Assert.AreEqual(file.Length, actual.Length);
                CollectionAssert.AreEqual(
                    expected.References.Select(r => r.Name).ToArray(), actual.References);
            }
        }

        [TestMethod]
        public void The_real_core_library_is_read_though_its_name_is_the_CLRs_own_string()
        {
            byte[] file = CoreLibraryPackage.Pe;
            PeImage core = new();
            Expect.Result(OtaResult.Ok, core.Read(Storage(file), "a.img", 0, file.Length));
            Assert.AreEqual("mscorlib", core.Name);
            Assert.AreEqual(TestApps.CoreVersion, core.Version);
            Assert.AreEqual(file.Length, core.Length);
        }

        [TestMethod]
        public void A_release_whose_app_wants_an_older_driver_is_refused_by_its_name()
        {
            Expect.Outcome(OtaResult.AssemblyVersionMismatch, "Thermostat.Drivers", Read(new LoadOrder(), Files("thermostat-2.0.0")));
        }

        [TestMethod]
        [DataRow("Thermostat.Model")]
        [DataRow("Thermostat.Native")]
        public void A_release_without_one_of_its_assemblies_is_refused_by_its_name(string absent)
        {
            byte[][] rest = [.. Files("thermostat-1.0.0").Where(file => PeAssembly.Parse(file, absent).Name != absent)];
            Expect.Outcome(OtaResult.AssemblyMissing, absent, Read(new LoadOrder(), rest));
        }

        [TestMethod]
        public void An_image_as_the_tool_lays_it_out_is_loaded_in_its_order()
        {
            string folder = Path.Combine(AppContext.BaseDirectory, "Vectors", "pe", "thermostat-1.0.0");
            AppImage image = AppImage.FromFolder(folder);
            LoadOrder order = new();
            Expect.Outcome(OtaResult.Ok, null, order.Read(Storage(image.Bytes), "a.img", image.Bytes.Length, new BoardFixture()));
            CollectionAssert.AreEqual(image.Assemblies.Select(placed => placed.Assembly.Name).ToList(), Names(order));
        }

        private static byte[][] Files(string release) =>
            [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Vectors", "pe", release), "*.pe").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

        private static List<string> Names(LoadOrder order) => [.. Enumerable.Range(0, order.Count).Select(place => order.Ordered[place].Name)];

        private static OtaOutcome Read(LoadOrder order, byte[][] files)
        {
            byte[] image = [.. files.SelectMany(file => file.Concat(new byte[-file.Length & 3]))];
            return order.Read(Storage(image), "a.img", image.Length, new BoardFixture());
        }

        private static MemoryStorage Storage(byte[] image)
        {
            MemoryStorage storage = new(new PowerSupply());
            storage.Put("a.img", image);
            return storage;
        }
    }
}
