using System.Globalization;
using System.Xml.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.Docs
{
    /// <summary>docs/guide/firmware.md names each library with native code that a board must have, in the version that the projects take.</summary>
    [TestClass]
    public sealed class FirmwareGuideTests
    {
        private const string PeFolder = "NANOFRAMEWORK_PE";

        // Packages of purely managed code: their native checksum is 0.
        private static readonly string[] _managed =
            ["nanoFramework.System.IO.Streams", "nanoFramework.System.Threading", "nanoFramework.System.Net.Http"];

        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);

        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        public void R2_The_guide_names_each_native_library_of_the_resident_program_with_its_version()
        {
            string[] needed =
            [
                .. ((string[])["Resident", "Updater", "Board"])
                    .SelectMany(project => XDocument.Load(Path.Combine(_root, "Ota.Bootstrap", project, "packages.config")).Descendants("package"))
                    .Select(package => (Id: (string)package.Attribute("id")!, Version: (string)package.Attribute("version")!))
                    .Where(package => !_managed.Contains(package.Id))
                    .Select(package => $"{package.Id["nanoFramework.".Length..]} {package.Version}")
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ];
            string[] named = [.. Rows().Select(row => row[1]).Order(StringComparer.Ordinal)];
            CollectionAssert.AreEqual(needed, named, $"docs/guide/firmware.md and packages.config differ.\nneeded: {string.Join(", ", needed)}\nnamed: {string.Join(", ", named)}");
        }

        [TestMethod]
        public void R2_The_checksums_of_the_guide_are_those_of_the_libraries()
        {
            if (Environment.GetEnvironmentVariable(PeFolder) is not { Length: > 0 } folders)
            {
                Assert.Inconclusive($"{PeFolder} names no folders with the libraries as PE files.");
                return;
            }

            int compared = 0;
            foreach (string[] row in Rows())
            {
                string? file = folders.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, row[0].Trim('`') + ".pe")).FirstOrDefault(File.Exists);
                if (file != null)
                {
                    byte[] pe = File.ReadAllBytes(file);
                    string checksum = string.Create(CultureInfo.InvariantCulture, $"0x{BitConverter.ToUInt32(pe, 20):X8}");
                    Assert.AreEqual(checksum, row[2], $"{row[0]}, {file}");
                    compared++;
                }
            }

            TestContext.WriteLine($"{compared} checksums compared");
            Assert.AreNotEqual(0, compared);
        }

        private static string[][] Rows() => new Document("docs/guide/firmware.md")
            .Table("library", "package of", "its native checksum", "firmware sources of 24 July 2026", "a public firmware of October 2025");
    }
}
