using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;
using NanoOta.ApiGate;
using NanoOta.Formats;
using NanoOta.Packages;
using NuGet.Packaging;
using NuGet.Packaging.Core;

namespace NanoOta.Tests.Packages
{
    /// <summary>
    /// The packages of device assemblies, made as for a release and then opened. The assemblies are the gate's own compilation. The CLR's files are
    /// stand-ins with the right names, since nanoFramework's project system runs on Windows alone.
    /// </summary>
    [TestClass]
    public sealed partial class DevicePackagesTests
    {
        private const string Url = "https://example.org/nanoOta";

        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);
        private static readonly List<DevicePackage> _packages = DevicePackage.FindAll(_root);
        private static readonly string _version = RepositoryVersion.Read(_root);
        private static readonly Source _source = new(_version, Url, new string('a', 40));
        private static readonly string _folder = Directory.CreateTempSubdirectory("nanoota-packages-").FullName;
        private static readonly Lazy<string> _built = new(Build);
        private static readonly Lazy<string> _made = new(MakeAll);

        [ClassCleanup]
        public static void Remove() => Directory.Delete(_folder, recursive: true);

        [TestMethod]
        public void Every_assembly_that_users_reference_has_a_package()
        {
            string[] expected = ["Agent", "Board", "Bootstrap", "Client", "Esp32", "Http", "InFieldUpdate", "Mqtt"];
            CollectionAssert.AreEquivalent(expected.Select(name => "nanoOta." + name).ToArray(), _packages.Select(package => package.Id).ToArray());
            foreach (DevicePackage package in _packages)
            {
                Assert.AreEqual(package.Id, package.Project.AssemblyName.Replace("Ota.", "nanoOta.", StringComparison.Ordinal));
            }
        }

        [TestMethod]
        public void A_nuspec_depends_on_what_the_project_was_built_with()
        {
            foreach (DevicePackage package in _packages)
            {
                Assert.AreEqual(package.WriteNuspec(), File.ReadAllText(package.NuspecPath), "Write the files anew: dotnet run --project tools/Ota.Packages -- nuspecs");
                Assert.IsNotEmpty(package.Dependencies);
            }
        }

        [TestMethod]
        public void A_package_has_assembly_symbols_PE_documentation_README_and_icon_and_says_where_it_comes_from()
        {
            foreach (DevicePackage package in _packages)
            {
                using PackageArchiveReader reader = Open(package.Id);
                string[] files = [.. reader.GetFiles().Where(file => !file.StartsWith("_rels", StringComparison.Ordinal) && !file.StartsWith("package/", StringComparison.Ordinal) && file != "[Content_Types].xml")];
                CollectionAssert.AreEquivalent(
                    package.BuiltFiles.Select(file => "lib/" + file).Concat(["README.md", "icon.png", package.Id + ".nuspec"]).ToArray(),
                    files);
                NuspecReader nuspec = reader.NuspecReader;
                Assert.AreEqual(_version, nuspec.GetVersion().ToString());
                Assert.AreEqual("MIT", nuspec.GetLicenseMetadata().License);
                Assert.AreEqual("icon.png", nuspec.GetIcon());
                Assert.AreEqual("README.md", nuspec.GetReadme());
                RepositoryMetadata repository = nuspec.GetRepositoryMetadata();
                Assert.AreEqual(Url, repository.Url);
                Assert.AreEqual(_source.Commit, repository.Commit);
                using StreamReader readme = new(reader.GetStream("README.md"));
                Assert.AreEqual("# " + package.Id, readme.ReadLine(), "The README is the package's own.");
            }
        }

