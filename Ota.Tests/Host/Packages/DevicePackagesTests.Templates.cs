using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;
using NanoOta.ApiGate;
using NanoOta.Tooling.Signing;
using NanoOta.Workbench;
using NuGet.Packaging;
using NuGet.Packaging.Core;

namespace NanoOta.Tests.Packages
{
    /// <summary>New applications beside the packages: a project of 'nanoota new' lists each package by hand, and NuGet brings no other (packages.config).</summary>
    public sealed partial class DevicePackagesTests
    {
        [TestMethod]
        [DataRow("stock", 2)]
        [DataRow("ota", 2)]
        [DataRow("ifu", 1)]
        public void A_new_application_compiles_against_the_packages_that_its_projects_list(string board, int projects)
        {
            string folder = NewFolder(board);
            IReadOnlyList<string> paths = DeviceProject.Files(folder, "*.nfproj");
            Assert.HasCount(projects, paths);
            foreach (string path in paths)
            {
                DeviceProject project = DeviceProject.Load(path);
                List<CompiledAssembly> own = [];
                List<byte[]> libraries = [];
                foreach (Listed reference in ReferencesOf(path))
                {
                    if (reference.IsOwn)
                    {
                        own.Add(new CompiledAssembly(reference.Assembly, ImageOf(reference, path), []));
                    }
                    else
                    {
                        CheckLibrary(reference, path);
                        libraries.Add(ReferenceAssemblies.Shared.Find(reference.Assembly)!);
                    }
                }

                CompiledAssembly program = DeviceCompiler.Compile(
                    new CompilationRequest(project.AssemblyName, project.Sources, [.. libraries, .. own.Select(assembly => assembly.Image)]) { LanguageVersion = project.LanguageVersion, IsProgram = project.IsProgram });
                Assert.IsEmpty(program.Messages, $"{board}, {Path.GetFileName(path)}: {string.Join('\n', program.Messages)}");

                // What the CLR must find on the board, it finds only if the project lists the assembly.
                HashSet<string> listed = [.. ReferencesOf(path).Select(reference => reference.Assembly)];
                foreach (CompiledAssembly assembly in own.Append(program))
                {
                    using AssemblyDefinition definition = AssemblyDefinition.ReadAssembly(new MemoryStream(assembly.Image));
                    string[] missing = [.. definition.MainModule.AssemblyReferences.Select(reference => reference.Name).Where(name => !listed.Contains(name))];
                    Assert.IsEmpty(missing, $"{board}: {assembly.Name} needs {string.Join(", ", missing)}, which {Path.GetFileName(path)} does not list.");
                }

                GateResult gate = GateResult.OfAssemblies([.. own, program]);
                Assert.IsEmpty(gate.Errors, $"{board}, {Path.GetFileName(path)}: {string.Join('\n', gate.Errors)}");
            }
        }

        [TestMethod]
        [DataRow("stock")]
        [DataRow("ota")]
        [DataRow("ifu")]
        public void A_new_application_lists_what_its_packages_depend_on_in_the_same_versions(string board)
        {
            foreach (string path in DeviceProject.Files(NewFolder(board), "packages.config"))
            {
                Dictionary<string, string> listed = XElement.Load(path).Elements().ToDictionary(package => package.Attribute("id")!.Value, package => package.Attribute("version")!.Value);
                foreach (string id in listed.Keys.Where(id => id.StartsWith("nanoOta.", StringComparison.Ordinal)))
                {
                    Assert.AreEqual(_version, listed[id], $"{board}: {path} asks for another {id} than this repository makes.");
                    Assert.IsTrue(_packages.Any(package => package.Id == id), $"{board}: {path} asks for {id}, which nobody makes.");
                    using PackageArchiveReader reader = Open(id);
                    foreach (PackageDependency dependency in reader.GetPackageDependencies().SelectMany(group => group.Packages))
                    {
                        Assert.AreEqual(
                            dependency.VersionRange.MinVersion!.OriginalVersion,
                            listed.GetValueOrDefault(dependency.Id),
                            $"{board}: {id} depends on {dependency.Id}. {Path.GetRelativePath(_folder, path)} must list that version.");
                    }
                }
            }
        }

        private static string NewFolder(string board)
        {
            string folder = Path.Combine(_folder, "new", Guid.NewGuid().ToString("N"));
            using SigningKey key = SigningKey.Create("new");
            NewApplication.Create(new NewRequest
            {
                Name = "Lamp",
                Folder = folder,
                Kind = BoardKinds.Parse(board),
                Product = "lamp",
                Server = new Uri("http://192.168.1.10:8080/"),
                Key = "release",
                PublicKey = key.PublicKey,
            });
            return folder;
        }

        // The place of a package is what NuGet makes of packages.config beside the solution.
        private static IEnumerable<Listed> ReferencesOf(string path)
        {
            foreach (XElement element in XElement.Load(path).Descendants().Where(element => element.Name.LocalName == "Reference"))
            {
                System.Reflection.AssemblyName name = new(element.Attribute("Include")!.Value);
                string hint = element.Elements().Single(child => child.Name.LocalName == "HintPath").Value;
                string up = Path.GetFileName(path) == "Lamp.nfproj" ? string.Empty : "..\\";
                Match match = Hint().Match(hint);
                Assert.IsTrue(match.Success && match.Groups["up"].Value == up, $"{path}: {hint} is no place that NuGet writes to.");
                yield return new Listed(name.Name!, name.Version!, match.Groups["id"].Value, match.Groups["version"].Value, match.Groups["file"].Value.Replace('\\', '/'));
            }
        }

        private static byte[] ImageOf(Listed reference, string path)
        {
            Assert.IsTrue(File.Exists(Path.Combine(_made.Value, $"{reference.Package}.{reference.Version}.nupkg")), $"{path} asks for {reference.Package} {reference.Version}, which nobody makes.");
            using PackageArchiveReader reader = Open(reference.Package);
            Assert.Contains(reference.File, reader.GetFiles(), $"{path}: the package {reference.Package} has no such file.");
            byte[] image = Bytes(reader, reference.File);
            using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(new MemoryStream(image));
            Assert.AreEqual($"{reference.Assembly} {reference.AssemblyVersion}", $"{assembly.Name.Name} {assembly.Name.Version}", path);
            return image;
        }

        private static void CheckLibrary(Listed reference, string path)
        {
            ApiPackage package = ApiData.Packages.Single(each => each.Assembly == reference.Assembly);
            Assert.AreEqual(
                $"{package.Package} {package.PackageVersion}, {package.AssemblyVersion}, {package.Folder.Replace('\\', '/')}/{package.Assembly}.dll",
                $"{reference.Package} {reference.Version}, {reference.AssemblyVersion}, {reference.File}",
                path);
        }

        private sealed record Listed(string Assembly, Version AssemblyVersion, string Package, string Version, string File)
        {
            public bool IsOwn => Package.StartsWith("nanoOta.", StringComparison.Ordinal);
        }

        [GeneratedRegex(@"^(?<up>(\.\.\\)*)packages\\(?<id>[A-Za-z][\w.]*?)\.(?<version>\d+(\.\d+)+)\\(?<file>lib\\.*)$")]
        private static partial Regex Hint();
    }
}
