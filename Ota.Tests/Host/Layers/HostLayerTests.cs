using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Formats;
using NanoOta.Tooling.Pe;

namespace NanoOta.Tests.Layers
{
    /// <summary>What projects for .NET may reference, directly or through another project.</summary>
    [TestClass]
    public sealed class HostLayerTests
    {
        // What goes to users of nanoota. The demo, which is a simulation, and the command, which starts the demo, are no libraries.
        private static readonly string[] _shipped = ["Ota.Client.Host", "Ota.Formats", "Ota.Tooling"];

        private static readonly string[] _simulator = ["Ota.VirtualDevice", "Ota.VirtualDevice.Natives"];

        [TestMethod]
        public void ShippedLibraries_DoNotReferenceTheSimulator()
        {
            ReferenceGraph graph = ReferenceGraph.OfHostProjects(RepositoryRoot.Find(AppContext.BaseDirectory));
            foreach (string library in _shipped)
            {
                Assert.IsNull(graph.PathToAny(library, _simulator), $"A shipped library references the simulator: {graph.PathToAny(library, _simulator)}.");
            }
        }

        [TestMethod]
        public void TheSimulatorDoesNotReferenceTheTool()
        {
            ReferenceGraph graph = ReferenceGraph.OfHostProjects(RepositoryRoot.Find(AppContext.BaseDirectory));
            Assert.IsNull(graph.PathToAny("Ota.VirtualDevice", ["Ota.Tooling"]), "A mistake of the tool would be a mistake of the board, too.");
        }

        [TestMethod]
        public void Formats_ReferenceNothing()
        {
            ReferenceGraph graph = ReferenceGraph.OfHostProjects(RepositoryRoot.Find(AppContext.BaseDirectory));
            Assert.IsEmpty(graph.Direct("Ota.Formats"), "Formats are bytes in and results out, for whoever reads them.");
        }

        [TestMethod]
        public void AReferenceThroughAnotherProject_IsFound()
        {
            ReferenceGraph graph = new(new Dictionary<string, string[]>
            {
                ["Tool"] = ["Middle"],
                ["Middle"] = ["Formats", "Simulator"],
                ["Formats"] = [],
                ["Simulator"] = ["Formats"],
            });
            Assert.AreEqual("Tool -> Middle -> Simulator", graph.PathToAny("Tool", ["Simulator"]));
            Assert.IsNull(graph.PathToAny("Formats", ["Simulator"]));
        }

        [TestMethod]
        public void CompiledLibraries_DoNotReferenceTheSimulator()
        {
            // A reference can also come by a file or a package; the compiled assembly names all.
            foreach (Type type in (Type[])[typeof(PeAssembly), typeof(EspImage), typeof(OtaClient)])
            {
                string[] named = [.. type.Assembly.GetReferencedAssemblies().Select(name => name.Name!).Intersect(_simulator)];
                Assert.IsEmpty(named, $"{type.Assembly.GetName().Name} references {string.Join(", ", named)}.");
            }
        }

        [TestMethod]
        public void ProjectFiles_AreRead()
        {
            ReferenceGraph graph = ReferenceGraph.OfHostProjects(RepositoryRoot.Find(AppContext.BaseDirectory));
            Assert.AreEqual("Ota.Tooling -> Ota.Formats", graph.PathToAny("Ota.Tooling", ["Ota.Formats"]), "No reference was read, so no reference was judged.");
            Assert.AreEqual("Ota.Demo -> Ota.VirtualDevice", graph.PathToAny("Ota.Demo", ["Ota.VirtualDevice"]));
        }
    }
}
