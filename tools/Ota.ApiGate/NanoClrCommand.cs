using System.Diagnostics;
using Mono.Cecil;

namespace NanoOta.ApiGate
{
    /// <summary>
    /// The verb nanoclr: the client's sources and the shared tests, compiled against nanoFramework's real assemblies, converted and
    /// run on its real CLR. What needs native network, files or cryptography (Ota.Client/Device) stays out; Platform/NanoClr stands in.
    /// </summary>
    public sealed class NanoClrCommand
    {
        /// <summary>Exit code when a part of the toolchain is missing.</summary>
        public const int Missing = 3;

        private const string Client = "Ota.Client";
        private const string Bootstrap = "Ota.Bootstrap";
        private const string Tests = "NFUnitTest";
        private const string Launcher = "Launcher";

        private static readonly TimeSpan _limit = TimeSpan.FromMinutes(30);

        private readonly NanoClrToolchain _toolchain;
        private readonly string _root;
        private readonly string _work;
        private readonly TextWriter _output;
        private readonly List<CompiledAssembly> _compiled = [];

        private NanoClrCommand(NanoClrToolchain toolchain, string root, string work, TextWriter output)
        {
            _toolchain = toolchain;
            _root = root;
            _work = work;
            _output = output;
        }

        /// <summary>Runs the tests whose name contains <paramref name="filter"/>. 0: all passed; 1: not; <see cref="Missing"/>.</summary>
        public static int Run(string root, string filter, Func<string, string?> environment, TextWriter output)
        {
            NanoClrToolchain? toolchain = NanoClrToolchain.Find(environment, output);
            if (toolchain is null)
            {
                return Missing;
            }

            string work = Directory.CreateTempSubdirectory("nanoOta-").FullName;
            try
            {
                // Two assemblies, as on the device: one holds 32 KiB of strings, and the tests have more.
                int count = 0;
                bool passed = true;
                foreach (string[] sources in Groups(root))
                {
                    passed &= new NanoClrCommand(toolchain, root, work, output).Run(sources, filter, ref count);
                }

                return passed && count > 0 ? 0 : 1;
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }

        private static string[][] Groups(string root)
        {
            string shared = Path.Combine(root, "Ota.Tests", "Shared");
            string bootstrap = Path.Combine(shared, "Bootstrap") + Path.DirectorySeparatorChar;
            string world = Path.Combine(shared, "World") + Path.DirectorySeparatorChar;
            string[] all = [.. DeviceProject.Files(shared, "*.cs")];
            return
            [
                [.. all.Where(file => !file.StartsWith(bootstrap, StringComparison.Ordinal))],
                [.. all.Where(file => file.StartsWith(bootstrap, StringComparison.Ordinal) || file.StartsWith(world, StringComparison.Ordinal))],
            ];
        }

        private bool Run(string[] sources, string filter, ref int total)
        {
            if (!Compile(Client, ClientSources(), []) || !Compile(Bootstrap, BootstrapSources(), []) || !Compile(Tests, sources, []))
            {
                return false;
            }

            using AssemblyDefinition tests = AssemblyDefinition.ReadAssembly(new MemoryStream(_compiled[^1].Image));
            (string source, int count) = TestLauncher.Write(tests, filter);
            total += count;
            if (count == 0)
            {
                return true;
            }

            if (!Compile(Launcher, [], [("Launcher.cs", source)]) || !CheckIl() || !Convert())
            {
                return false;
            }

            return Execute(count);
        }

        private string[] ClientSources()
        {
            string device = InRoot("Ota.Client/Device") + Path.DirectorySeparatorChar;
            string[] standIns = Directory.Exists(InRoot("Ota.Client/Platform/NanoClr"))
                ? [.. Directory.EnumerateFiles(InRoot("Ota.Client/Platform/NanoClr"), "*.cs").Order(StringComparer.Ordinal)]
                : [];
            return
            [
                .. DeviceProject.SharedItems(InRoot("Ota.Client/Ota.Client.projitems"))
                    .Where(source => !source.StartsWith(device, StringComparison.Ordinal)),
                .. standIns,
                InRoot("Ota.Client/Properties/AssemblyInfo.cs"),
            ];
        }

        private string[] BootstrapSources() =>
            [.. DeviceProject.SharedItems(InRoot("Ota.Bootstrap/Ota.Bootstrap.projitems")), InRoot("Ota.Bootstrap/Properties/AssemblyInfo.cs")];

        private bool Compile(string name, IReadOnlyList<string> sources, IReadOnlyList<(string Path, string Text)> texts)
        {
            CompiledAssembly compiled = DeviceCompiler.Compile(
                new CompilationRequest(name, sources, [.. LibraryFiles().Select(File.ReadAllBytes), .. _compiled.Select(done => done.Image)])
                {
                    IsProgram = name == Launcher,
                    Texts = texts,
                    EmbedDebugInformation = false,
                });
            _compiled.Add(compiled);
            foreach (string message in compiled.Messages)
            {
                _output.WriteLine(message);
            }

            if (compiled.Success)
            {
                File.WriteAllBytes(Path.Combine(_work, name + ".dll"), compiled.Image);
            }

            return compiled.Success;
        }

        private bool CheckIl()
        {
            GateResult result = GateResult.OfAssemblies(_compiled);
            foreach (Finding finding in result.Errors)
            {
                _output.WriteLine(finding);
            }

            return result.Errors.Count == 0;
        }

        private bool Convert()
        {
            List<string> references = [.. LibraryFiles()];
            foreach (CompiledAssembly assembly in _compiled)
            {
                string file = Path.Combine(_work, assembly.Name + ".dll");
                string? error = _toolchain.Convert(file, PeOf(assembly.Name), references);
                if (error is not null)
                {
                    _output.WriteLine($"The metadata processor made no PE of {assembly.Name}:{Environment.NewLine}{error}");
                    return false;
                }

                _output.WriteLine($"{assembly.Name}.pe: {new FileInfo(PeOf(assembly.Name)).Length} bytes");
                references.Add(file);
            }

            return true;
        }

        private bool Execute(int count)
        {
            int passed = 0;
            int failed = 0;
            int skipped = 0;
            string[] libraries = [.. Libraries().Select(name => Path.Combine(_toolchain.PeFiles, name + ".pe"))];
            string? absent = libraries.FirstOrDefault(file => !File.Exists(file));
            if (absent is not null)
            {
                _output.WriteLine($"{absent} is not there, and the tests need it.");
                return false;
            }

            Stopwatch watch = Stopwatch.StartNew();
            string said = _toolchain.Start([.. libraries, .. _compiled.Select(assembly => PeOf(assembly.Name))], _limit, Take).Said;
            int silent = Math.Max(0, count - passed - failed - skipped);
            if (silent > 0)
            {
                _output.WriteLine($"{silent} tests never ended: the CLR stopped or was stopped. The last that it said:");
                _output.WriteLine(said.Length > 2000 ? said[^2000..] : said);
            }

            string more = (skipped > 0 ? $", {skipped} skipped" : string.Empty) + (silent > 0 ? $", {silent} not run" : string.Empty);
            _output.WriteLine($"{passed} passed, {failed} failed{more} on the nanoCLR in {watch.Elapsed.TotalSeconds:0.0} s");
            return failed == 0 && silent == 0;

            void Take(string line)
            {
                (string Mark, string Word)? kind = null;
                if (line.StartsWith(TestLauncher.Passed, StringComparison.Ordinal))
                {
                    passed++;
                    kind = (TestLauncher.Passed, "passed ");
                }
                else if (line.StartsWith(TestLauncher.Failed, StringComparison.Ordinal))
                {
                    failed++;
                    kind = (TestLauncher.Failed, "FAILED ");
                }
                else if (line.StartsWith(TestLauncher.Skipped, StringComparison.Ordinal))
                {
                    skipped++;
                    kind = (TestLauncher.Skipped, "skipped");
                }

                if (kind is { } found)
                {
                    _output.WriteLine($"{found.Word} {line[found.Mark.Length..]}");
                }
                else if (failed > 0 && line.StartsWith("    at ", StringComparison.Ordinal))
                {
                    _output.WriteLine(line);
                }
            }
        }

        /// <summary>The libraries that the compiled assemblies need, and what those need.</summary>
        private SortedSet<string> Libraries()
        {
            SortedSet<string> names = new(StringComparer.Ordinal);
            Queue<byte[]> images = new(_compiled.Select(assembly => assembly.Image));
            while (images.TryDequeue(out byte[]? image))
            {
                using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(new MemoryStream(image));
                foreach (string name in assembly.MainModule.AssemblyReferences.Select(reference => reference.Name))
                {
                    string file = Path.Combine(_toolchain.References, name + ".dll");
                    if (File.Exists(file) && names.Add(name))
                    {
                        images.Enqueue(File.ReadAllBytes(file));
                    }
                }
            }

            return names;
        }

        private IEnumerable<string> LibraryFiles() =>
            Directory.EnumerateFiles(_toolchain.References, "*.dll")
                .Where(file => Path.GetFileNameWithoutExtension(file) != "nanoFramework.UnitTestLauncher")
                .Order(StringComparer.Ordinal);

        private string PeOf(string name) => Path.Combine(_work, name + ".pe");

        private string InRoot(string path) => Path.Combine(_root, path.Replace('/', Path.DirectorySeparatorChar));
    }
}
