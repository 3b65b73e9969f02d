using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Packages;
using NanoOta.Tests.Docs.Commands;
using NanoOta.Tests.Tooling;
using NanoOta.Tooling.NanoClr;
using NanoOta.Tooling.Pe;
using NuGet.Packaging;

namespace NanoOta.Tests.Packages
{
    /// <summary>
    /// Packages out of a build that is as real as can be had without Windows: nanoFramework's own metadata processor makes the PE files, and the C# compiler
    /// symbols and documentation. Skipped where METADATA_PROCESSOR names none.
    /// </summary>
    [TestClass]
    public sealed partial class RealBuildTests
    {
        private const uint PdbSignature = 0x424A5342;

        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);

        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        public async Task The_command_makes_all_packages_of_a_real_build_and_what_is_in_them_fits_together()
        {
            if (Environment.GetEnvironmentVariable(MetadataProcessor.Variable) is not { Length: > 0 } command)
            {
                Assert.Inconclusive($"{MetadataProcessor.Variable} is not set: {MetadataProcessor.WhereFrom}");
                return;
            }

            using TempFolder temp = new();
            List<DevicePackage> packages = DevicePackage.FindAll(_root);
            Build build = new(Directory.CreateDirectory(temp["built"]).FullName, Directory.CreateDirectory(temp["refs"]).FullName, new MetadataProcessor(command));
            packages.ForEach(package => build.Make(package.Project));

            CliRun run = await Programs.RunAsync("tools/Ota.Packages", ["--built", temp["built"], "--out", temp["packages"], "--device-only", "--repository", "https://example.org/nanoOta"], _root);
            Assert.AreEqual(0, run.Code, run.Out + run.Error);
            string version = RepositoryVersion.Read(_root);
            foreach (DevicePackage package in packages)
            {
                using PackageArchiveReader reader = new(temp[$"packages/{package.Id}.{version}.nupkg"]);
                Check(package, reader, RepositoryVersion.OfAssemblies(version));
            }

            // Nothing of a package comes from elsewhere: a file that goes away is named, and no package is made.
            File.Delete(temp["built/Ota.Http.pdbx"]);
            CliRun lacking = await Programs.RunAsync("tools/Ota.Packages", ["--built", temp["built"], "--out", temp["none"], "--device-only", "--repository", "https://example.org/nanoOta"], _root);
            Assert.AreEqual(1, lacking.Code, lacking.Out);
            Assert.Contains("nanoOta.Http: missing Ota.Http.pdbx", lacking.Out);
            Assert.IsEmpty(Directory.GetFiles(temp["none"]));
        }

