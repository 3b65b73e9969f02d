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
            Expect.Outcome(OtaResult.Ok, null, Read(order, TestApps.Image(1)));
            Assert.AreEqual(2, order.Count);
            Assert.AreEqual("Lamp.Light", order.Ordered[0].Name);
            Assert.AreEqual("Lamp.App", order.Ordered[1].Name);
            Assert.AreEqual(0x10001, order.Ordered[1].Version);
        }

        [TestMethod]
        public void Assemblies_that_need_nothing_of_each_other_keep_the_order_of_the_image()
        {
            LoadOrder order = new LoadOrder();
            Expect.Outcome(OtaResult.Ok, null, Read(order, TestApps.Join(Pe("One", "clr:64722 65553"), Pe("Two", string.Empty))));
            Assert.AreEqual("One", order.Ordered[0].Name);
            Assert.AreEqual("Two", order.Ordered[1].Name);
        }

        [TestMethod]
        [DataRow("Absent 65536", "", (int)OtaResult.AssemblyMissing, "Absent")]
        [DataRow("Two 65537", "", (int)OtaResult.AssemblyVersionMismatch, "Two")]
        [DataRow("Ota.Client 2", "", (int)OtaResult.AssemblyVersionMismatch, "Ota.Client")]
        [DataRow("Two 65536", "One 65536", (int)OtaResult.AssemblyCycle, "One")]
        [DataRow("clr:64722 65554", "", (int)OtaResult.AssemblyVersionMismatch, "mscorlib")]
        [DataRow("clr:65064 65536", "", (int)OtaResult.AssemblyMissing, "System.Threading")]
        public void An_image_that_would_not_link_is_refused_by_name(string first, string second, int expected, string name)
        {
            Expect.Outcome((OtaResult)expected, name, Read(new LoadOrder(), TestApps.Join(Pe("One", first), Pe("Two", second))));
        }

        [TestMethod]
        [DataRow("One", "One")]
        [DataRow("One", "Ota.Client")]
        public void An_assembly_that_is_there_already_is_refused_by_name(string first, string second)
        {
            Expect.Outcome(OtaResult.AssemblyDuplicate, second, Read(new LoadOrder(), TestApps.Join(Pe(first, string.Empty), Pe(second, string.Empty))));
        }

        [TestMethod]
        [DataRow("clr:65064", "System.Threading")]
        [DataRow("clr:65000", "#65000")]
        public void An_assembly_whose_name_is_the_CLRs_own_string_is_found_by_those_that_need_it(string builtIn, string name)
        {
            LoadOrder order = new LoadOrder();
            Expect.Outcome(OtaResult.Ok, null, Read(order, TestApps.Join(Pe("One", builtIn + " 65536"), Pe(builtIn, string.Empty))));
            Assert.AreEqual(name, order.Ordered[0].Name);
            Assert.AreEqual("One", order.Ordered[1].Name);

            order = new LoadOrder();
            Expect.Outcome(OtaResult.AssemblyVersionMismatch, name, Read(order, TestApps.Join(Pe("One", builtIn + " 65537"), Pe(builtIn, string.Empty))));

            order = new LoadOrder();
            Expect.Outcome(OtaResult.AssemblyDuplicate, name, Read(order, TestApps.Join(Pe(builtIn, string.Empty), Pe(builtIn, string.Empty))));
        }

        [TestMethod]
        public void A_reference_by_a_string_of_the_CLR_that_is_not_known_here_may_be_resident()
        {
            Expect.Outcome(OtaResult.Ok, null, Read(new LoadOrder(), Pe("One", "clr:65000 65536")));
        }

        [TestMethod]
        public void Assemblies_of_the_second_generation_are_read()
        {
            LoadOrder order = new LoadOrder();
            byte[] first = TestApps.Assembly("Two.App", 0x20003, "clr:64722 65553 Two.Light 65536 Ota.Client 1", 41, 1u, 2);
            byte[] second = TestApps.Assembly("Two.Light", 0x10000, string.Empty, 37, 2u, 2);
            Expect.Outcome(OtaResult.Ok, null, Read(order, TestApps.Join(first, second)));
            Assert.AreEqual("Two.Light", order.Ordered[0].Name);
            Assert.AreEqual("Two.App", order.Ordered[1].Name);
            Assert.AreEqual(0x20003, order.Ordered[1].Version);
            Assert.AreEqual(first.Length, order.Ordered[1].Length);

            first = TestApps.Assembly("Two.App", 0x20003, "Two.Light 65537", 41, 1u, 2);
            order = new LoadOrder();
            Expect.Outcome(OtaResult.AssemblyVersionMismatch, "Two.Light", Read(order, TestApps.Join(first, second)));
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
            byte[] pe = Pe("One", "clr:64722 65553");
            pe[offset] = (byte)value;
            Expect.Outcome(OtaResult.SlotImageInvalid, null, Read(new LoadOrder(), pe));
        }

        [TestMethod]
        public void An_image_without_assemblies_is_refused()
        {
            Expect.Outcome(OtaResult.SlotImageInvalid, null, Read(new LoadOrder(), new byte[0]));
        }

        private static byte[] Pe(string name, string references)
        {
            return TestApps.Assembly(name, 0x10000, references, 37, 1u);
        }

        private static OtaOutcome Read(LoadOrder order, byte[] image)
        {
            MemoryStorage storage = new MemoryStorage(new PowerSupply());
            storage.Put("a.img", image);
            return order.Read(storage, "a.img", image.Length, new BoardFixture());
        }
    }
}
