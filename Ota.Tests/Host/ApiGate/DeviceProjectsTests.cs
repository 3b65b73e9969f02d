using System.Xml.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.ApiGate
{
    /// <summary>The project files, which nothing else on this machine builds: what they say is checked against the repository.</summary>
    [TestClass]
    public class DeviceProjectsTests
    {
        private const string ProjectType = "{11A8DD76-328B-46DF-9F39-F559912D0360}";

        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);
        private static readonly string[] _deviceFolders =
            ["Ota.Client", "Ota.Bootstrap", "Ota.Samples.Esp32", "Ota.Tests/Shared", "Ota.Tests/Device"];

        private static readonly string[] _imports = ["NFProjectSystem.Default.props", "NFProjectSystem.props", "NFProjectSystem.CSharp.targets"];

        /// <summary>Twins of Platform/NanoFramework: the host project and the nanoCLR run take them instead.</summary>
        private static readonly string[] _twinFolders = ["Ota.Client/Client/Platform/Host", "Ota.Client/Client/Platform/NanoClr", "Ota.Client/Http/Platform/Host", "Ota.Client/Mqtt/Platform/Host"];

        private static readonly IReadOnlyList<DeviceProject> _projects = DeviceProject.FindAll(_root);

        [TestMethod]
        public void Every_device_source_is_compiled_by_exactly_one_project()
        {
            string[] sources =
            [
                .. _deviceFolders
                    .Select(InRoot)
                    .Where(Directory.Exists)
                    .SelectMany(folder => DeviceProject.Files(folder, "*.cs"))
                    .Where(source => !_twinFolders.Any(twin => source.StartsWith(InRoot(twin) + Path.DirectorySeparatorChar, StringComparison.Ordinal))),
            ];
            string[] wrong =
            [
                .. sources
                    .Select(source => (source, Count: _projects.Sum(project => project.Sources.Count(listed => listed == source))))
                    .Where(entry => entry.Count < 1 || (entry.Count > 1 && !IsTestSupport(entry.source)))
                    .Select(entry => $"{Path.GetRelativePath(_root, entry.source)} is in {entry.Count} Compile lists"),
            ];
            Assert.IsNotEmpty(sources);
            Assert.IsEmpty(wrong, string.Join(Environment.NewLine, wrong));
        }

        [TestMethod]
        public void Every_source_that_a_project_lists_exists()
        {
            string[] missing = [.. _projects.SelectMany(project => project.Sources).Where(source => !File.Exists(source))];
            Assert.IsEmpty(missing, string.Join(Environment.NewLine, missing));
        }

        [TestMethod]
        [DataRow("Ota.Client/Client")]
        [DataRow("Ota.Client/Http")]
        [DataRow("Ota.Client/Mqtt")]
        public void Every_platform_file_of_the_host_has_its_twin_on_the_device(string assembly)
        {
            string[] host = FileNames(assembly + "/Platform/Host");
            string[] device = FileNames(assembly + "/Platform/NanoFramework");
            Assert.IsNotEmpty(host);
            CollectionAssert.IsSubsetOf(host, device);
        }

        [TestMethod]
        public void References_packages_and_hint_paths_agree_with_the_api_data()
        {
            List<string> wrong = [];
            foreach (DeviceProject project in _projects)
            {
                string up = Path.GetRelativePath(project.Folder, _root).Replace('/', '\\') + "\\packages\\";
                Dictionary<string, string> packages = XDocument.Load(Path.Combine(project.Folder, "packages.config"))
                    .Descendants("package")
                    .ToDictionary(package => (string)package.Attribute("id")!, package => (string)package.Attribute("version")!);
                HashSet<string> used = [];
                foreach (DeviceReference reference in project.References)
                {
                    string file = reference.Assembly == "nanoFramework.UnitTestLauncher" ? reference.Assembly + ".exe" : reference.Assembly + ".dll";
                    string assembly = reference.Assembly == "nanoFramework.UnitTestLauncher" ? "nanoFramework.TestFramework" : reference.Assembly;
                    ApiPackage? package = ApiData.Packages.FirstOrDefault(candidate => candidate.Assembly == assembly);
                    string expected = package is null ? "an assembly of the API data" : $"{up}{package.Package}.{package.PackageVersion}\\{package.Folder}\\{file}";
                    if (reference.HintPath != expected)
                    {
                        wrong.Add($"{project.Path}: {reference.Assembly} has the HintPath {reference.HintPath}, not {expected}");
                    }
                    else if (packages.GetValueOrDefault(package!.Package) != package.PackageVersion)
                    {
                        wrong.Add($"{project.Path}: packages.config does not have {package.Package} {package.PackageVersion}");
                    }

                    used.Add(package?.Package ?? string.Empty);
                }

                wrong.AddRange(packages.Keys.Except(used).Select(id => $"{project.Path}: packages.config has {id}, of which nothing is referenced"));
            }

            Assert.IsEmpty(wrong, string.Join(Environment.NewLine, wrong));
        }

        [TestMethod]
        [DataRow("Blink")]
        [DataRow("SensorNode")]
        public void Every_library_with_natives_that_a_stock_sample_uses_is_in_the_resident_program(string sample)
        {
            // An application cannot bring them: see ClrLoader.
            string[] resident = [.. Project("Resident").References.Select(reference => reference.Assembly)];
            string[] missing =
            [
                .. Project(sample).References.Select(reference => reference.Assembly)
                    .Where(name => ApiData.Assemblies.Single(assembly => assembly.Assembly == name).NativeVersion is not null)
                    .Except(resident),
            ];
            Assert.IsEmpty(missing, string.Join(", ", missing));
        }

        [TestMethod]
        public void Every_project_asks_for_the_csharp_that_the_gate_compiles()
        {
            foreach (DeviceProject project in _projects)
            {
                Assert.AreEqual(DeviceCompiler.DefaultLanguageVersion, project.LanguageVersion, project.Path);
                Assert.Contains(DeviceCompiler.RequiredFeature, project.Features, project.Path);
            }
        }

        [TestMethod]
        public void Every_project_is_of_the_nanoFramework_type_and_imports_its_project_system_only_where_it_is()
        {
            foreach (DeviceProject project in _projects)
            {
                XDocument document = XDocument.Load(project.Path);
                string types = document.Descendants().First(element => element.Name.LocalName == "ProjectTypeGuids").Value;
                Assert.StartsWith(ProjectType + ";", types, project.Path);
                string[] imports =
                [
                    .. document.Descendants()
                        .Where(element => element.Name.LocalName == "Import")
                        .Where(element => !((string)element.Attribute("Project")!).EndsWith(".projitems", StringComparison.Ordinal))
                        .Select(element => $"{(string?)element.Attribute("Condition")} {(string)element.Attribute("Project")!}"),
                ];
                string[] expected =
                [
                    .. _imports
                        .Select(file => "$(NanoFrameworkProjectSystemPath)" + file)
                        .Select(path => $"Exists('{path}') {path}"),
                ];
                CollectionAssert.AreEqual(expected, imports, project.Path);
            }
        }

        [TestMethod]
        public void The_solution_of_the_SDK_has_every_project_that_the_SDK_builds_and_no_other()
        {
            string[] lines = File.ReadAllLines(InRoot("nanoOta.sln"));
            string[] listed = [.. lines.Where(line => line.Contains("proj\"", StringComparison.Ordinal)).Select(line => line.Split('"')[5]).Order(StringComparer.Ordinal)];

            // The projects of mutation testing have the same tests once more: with them the solution would run all tests twice.
            string[] onDisk = [.. DeviceProject.Files(_root, "*.csproj").Select(path => Path.GetRelativePath(_root, path).Replace('/', '\\'))
                .Where(path => !path.StartsWith(@"Ota.Tests\Mutation\", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            Assert.AreEqual(string.Join(Environment.NewLine, onDisk), string.Join(Environment.NewLine, listed));
            foreach (string project in lines.Where(line => line.Contains("proj\"", StringComparison.Ordinal)))
            {
                string guid = project.Split('"')[7];
                Assert.IsTrue(lines.Any(line => line.Contains($"{guid}.Debug|Any CPU.Build.0", StringComparison.Ordinal)), $"{project}: 'dotnet build' passes over the project.");
            }
        }

        [TestMethod]
        public void The_solution_of_Visual_Studio_builds_and_deploys_every_device_project()
        {
            string expected = DeviceSolution.Write(_root, _projects);
            string actual = File.ReadAllText(InRoot(DeviceSolution.FileName)).ReplaceLineEndings("\n");
            Assert.AreEqual(expected, actual, "Write the file anew: dotnet run --project tools/Ota.ApiGate -- solution");
            foreach (DeviceProject project in _projects)
            {
                if (project.IsSourceOnly)
                {
                    Assert.DoesNotContain(Path.GetFileName(project.Path), actual, "Its libraries and those of its references are of two generations.");
                    continue;
                }

                string guid = "{" + XDocument.Load(project.Path).Descendants().First(element => element.Name.LocalName == "ProjectGuid").Value + "}";
                foreach (string step in (string[])["ActiveCfg", "Build.0", "Deploy.0"])
                {
                    Assert.Contains($"{guid}.Release|Any CPU.{step} = Release|Any CPU", actual, StringComparison.OrdinalIgnoreCase, project.Path);
                }
            }
        }

        /// <summary>What several test projects need; a test class is in one of them, or it would run twice.</summary>
        private static bool IsTestSupport(string source) =>
            source.StartsWith(InRoot("Ota.Tests/"), StringComparison.Ordinal) && !source.EndsWith("Tests.cs", StringComparison.Ordinal);

        private static DeviceProject Project(string name) => _projects.Single(project => Path.GetFileNameWithoutExtension(project.Path) == name);

        private static string InRoot(string path) => Path.Combine(_root, path.Replace('/', Path.DirectorySeparatorChar));

        private static string[] FileNames(string folder) =>
            Directory.Exists(InRoot(folder)) ? [.. Directory.EnumerateFiles(InRoot(folder), "*.cs").Select(file => Path.GetFileName(file))] : [];
    }
}