        private void Check(DevicePackage package, PackageArchiveReader reader, Version version)
        {
            string name = package.Project.AssemblyName;
            PeAssembly pe = PeAssembly.Parse(Bytes(reader, $"lib/{name}.pe"), package.Id);
            Assert.AreEqual($"{name} {version}", $"{pe.Name} {pe.Version}");
            Assert.AreEqual(name == "Ota.Esp32" ? NativeChecksum() : 0, pe.NativeChecksum, $"{name}.pe and the firmware's half have other checksums.");
            foreach (PeReference reference in pe.References)
            {
                string expected = ApiData.Packages.FirstOrDefault(library => library.Assembly == reference.Name)?.AssemblyVersion ?? (reference.Name.StartsWith("Ota.", StringComparison.Ordinal) ? version.ToString() : "none");
                Assert.AreEqual(expected, reference.Version.ToString(), $"{name}.pe wants another {reference.Name} than the packages bring.");
            }

            XElement symbols = XElement.Load(new MemoryStream(Bytes(reader, $"lib/{name}.pdbx")));
            Assert.AreEqual($"PdbxFile {name}.dll", $"{symbols.Name} {symbols.Element("Assembly")?.Element("FileName")?.Value}", "nanoFramework's debugger reads these symbols.");
            XElement documentation = XElement.Load(new MemoryStream(Bytes(reader, $"lib/{name}.xml")));
            Assert.AreEqual($"doc {name}", $"{documentation.Name} {documentation.Element("assembly")?.Element("name")?.Value}");
            Assert.IsNotEmpty(documentation.Descendants("summary"), $"{name}.xml has no word of documentation.");
            Assert.AreEqual(PdbSignature, BitConverter.ToUInt32(Bytes(reader, $"lib/{name}.pdb")), $"{name}.pdb is no portable PDB.");
            Match row = Regex.Match(File.ReadAllText(Path.Combine(_root, "docs", "FOOTPRINT.md")), $@"\| {Regex.Escape(name)} \| (?<bytes>[\d,]+) \|");
            int told = int.Parse(row.Groups["bytes"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
            TestContext.WriteLine($"{name}.pe: {pe.Bytes.Length} bytes; docs/FOOTPRINT.md says {told}");
            Assert.IsLessThanOrEqualTo(told / 100, Math.Abs(pe.Bytes.Length - told), $"{name}.pe has {pe.Bytes.Length} bytes, and docs/FOOTPRINT.md says {told}.");
        }

        private static uint NativeChecksum()
        {
            string native = File.ReadAllText(Path.Combine(_root, "Ota.Bootstrap", "native", "Ota.Esp32", "Ota_Esp32.cpp"));
            return uint.Parse(Checksum().Match(native).Groups["checksum"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        private static byte[] Bytes(PackageArchiveReader reader, string file)
        {
            using MemoryStream bytes = new();
            using Stream stream = reader.GetStream(file);
            stream.CopyTo(bytes);
            return bytes.ToArray();
        }

        // What nanoFramework's project system does with a project, and those that it refers to.
        private sealed class Build
        {
            private readonly string _out;
            private readonly string _libraries;
            private readonly MetadataProcessor _processor;

            public Build(string folder, string libraries, MetadataProcessor processor)
            {
                _out = folder;
                _libraries = libraries;
                _processor = processor;
                foreach (string library in ReferenceAssemblies.Shared.Names)
                {
                    File.WriteAllBytes(Path.Combine(libraries, library + ".dll"), ReferenceAssemblies.Shared.Find(library)!);
                }
            }

            public string Make(DeviceProject project)
            {
                string dll = Path.Combine(_out, project.AssemblyName + ".dll");
                if (File.Exists(dll))
                {
                    return dll;
                }

                string[] references = [.. project.References.Select(reference => Path.Combine(_libraries, reference.Assembly + ".dll")), .. project.ProjectReferences.Select(path => Make(DeviceProject.Load(path)))];
                CSharpParseOptions parsing = new CSharpParseOptions(project.LanguageVersion, DocumentationMode.Parse)
                    .WithPreprocessorSymbols("TRACE", "NANOFRAMEWORK_1_0")
                    .WithFeatures([new KeyValuePair<string, string>(DeviceCompiler.RequiredFeature, "true")]);
                CSharpCompilationOptions options = CSharpCommandLineParser.Default.Parse(["-debug+", "-optimize+"], baseDirectory: null, sdkDirectory: null).CompilationOptions
                    .WithOutputKind(OutputKind.DynamicallyLinkedLibrary)
                    .WithDeterministic(true);
                CSharpCompilation compilation = CSharpCompilation.Create(
                    project.AssemblyName,
                    project.Sources.Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), parsing, path, Encoding.UTF8)),
                    references.Select(path => MetadataReference.CreateFromFile(path)),
                    options);
                string pdb = Path.ChangeExtension(dll, ".pdb");
                using (FileStream image = File.Create(dll))
                using (FileStream symbols = File.Create(pdb))
                using (FileStream documentation = File.Create(Path.ChangeExtension(dll, ".xml")))
                {
                    EmitResult result = compilation.Emit(image, symbols, documentation, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb, pdbFilePath: pdb));
                    Assert.IsTrue(result.Success, string.Join('\n', result.Diagnostics));
                }

                string[] hints = [.. Directory.GetFiles(_libraries, "*.dll"), .. Directory.GetFiles(_out, "*.dll").Where(path => path != dll)];
                Assert.IsNull(_processor.Convert(dll, Path.ChangeExtension(dll, ".pe"), hints), project.AssemblyName);
                return dll;
            }
        }

        [GeneratedRegex(@"""Ota\.Esp32"",\s*0x(?<checksum>[0-9A-F]{8})")]
        private static partial Regex Checksum();
    }
}
