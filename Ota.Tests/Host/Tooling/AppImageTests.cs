using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling;
using NanoOta.Tooling.Pe;

namespace NanoOta.Tests.Tooling
{
    [TestClass]
    public class AppImageTests
    {
        [TestMethod]
        public void Referenced_assemblies_come_first()
        {
            AppImage image = AppImage.FromFolder(Thermostat.Folder("1.0.0"));

            Assert.AreEqual("Thermostat.Drivers Thermostat.Model Thermostat.Display Thermostat.Native Thermostat.App", Names(image));
        }

        [TestMethod]
        public void The_order_follows_references_and_not_names_or_arrival()
        {
            PeAssembly[] chain =
            [
                Make("A.Entry", "mscorlib", "B.Mid"),
                Make("B.Mid", "mscorlib", "Z.Base"),
                Make("Z.Base", "mscorlib"),
                Make("mscorlib"),
            ];

            const string expected = "mscorlib Z.Base B.Mid A.Entry";
            Assert.AreEqual(expected, Names(AppImage.FromAssemblies(chain)));
            Assert.AreEqual(expected, Names(AppImage.FromAssemblies(chain.Reverse())));
        }

        [TestMethod]
        public void A_reference_to_mscorlib_in_the_built_in_table_orders_too()
        {
            // Thermostat.Native refers to mscorlib by an offset into the CLR's own string table.
            PeAssembly[] assemblies = [PeAssembly.Parse(Thermostat.Assembly("1.0.0", "Native"), "Native"), Make("mscorlib")];

            Assert.AreEqual("mscorlib Thermostat.Native", Names(AppImage.FromAssemblies(assemblies)));
        }

        [TestMethod]
        public void A_circle_of_references_is_refused_with_its_way()
        {
            PeAssembly[] circle = [Make("A", "B"), Make("B", "C"), Make("C", "A")];

            StringAssert.Contains(Assert.ThrowsExactly<ToolException>(() => AppImage.FromAssemblies(circle)).Message, "A -> B -> C -> A", StringComparison.Ordinal);
        }

        [TestMethod]
        public void One_name_twice_is_refused()
        {
            StringAssert.Contains(
                Assert.ThrowsExactly<ToolException>(() => AppImage.FromAssemblies([Make("Twin"), Make("Twin")])).Message,
                "Twin is there twice",
                StringComparison.Ordinal);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(2)]
        [DataRow(3)]
        public void Assemblies_start_at_multiples_of_four_and_zeros_fill_the_gap(int odd)
        {
            byte[] first = PeBuilder.Make("A", [], codeLength: 8 + odd);
            AppImage image = AppImage.FromAssemblies([PeAssembly.Parse(first, "A"), Make("B", "A")]);

            int second = image.Assemblies[1].Offset;
            Assert.AreEqual((first.Length + 3) / 4 * 4, second);
            Assert.AreEqual(0, image.Bytes.Length % 4);
            Assert.IsTrue(image.Bytes.AsSpan(first.Length, second - first.Length).IndexOfAnyExcept((byte)0) < 0);
        }

        [TestMethod]
        public void What_was_laid_out_is_read_back_and_ends_at_erased_flash()
        {
            AppImage image = AppImage.FromFolder(Thermostat.Folder("2.0.0"));
            byte[] flash = [.. image.Bytes, .. Enumerable.Repeat((byte)0xFF, 100)];

            AppImage read = AppImage.Parse(flash, "flash");

            Assert.AreEqual(Names(image), Names(read));
            CollectionAssert.AreEqual(image.Bytes, read.Bytes);
        }

        [TestMethod]
        public void Rubbish_between_assemblies_is_refused()
        {
            byte[] image = [.. Thermostat.Assembly("1.0.0", "Native"), 1, 2, 3, 4, .. Thermostat.Assembly("1.0.0", "Model")];

            StringAssert.Contains(Assert.ThrowsExactly<ToolException>(() => AppImage.Parse(image, "odd.img")).Message, "odd.img, byte 272", StringComparison.Ordinal);
        }

        private static PeAssembly Make(string name, params string[] references) => PeAssembly.Parse(PeBuilder.Make(name, references), name);

        private static string Names(AppImage image) => string.Join(' ', image.Assemblies.Select(a => a.Assembly.Name));
    }
}
