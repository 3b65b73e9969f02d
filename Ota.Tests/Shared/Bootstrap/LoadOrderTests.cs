using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class LoadOrderTests
    {
        [TestMethod]
        public void A_referenced_assembly_is_loaded_first()
        {
            LoadOrder order = new LoadOrder();
            Expect.Result(OtaResult.Ok, Read(order, TestApps.Image(1)));
            Assert.AreEqual(2, order.Count);
            Assert.AreEqual("Lamp.Light", order.Ordered[0].Name);
            Assert.AreEqual("Lamp.App", order.Ordered[1].Name);
            Assert.AreEqual(0x10001, order.Ordered[1].Version);
        }

        [TestMethod]
        public void Assemblies_that_need_nothing_of_each_other_keep_the_order_of_the_image()
        {
            LoadOrder order = new LoadOrder();
            Expect.Result(OtaResult.Ok, Read(order, TestApps.Join(Pe("One", "* 65536"), Pe("Two", string.Empty))));
            Assert.AreEqual("One", order.Ordered[0].Name);
            Assert.AreEqual("Two", order.Ordered[1].Name);
        }

        [TestMethod]
        [DataRow("Absent 65536", "", (int)OtaResult.AssemblyMissing, "Absent")]
        [DataRow("Two 65537", "", (int)OtaResult.AssemblyVersionMismatch, "Two")]
        [DataRow("Ota.Client 2", "", (int)OtaResult.AssemblyVersionMismatch, "Ota.Client")]
        [DataRow("Two 65536", "One 65536", (int)OtaResult.AssemblyCycle, "One")]
        public void An_image_that_would_not_link_is_refused_by_name(string first, string second, int expected, string name)
        {
            LoadOrder order = new LoadOrder();
            OtaResult result = Read(order, TestApps.Join(Pe("One", first), Pe("Two", second)));
            Assert.AreEqual(expected, (int)result);
            Assert.AreEqual(name, order.RefusedAssembly);
        }

        [TestMethod]
        [DataRow("One", "One")]
        [DataRow("One", "Ota.Client")]
        public void An_assembly_that_is_there_already_is_refused_by_name(string first, string second)
        {
            LoadOrder order = new LoadOrder();
            Expect.Result(OtaResult.AssemblyDuplicate, Read(order, TestApps.Join(Pe(first, string.Empty), Pe(second, string.Empty))));
            Assert.AreEqual(second, order.RefusedAssembly);
        }

        [TestMethod]
        [DataRow(0, 1)]
        [DataRow(36, 0xFF)]
        [DataRow(40, 1)]
        [DataRow(44, 0xFF)]
        [DataRow(85, 0xFF)]
        [DataRow(101, 0x40)]
        public void What_is_no_assembly_is_refused(int offset, int value)
        {
            byte[] pe = Pe("One", "* 65536");
            pe[offset] = (byte)value;
            Expect.Result(OtaResult.SlotImageInvalid, Read(new LoadOrder(), pe));
        }

        [TestMethod]
        public void An_image_without_assemblies_is_refused()
        {
            Expect.Result(OtaResult.SlotImageInvalid, Read(new LoadOrder(), new byte[0]));
        }

        private static byte[] Pe(string name, string references)
        {
            return TestApps.Assembly(name, 0x10000, references, 37, 1u);
        }

        private static OtaResult Read(LoadOrder order, byte[] image)
        {
            MemoryStorage storage = new MemoryStorage(new PowerSupply());
            storage.Put("a.img", image);
            return order.Read(storage, "a.img", image.Length, new BootWorld());
        }
    }
}
