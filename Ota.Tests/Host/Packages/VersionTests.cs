using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Packages;

namespace NanoOta.Tests.Packages
{
    /// <summary>Directory.Build.props has the version of everything. What cannot read that file is held to it here.</summary>
    [TestClass]
    public sealed class VersionTests
    {
        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);
        private static readonly string _version = RepositoryVersion.Read(_root);

        [TestMethod]
        public void Device_assemblies_that_users_reference_have_it()
        {
            foreach (DevicePackage package in DevicePackage.FindAll(_root))
            {
                string file = Path.Combine(package.Project.Folder, "Properties", "AssemblyInfo.cs");
                string text = File.ReadAllText(file);
                Assert.Contains($"[assembly: AssemblyVersion(\"{RepositoryVersion.OfAssemblies(_version)}\")]", text, file);
                Assert.Contains($"[assembly: AssemblyFileVersion(\"{RepositoryVersion.OfAssemblies(_version)}\")]", text, file);
            }
        }

        [TestMethod]
        public void Assemblies_for_NET_have_it()
        {
            Assert.AreEqual(RepositoryVersion.OfAssemblies(_version), typeof(OtaClient).Assembly.GetName().Version);
        }

        [TestMethod]
        public void The_changelog_has_its_release()
        {
            string[] heads = [.. File.ReadLines(Path.Combine(_root, "CHANGELOG.md")).Where(line => line.StartsWith("## ", StringComparison.Ordinal))];
            Assert.IsTrue(heads[0].StartsWith("## Unreleased", StringComparison.Ordinal) || heads[0].StartsWith($"## {_version}", StringComparison.Ordinal), heads[0]);
            Assert.IsTrue(heads.Any(head => head.StartsWith($"## {_version}", StringComparison.Ordinal)), $"No head '## {_version}' in CHANGELOG.md.");
        }
    }
}
