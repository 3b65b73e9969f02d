using System.Diagnostics;
using Mono.Cecil;

namespace NanoOta.ApiGate
{
    /// <summary>
    /// The verb nanoclr: the client's sources and the shared tests, compiled against nanoFramework's real assemblies, converted and
    /// run on its real CLR. What needs native network, files or cryptography stays out: Ota.Client/Client/Adapters, and all of Ota.Client/Http but
    /// its Syntax. Platform/NanoClr stands in.
    /// </summary>
    public sealed class NanoClrCommand
    {
        /// <summary>Exit code when a part of the toolchain is missing.</summary>
        public const int Missing = 3;

        private const string Client = "Ota.Client";
        private const string Http = "Ota.Http";
        private const string Agent = "Ota.Agent";
        private const string Bootstrap = "Ota.Bootstrap";
        private const string Tests = "NFUnitTest";
        private const string Launcher = "Launcher";
        private const int DevicePointer = 4;

        private static readonly TimeSpan _limit = TimeSpan.FromMinutes(30);

        private readonly NanoClrToolchain _toolchain;
        private readonly string _root;
        private readonly string _work;
        private readonly TextWriter _output;
        private readonly TestTally _tally;

        private NanoClrCommand(NanoClrToolchain toolchain, string root, string work, TextWriter output)
        {
            _toolchain = toolchain;
            _root = root;
            _work = work;
            _output = output;
            _tally = new TestTally(output);
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
                return new NanoClrCommand(toolchain, root, work, output).Run(filter) ? 0 : 1;
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }

        private bool Run(string filter)
        {
            CompiledAssembly client = Compile(Client, ClientSources(), [], []);
            CompiledAssembly http = Compile(Http, HttpSources(), [], [client]);
            CompiledAssembly agent = Compile(Agent, AgentSources(), [], [client]);
            CompiledAssembly bootstrap = Compile(Bootstrap, BootstrapSources(), [], [client, agent]);
            if (!client.Success || !http.Success || !agent.Success || !bootstrap.Success || !IlIsRight(GateResult.OfAssemblies([client, http, agent, bootstrap])))
            {
                return false;
            }

            if ((Convert(client, []) ?? Convert(http, [client]) ?? Convert(agent, [client]) ?? Convert(bootstrap, [client, agent])) is { } error)
            {
                _output.WriteLine(error);
                return false;
            }

            _output.WriteLine($"{Sizes(Client)}, {Sizes(Agent)}, {Sizes(Bootstrap)}");
            Stopwatch watch = Stopwatch.StartNew();
            bool all = true;
            foreach (DeviceProject project in DeviceProject.FindAll(InRoot("Ota.Tests")).Where(project => project.AssemblyName == Tests))
            {
                string[] needed = [.. project.ProjectReferences.Select(other => Path.GetFileNameWithoutExtension(other))];
                CompiledAssembly[] product = [.. new[] { client, http, agent, bootstrap }.Where(assembly => needed.Contains(assembly.Name))];
                all &= RunTests(product, Path.GetFileName(project.Path), project.Sources, [], filter);
            }

            all &= RunLoaderTests([client, agent, bootstrap], filter);
            all &= TellAppMemory(filter);

            _output.WriteLine($"{_tally} on the nanoCLR in {watch.Elapsed.TotalSeconds:0.0} s");
            return all && _tally.Passed > 0 && _tally.Failed + _tally.Missing == 0;
        }

        /// <summary>Makes the PEs of Ota.Tests/NanoClr/Apps and runs the tests that load them. False if they could not be started.</summary>
        private bool RunLoaderTests(CompiledAssembly[] product, string filter)
        {
            List<CompiledAssembly> apps = [];
            List<(string Name, byte[] Image)> images =
                [.. LoaderApps.Libraries.Select(name => (name, File.ReadAllBytes(LibraryPe(name))))];
            foreach (string source in LoaderApps.Sources(_root))
            {
                CompiledAssembly app = Compile(Path.GetFileNameWithoutExtension(source), [source], [], [.. product, .. apps]);
                string? refused = app.Success ? Convert(app, [.. product, .. apps]) : "An assembly that tests were to load does not compile.";
                if (refused is not null)
                {
                    _output.WriteLine(refused);
                    return false;
                }

                images.Add((app.Name, File.ReadAllBytes(PeOf(app.Name))));
                apps.Add(app);
            }

            PublishedApp published = Publish(product, apps.Where(app => app.Name.StartsWith(LoaderApps.Story, StringComparison.Ordinal)));
            return RunTests(product, LoaderApps.Folder, LoaderApps.TestSources(_root), [("LoaderApps.cs", LoaderApps.Write(images, published))], filter);
        }