        /// <summary>nanoFramework's own package is in NuGet's folder, since the gate is built with its files. nuget.exe leaves a .pdb out of a package.</summary>
        [TestMethod]
        public void A_package_has_each_kind_of_file_where_nanoFramework_s_own_package_has_the_kind()
        {
            string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            ApiPackage core = ApiData.Packages.Single(package => package.Assembly == CoreLibraryPackage.Assembly);
            string file = Path.Combine(packages, core.Package.ToLowerInvariant(), core.PackageVersion, $"{core.Package.ToLowerInvariant()}.{core.PackageVersion}.nupkg");
            Assert.IsTrue(File.Exists(file), $"{file} is not there, and the gate was built with the package.");
            using PackageArchiveReader real = new(file);
            string[] expected = [.. real.GetFiles("lib").Select(path => path.Replace(core.Assembly, "NAME", StringComparison.Ordinal)).Append("lib/NAME.pdb").Order(StringComparer.Ordinal)];
            foreach (DevicePackage package in _packages)
            {
                using PackageArchiveReader reader = Open(package.Id);
                string[] files = [.. reader.GetFiles("lib").Select(path => path.Replace(package.Project.AssemblyName, "NAME", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
                CollectionAssert.AreEqual(expected, files, $"{package.Id}: {string.Join(' ', files)}");
                Fields(real.NuspecReader, reader.NuspecReader);
            }
        }

        // Each field that nanoFramework fills in is filled in here. Licence and dependencies are looked at by other tests.
        private static void Fields(NuspecReader real, NuspecReader own)
        {
            string[] known = ["id", "version", "title", "authors", "requireLicenseAcceptance", "license", "icon", "readme", "projectUrl", "description", "copyright", "tags", "repository"];
            string[] filled = [.. real.GetMetadata().Where(field => field.Value.Length > 0).Select(field => field.Key)];
            foreach (string field in filled.Where(field => field is not ("licenseUrl" or "releaseNotes")))
            {
                Assert.Contains(field, known, "nanoFramework's nuspec has a field that nobody here has looked at.");
                Assert.IsNotEmpty(own.GetMetadata().FirstOrDefault(each => each.Key == field).Value ?? string.Empty, $"{own.GetId()} has no {field}.");
            }

            Assert.AreEqual(real.GetRepositoryMetadata().Type, own.GetRepositoryMetadata().Type);
            Assert.AreEqual(real.GetRequireLicenseAcceptance(), own.GetRequireLicenseAcceptance());
            Assert.Contains("nanoFramework", own.GetTags());
        }

        [TestMethod]
        public void Every_reference_of_an_assembly_comes_by_a_dependency_of_its_package()
        {
            foreach (DevicePackage package in _packages)
            {
                using PackageArchiveReader reader = Open(package.Id);
                PackageDependency[] dependencies = [.. reader.GetPackageDependencies().SelectMany(group => group.Packages)];
                Dictionary<string, string> places = package.Project.References.Where(reference => reference.HintPath != null)
                    .ToDictionary(reference => reference.Assembly, reference => reference.HintPath!.Replace('\\', '/'));
                using AssemblyDefinition assembly = Read(reader, package.Project.AssemblyName);
                foreach (AssemblyNameReference reference in assembly.MainModule.AssemblyReferences)
                {
                    Assert.IsTrue(
                        dependencies.Any(dependency => Brings(dependency, reference, places)),
                        $"{package.Id} needs {reference.Name}; its dependencies are {string.Join(", ", dependencies.Select(dependency => dependency.Id))}.");
                }
            }
        }

        [TestMethod]
        public void An_application_compiles_against_the_assemblies_of_the_packages_and_passes_the_gate()
        {
            DeviceProject project = DeviceProject.Load(Path.Combine(_root, "Ota.Samples.Esp32", "Blink", "Blink.nfproj"));
            HashSet<string> wanted = [];
            foreach (string path in project.ProjectReferences)
            {
                Collect(_packages.Single(package => package.Project.Path == path).Id, wanted);
            }

            List<CompiledAssembly> packed = [];
            foreach (string id in wanted)
            {
                using PackageArchiveReader reader = Open(id);
                string name = _packages.Single(package => package.Id == id).Project.AssemblyName;
                packed.Add(new CompiledAssembly(name, Bytes(reader, $"lib/{name}.dll"), []));
            }

            byte[][] libraries = [.. project.References.Select(reference => ReferenceAssemblies.Shared.Find(reference.Assembly)!)];
            CompiledAssembly application = DeviceCompiler.Compile(
                new CompilationRequest("Blink", project.Sources, [.. libraries, .. packed.Select(assembly => assembly.Image)]) { LanguageVersion = project.LanguageVersion, IsProgram = true });
            Assert.IsEmpty(application.Messages, string.Join('\n', application.Messages));
            GateResult gate = GateResult.OfAssemblies([.. packed, application]);
            Assert.IsEmpty(gate.Errors, string.Join('\n', gate.Errors));
        }

        [TestMethod]
        public void Without_a_build_nothing_is_made_and_every_missing_file_is_named()
        {
            using StringWriter words = new(CultureInfo.InvariantCulture);
            string output = Directory.CreateDirectory(Path.Combine(_folder, "none")).FullName;
            Assert.IsFalse(DevicePackages.Make(_root, null, output, _source, words));
            Assert.IsEmpty(Directory.GetFiles(output));
            foreach (DevicePackage package in _packages)
            {
                string said = package.Project.IsSourceOnly ? $"{package.Id}: left out." : $"{package.Id}: missing {string.Join(", ", package.BuiltFiles)}";
                Assert.Contains(said, words.ToString());
            }
        }

        [TestMethod]
        public void A_project_that_the_device_s_solution_leaves_out_keeps_no_other_package_from_being_made()
        {
            string solution = File.ReadAllText(Path.Combine(_root, "nanoOta.Device.sln"));
            string folder = Directory.CreateDirectory(Path.Combine(_folder, "solution")).FullName;
            foreach (DevicePackage package in _packages.Where(package => solution.Contains(Path.GetFileName(package.Project.Path), StringComparison.Ordinal)))
            {
                foreach (string file in package.BuiltFiles)
                {
                    File.Copy(Path.Combine(_built.Value, file), Path.Combine(folder, file));
                }
            }

            using StringWriter words = new(CultureInfo.InvariantCulture);
            string output = Directory.CreateDirectory(Path.Combine(folder, "out")).FullName;
            Assert.IsTrue(DevicePackages.Make(_root, folder, output, _source, words), words.ToString());
            Assert.Contains("nanoOta.InFieldUpdate: left out. Ota.InFieldUpdate.nfproj is not in nanoOta.Device.sln", words.ToString());
            Assert.HasCount(_packages.Count - 1, Directory.GetFiles(output), words.ToString());
        }

        [TestMethod]
        public void A_project_writes_each_file_that_its_package_has()
        {
            foreach (DevicePackage package in _packages)
            {
                // The project system makes the others by itself.
                string documentation = XElement.Load(package.Project.Path).Descendants().Where(element => element.Name.LocalName == "DocumentationFile").Select(element => element.Value).SingleOrDefault() ?? string.Empty;
                Assert.AreEqual($@"bin\$(Configuration)\{package.Project.AssemblyName}.xml", documentation, $"{package.Project.Path} writes no documentation, and the package would lack the file.");
            }
        }

        /// <summary>The sentence is nanoFramework's own, in the packages of its libraries with native code.</summary>
        [TestMethod]
        public void A_package_with_native_code_says_which_version_and_checksum_the_firmware_must_have()
        {
            string native = File.ReadAllText(Path.Combine(_root, "Ota.Bootstrap", "native", "Ota.Esp32", "Ota_Esp32.cpp"));
            Match table = NativeTable().Match(native);
            Assert.IsTrue(table.Success, "Ota_Esp32.cpp has no table of name, checksum and version.");
            string version = string.Join('.', table.Groups["version"].Value.Split(',').Select(part => part.Trim()));
            using PackageArchiveReader reader = Open("nanoOta.Esp32");
            Assert.Contains($"This package requires a target with Ota.Esp32 v{version} (checksum {table.Groups["checksum"].Value}).", reader.NuspecReader.GetDescription());
        }

        [TestMethod]
        [DataRow("Ota.Http.pe", "Ota.Client.pe", "Ota.Http.pe is Ota.Client")]
        [DataRow("Ota.Http.dll", "Ota.Client.dll", "Ota.Http.dll is Ota.Client")]
        [DataRow("Ota.Http.pdbx", null, "nanoOta.Http: missing Ota.Http.pdbx")]
        public void A_file_of_another_assembly_or_none_makes_no_package_at_all(string file, string? other, string said)
        {
            string folder = Directory.CreateDirectory(Path.Combine(_folder, file)).FullName;
            Array.ForEach(Directory.GetFiles(_built.Value), path => File.Copy(path, Path.Combine(folder, Path.GetFileName(path)), overwrite: true));
            File.Delete(Path.Combine(folder, file));
            if (other != null)
            {
                File.Copy(Path.Combine(folder, other), Path.Combine(folder, file));
            }

            using StringWriter words = new(CultureInfo.InvariantCulture);
            string output = Directory.CreateDirectory(Path.Combine(folder, "out")).FullName;
            Assert.IsFalse(DevicePackages.Make(_root, folder, output, _source, words));
            Assert.Contains(said, words.ToString());
            Assert.IsEmpty(Directory.GetFiles(output));
        }

        [TestMethod]
        public void The_files_are_found_where_the_projects_write_them()
        {
            string built = Directory.CreateDirectory(Path.Combine(_folder, "tree")).FullName;
            DevicePackage http = _packages.Single(package => package.Id == "nanoOta.Http");
            string file = Path.Combine(built, "Ota.Client", "Http", "bin", "Release", "Ota.Http.pe");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, []);
            Assert.AreEqual(file, DevicePackages.Find(_root, built, http, "Ota.Http.pe"));
        }

        [GeneratedRegex(@"""Ota\.Esp32"",\s*(?<checksum>0x[0-9A-F]{8}),\s*\w+,\s*\{\s*(?<version>[\d, ]+?)\s*\}")]
        private static partial Regex NativeTable();

        private static void Collect(string id, HashSet<string> wanted)
        {
            if (_packages.Any(package => package.Id == id) && wanted.Add(id))
            {
                using PackageArchiveReader reader = Open(id);
                foreach (PackageDependency dependency in reader.GetPackageDependencies().SelectMany(group => group.Packages))
                {
                    Collect(dependency.Id, wanted);
                }
            }
        }

        // One of ours, opened; or one of nanoFramework's, by the place that the project gives for the assembly.
        private static bool Brings(PackageDependency dependency, AssemblyNameReference reference, Dictionary<string, string> places)
        {
            DevicePackage? own = _packages.Find(package => package.Id == dependency.Id);
            if (own != null)
            {
                using PackageArchiveReader reader = Open(own.Id);
                return reader.GetFiles().Contains($"lib/{reference.Name}.dll");
            }

            string folder = $"/packages/{dependency.Id}.{dependency.VersionRange.MinVersion!.OriginalVersion}/lib/";
            return places.TryGetValue(reference.Name, out string? place) && place.Contains(folder, StringComparison.Ordinal)
                && place.EndsWith($"/{reference.Name}.dll", StringComparison.Ordinal);
        }

        private static PackageArchiveReader Open(string id) => new(Path.Combine(_made.Value, $"{id}.{_version}.nupkg"));

        private static AssemblyDefinition Read(PackageArchiveReader reader, string name) => AssemblyDefinition.ReadAssembly(new MemoryStream(Bytes(reader, $"lib/{name}.dll")));

        private static byte[] Bytes(PackageArchiveReader reader, string file)
        {
            using MemoryStream bytes = new();
            using Stream stream = reader.GetStream(file);
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }

        private static string MakeAll()
        {
            string output = Directory.CreateDirectory(Path.Combine(_folder, "made")).FullName;
            using StringWriter words = new(CultureInfo.InvariantCulture);
            Assert.IsTrue(DevicePackages.Make(_root, _built.Value, output, _source, words), words.ToString());
            return output;
        }

        private static string Build()
        {
            string built = Directory.CreateDirectory(Path.Combine(_folder, "built")).FullName;
            IReadOnlyList<CompiledAssembly> compiled = DeviceCompiler.CompileProjects([.. DeviceProject.FindAll(_root)]);
            foreach (DevicePackage package in _packages)
            {
                string name = package.Project.AssemblyName;
                CompiledAssembly assembly = compiled.First(each => each.Name == name);
                Assert.IsTrue(assembly.Success, string.Join('\n', assembly.Messages));
                string path = Path.Combine(built, name);
                File.WriteAllBytes(path + ".dll", assembly.Image);
                File.WriteAllBytes(path + ".pe", new PeWriter { Name = name, Version = RepositoryVersion.OfAssemblies(_version) }.Write());
                Array.ForEach([".pdb", ".pdbx", ".xml"], extension => File.WriteAllText(path + extension, extension));
            }

            return built;
        }
    }
}
