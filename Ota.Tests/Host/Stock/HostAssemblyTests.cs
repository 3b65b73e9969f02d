using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling.Pe;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.Stock
{
    [TestClass]
    public sealed class HostAssemblyTests
    {
        [TestMethod]
        public void A_wrapped_assembly_has_its_own_name_version_and_references_and_is_a_sound_PE_file()
        {
            byte[] file = File.ReadAllBytes(typeof(BootProgram).Assembly.Location);
            PeAssembly assembly = PeAssembly.Parse(HostAssembly.Wrap(file), "Ota.Bootstrap");
            Assert.AreEqual("Ota.Bootstrap", assembly.Name);
            Assert.AreEqual(typeof(BootProgram).Assembly.GetName().Version, assembly.Version);
            Assert.AreEqual("Ota.Agent Ota.Client", string.Join(' ', assembly.References.Select(reference => reference.Name).Order()), "The runtime's own assemblies are left out.");
            Assert.IsTrue(assembly.References.All(reference => reference.Version == typeof(OtaClient).Assembly.GetName().Version));
        }

        [TestMethod]
        public void Unwrapping_gives_the_very_file_back()
        {
            byte[] file = File.ReadAllBytes(typeof(OtaClient).Assembly.Location);
            byte[] wrapped = HostAssembly.Wrap(file);
            CollectionAssert.AreEqual(file, HostPe.Unwrap(wrapped));
            CollectionAssert.AreEqual(file, HostPe.Unwrap([.. wrapped, .. new byte[100]]), "What follows is not looked at.");
        }

        [TestMethod]
        public void What_is_cut_off_or_no_assembly_unwraps_to_nothing()
        {
            byte[] wrapped = HostAssembly.Wrap(File.ReadAllBytes(typeof(OtaClient).Assembly.Location));
            Assert.IsNull(HostPe.Unwrap(wrapped.AsSpan(0, wrapped.Length - 1)));
            Assert.IsNull(HostPe.Unwrap(wrapped.AsSpan(0, 50)));
            Assert.IsNull(HostPe.Unwrap(new byte[200]));
        }

        [TestMethod]
        public void What_asks_for_native_methods_is_refused_as_on_a_device()
        {
            byte[] wrapped = HostAssembly.Wrap(File.ReadAllBytes(typeof(OtaClient).Assembly.Location));
            wrapped[23] = 1;
            Assert.AreEqual(OtaResult.AssemblyRefused, new BoardLoader(null!, null!).Load(wrapped));
        }
    }
}