        /// <summary>Prints what an application costs in RAM in an OTA slot and on stock firmware. False if the slot does not save the image.</summary>
        private bool TellAppMemory(string filter)
        {
            if (!nameof(AppMemory).Contains(filter, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            CompiledAssembly app = Compile(AppMemory.App, [], [("App.cs", AppMemory.AppSource())], []);
            if (!app.Success || Convert(app, []) is not null)
            {
                return false;
            }

            byte[] image = File.ReadAllBytes(PeOf(AppMemory.App));
            IReadOnlyList<long> alone = Free(null, null);
            IReadOnlyList<long> attached = Free(null, app);
            IReadOnlyList<long> loaded = Free(image, null);
            if (alone.Count != 1 || attached.Count != 1 || loaded.Count != 2)
            {
                _output.WriteLine("A nanoCLR did not tell its free heap.");
                return false;
            }

            long inSlot = alone[0] - attached[0];
            long onStock = loaded[0] - loaded[1];
            _output.WriteLine($"memory: an application of {image.Length} bytes takes {inSlot} bytes of heap in an OTA slot, {onStock} on stock firmware");
            bool saved = inSlot > 0 && inSlot <= onStock - image.Length;
            _tally.Take((saved ? TestLauncher.Passed : TestLauncher.Failed) + "AppMemory: in an OTA slot the image costs no RAM");
            return saved;
        }

        private IReadOnlyList<long> Free(byte[]? image, CompiledAssembly? attached)
        {
            CompiledAssembly teller = Compile(AppMemory.Teller, [], [("Teller.cs", AppMemory.TellerSource(image))], []);
            if (!teller.Success || Convert(teller, []) is not null)
            {
                return [];
            }

            CompiledAssembly[] all = attached is null ? [teller] : [attached, teller];
            string[] files = [.. Libraries(all).Select(LibraryPe), .. all.Select(assembly => PeOf(assembly.Name))];
            return AppMemory.Told(_toolchain.Start(files, _limit, _ => { }).Said);
        }

        private PublishedApp Publish(CompiledAssembly[] product, IEnumerable<CompiledAssembly> story)
        {
            string[] libraries = [.. Libraries(product).Select(LibraryPe)];
            string app = Copy("app", [.. story.Concat(product).Select(assembly => PeOf(assembly.Name)), .. libraries]);
            string resident = Copy("resident", [.. product.Select(assembly => PeOf(assembly.Name)), .. libraries]);
            return PublishedApp.Make(app, resident, _work);
        }

        private string Copy(string folder, string[] files)
        {
            folder = Directory.CreateDirectory(Path.Combine(_work, folder)).FullName;
            foreach (string file in files)
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            return folder;
        }

        /// <summary>Runs the tests in the sources. False if they could not be started.</summary>
        private bool RunTests(
            CompiledAssembly[] product,
            string title,
            IReadOnlyList<string> sources,
            IReadOnlyList<(string Path, string Text)> texts,
            string filter)
        {
            CompiledAssembly tests = Compile(Tests, sources, texts, product);
            if (!tests.Success)
            {
                return false;
            }

            using AssemblyDefinition definition = AssemblyDefinition.ReadAssembly(new MemoryStream(tests.Image));
            (string source, int count) = TestLauncher.Write(definition, filter);
            if (count == 0)
            {
                return true;
            }

            CompiledAssembly launcher = Compile(Launcher, [], [("Launcher.cs", source)], [.. product, tests]);
            if (!launcher.Success)
            {
                return false;
            }

            if (!IlIsRight(GateResult.OfAssemblies([.. product, tests, launcher])))
            {
                return false;
            }

            string? refused = Convert(tests, product) ?? Convert(launcher, [.. product, tests]);
            if (refused is not null)
            {
                _output.WriteLine(refused);
                return false;
            }

            _output.WriteLine($"{title}: {count} tests, {new PeFile(File.ReadAllBytes(PeOf(Tests))).StringBytes} bytes of strings, of {IlChecker.MaxStringBytes}");
            return Execute([.. product, tests, launcher], count);
        }

        private string[] ClientSources()
        {
            string device = InRoot("Ota.Client/Client/Adapters") + Path.DirectorySeparatorChar;
            string[] standIns = Directory.Exists(InRoot("Ota.Client/Client/Platform/NanoClr"))
                ? [.. Directory.EnumerateFiles(InRoot("Ota.Client/Client/Platform/NanoClr"), "*.cs").Order(StringComparer.Ordinal)]
                : [];
            return
            [
                .. DeviceProject.SharedItems(InRoot("Ota.Client/Client/Ota.Client.projitems"))
                    .Where(source => !source.StartsWith(device, StringComparison.Ordinal)),
                .. standIns,
                InRoot("Ota.Client/Client/Properties/AssemblyInfo.cs"),
            ];
        }

        private string[] HttpSources() =>
        [
            .. DeviceProject.SharedItems(InRoot("Ota.Client/Http/Ota.Http.projitems"))
                .Where(source => source.StartsWith(InRoot("Ota.Client/Http/Syntax") + Path.DirectorySeparatorChar, StringComparison.Ordinal)),
            InRoot("Ota.Client/Http/Properties/AssemblyInfo.cs"),
        ];

        private string[] AgentSources() =>
        [
            .. DeviceProject.SharedItems(InRoot("Ota.Client/Agent/Ota.Agent.projitems")),
            InRoot("Ota.Client/Agent/Properties/AssemblyInfo.cs"),
        ];

        private string[] BootstrapSources() =>
        [
            .. DeviceProject.SharedItems(InRoot("Ota.Bootstrap/Bootstrap/Ota.Bootstrap.projitems")),
            InRoot("Ota.Bootstrap/Bootstrap/Platform/NanoFramework/ClrLoader.cs"),
            InRoot("Ota.Bootstrap/Bootstrap/Properties/AssemblyInfo.cs"),
        ];

        private CompiledAssembly Compile(
            string name,
            IReadOnlyList<string> sources,
            IReadOnlyList<(string Path, string Text)> texts,
            IReadOnlyList<CompiledAssembly> others)
        {
            CompiledAssembly compiled = DeviceCompiler.Compile(
                new CompilationRequest(name, sources, [.. LibraryFiles().Select(File.ReadAllBytes), .. others.Select(other => other.Image)])
                {
                    IsProgram = name is Launcher or AppMemory.Teller,
                    Texts = texts,
                    EmbedDebugInformation = false,
                });
            foreach (string message in compiled.Messages)
            {
                _output.WriteLine(message);
            }

            File.WriteAllBytes(DllOf(name), compiled.Image);
            return compiled;
        }

        private bool IlIsRight(GateResult checks)
        {
            foreach (Finding finding in checks.Errors)
            {
                _output.WriteLine(finding);
            }

            return checks.Errors.Count == 0;
        }

        /// <summary>Makes a PE. Null, or why there is none that the CLR can run.</summary>
        private string? Convert(CompiledAssembly assembly, IReadOnlyList<CompiledAssembly> others) =>
            _toolchain.Processor.Convert(DllOf(assembly.Name), PeOf(assembly.Name), [.. LibraryFiles(), .. others.Select(other => DllOf(other.Name))]);

        private bool Execute(IReadOnlyList<CompiledAssembly> assemblies, int count)
        {
            // What the tests load from an array needs libraries, too, and nobody else may reference these.
            IEnumerable<byte[]> loaded = LoaderApps.Libraries.Select(name => File.ReadAllBytes(Path.Combine(_toolchain.References, name + ".dll")));
            string[] libraries = [.. _toolchain.LibrariesOf([.. assemblies.Select(assembly => assembly.Image), .. loaded]).Select(LibraryPe)];
            string? absent = libraries.FirstOrDefault(file => !File.Exists(file));
            if (absent is not null)
            {
                _output.WriteLine($"{absent} is not there, and the tests need it.");
                return false;
            }

            int before = _tally.Ended;
            string said = _toolchain.Start([.. libraries, .. assemblies.Select(assembly => PeOf(assembly.Name))], _limit, _tally.Take).Said;
            int silent = count - (_tally.Ended - before);
            if (silent > 0)
            {
                _tally.Miss(silent);
                _output.WriteLine($"{silent} tests never ended: the CLR stopped or was stopped. The last that it said:");
                _output.WriteLine(said.Length > 2000 ? said[^2000..] : said);
            }

            return true;
        }

        private IReadOnlyCollection<string> Libraries(IReadOnlyList<CompiledAssembly> assemblies) =>
            _toolchain.LibrariesOf([.. assemblies.Select(assembly => assembly.Image)]);

        private IEnumerable<string> LibraryFiles() =>
            Directory.EnumerateFiles(_toolchain.References, "*.dll")
                .Where(file => Path.GetFileNameWithoutExtension(file) != "nanoFramework.UnitTestLauncher")
                .Order(StringComparer.Ordinal);

        private string Sizes(string name)
        {
            PeFile pe = new(File.ReadAllBytes(PeOf(name)));
            return $"{name}.pe: {pe.Length} bytes and {pe.RamBytes(DevicePointer)} of a device's RAM";
        }

        private string DllOf(string name) => Path.Combine(_work, name + ".dll");

        private string LibraryPe(string name) => Path.Combine(_toolchain.PeFiles, name + ".pe");

        private string PeOf(string name) => Path.Combine(_work, name + ".pe");

        private string InRoot(string path) => Path.Combine(_root, path.Replace('/', Path.DirectorySeparatorChar));
    }
}
