using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.Layers
{
    /// <summary>What device assemblies may reference: <see cref="DeviceLayers"/>, against the project files.</summary>
    [TestClass]
    public sealed class DeviceLayerTests
    {
        [TestMethod]
        public void NoDeviceAssembly_ReferencesWhatItMustNot()
        {
            IReadOnlyList<DeviceProject> projects = DeviceProject.FindAll(RepositoryRoot.Find(AppContext.BaseDirectory));
            Assert.IsNotEmpty(projects);
            string[] breaches = [.. projects.SelectMany(DeviceLayers.Breaches)];
            Assert.IsEmpty(breaches, string.Join(Environment.NewLine, breaches));
        }

        [TestMethod]
        [DataRow("Ota.Client", "Ota.Bootstrap", null, "Ota.Client must not reference Ota.Bootstrap.")]
        [DataRow("Ota.Esp32", "Ota.Bootstrap", null, "Ota.Esp32 must not reference Ota.Bootstrap.")]
        [DataRow("Blink", "Ota.Bootstrap", null, "Blink must not reference Ota.Bootstrap.")]
        [DataRow("Ota.Client", null, "nanoFramework.Runtime.InFieldUpdate", "Ota.Client must not reference nanoFramework.Runtime.InFieldUpdate.")]
        [DataRow("Ota.Client", null, "nanoFramework.Hardware.Esp32", "Ota.Client must not reference nanoFramework.Hardware.Esp32.")]
        [DataRow("Ota.Bootstrap", null, "nanoFramework.TestFramework", "Ota.Bootstrap must not reference nanoFramework.TestFramework.")]
        [DataRow("Ota.Novel", null, null, "Ota.Novel is not in DeviceLayers: say there what it may reference.")]
        [DataRow("Ota.Bootstrap", "Ota.Client", "System.Net", null)]
        public void ABreach_IsNamed(string assembly, string reference, string library, string expected)
        {
            string folder = Directory.CreateTempSubdirectory("nanoOta-").FullName;
            try
            {
                DeviceProject project = Write(folder, assembly, reference, library);
                CollectionAssert.AreEqual(expected == null ? [] : new[] { expected }, DeviceLayers.Breaches(project).ToArray());
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        private static DeviceProject Write(string folder, string assembly, string reference, string library)
        {
            string items = library == null ? string.Empty : $"<Reference Include=\"{library}, Version=1.0.0.0\" />";
            if (reference != null)
            {
                Write(folder, reference, null, null);
                items += $"<ProjectReference Include=\"{reference}.nfproj\" />";
            }

            string path = Path.Combine(folder, assembly + ".nfproj");
            File.WriteAllText(path, $"<Project><PropertyGroup><AssemblyName>{assembly}</AssemblyName></PropertyGroup><ItemGroup>{items}</ItemGroup></Project>");
            return DeviceProject.Load(path);
        }
    }
}
