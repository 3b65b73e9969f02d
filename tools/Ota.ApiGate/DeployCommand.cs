namespace NanoOta.ApiGate
{
    /// <summary>
    /// The verb deploy: a device program with all that the program needs, as PE files and as the contents of the deploy partition. The libraries
    /// are the real ones of the two folders that the verb nanoclr uses. So one folder pairs with one firmware.
    /// </summary>
    public sealed class DeployCommand
    {
        /// <summary>The file with all PE files, which belongs at the start of the deploy partition.</summary>
        public const string Image = "deploy.bin";

        private const int Alignment = 4;
        private const int DevicePointer = 4;

        private readonly NanoClrToolchain _toolchain;
        private readonly string _out;
        private readonly TextWriter _output;
        private readonly IReadOnlyDictionary<string, string> _instead;
        private readonly Dictionary<string, CompiledAssembly> _done = new(StringComparer.Ordinal);

        private DeployCommand(NanoClrToolchain toolchain, string folder, IReadOnlyDictionary<string, string> instead, TextWriter output)
        {
            _toolchain = toolchain;
            _out = folder;
            _instead = instead;
            _output = output;
        }

        /// <summary>Makes the files. 0, or 1 where something does not compile or link; <see cref="NanoClrCommand.Missing"/> without a toolchain.</summary>
        /// <param name="project">The .nfproj of the program.</param>
        /// <param name="folder">Where the files go.</param>
        /// <param name="replacements">Sources to compile instead of others: "Settings.cs=mine/Settings.cs", by the end of the source's path.</param>
        /// <param name="environment">Environment variables, by name.</param>
        /// <param name="output">Where words go.</param>
        public static int Run(string project, string folder, IReadOnlyList<string> replacements, Func<string, string?> environment, TextWriter output)
        {
            NanoClrToolchain? toolchain = NanoClrToolchain.Find(environment, output);
            if (toolchain is null)
            {
                return NanoClrCommand.Missing;
            }

            Dictionary<string, string> instead = new(StringComparer.Ordinal);
            foreach (string replacement in replacements)
            {
                string[] parts = replacement.Split('=', 2);
                if (parts.Length < 2 || !File.Exists(parts[1]))
                {
                    output.WriteLine($"{replacement}: no SOURCE=FILE with a FILE that is there.");
                    return 1;
                }

                instead.Add(Path.DirectorySeparatorChar + parts[0], Path.GetFullPath(parts[1]));
            }

            Directory.CreateDirectory(folder);
            return new DeployCommand(toolchain, folder, instead, output).Run(DeviceProject.Load(project)) ? 0 : 1;
        }

        private bool Run(DeviceProject project)
        {
            if (Make(project) is null)
            {
                return false;
            }

            string[] own = [.. _done.Values.Select(assembly => PeOf(assembly.Name))];
            string[] libraries = [.. _toolchain.LibrariesOf([.. _done.Values.Select(assembly => assembly.Image)])];
            foreach (string library in libraries)
            {
                string pe = Path.Combine(_toolchain.PeFiles, library + ".pe");
                if (!File.Exists(pe))
                {
                    _output.WriteLine($"{pe} is not there, and the program needs it.");
                    return false;
                }

                File.Copy(pe, PeOf(library), overwrite: true);
            }

            int tables = 0;
            using (FileStream image = File.Create(Path.Combine(_out, Image)))
            {
                foreach (string file in libraries.Select(PeOf).Concat(own))
                {
                    byte[] pe = File.ReadAllBytes(file);
                    int ram = new PeFile(pe).RamBytes(DevicePointer);
                    tables += ram;
                    _output.WriteLine($"{Path.GetFileName(file)}: {pe.Length} bytes and {ram} of a device's RAM");
                    image.Write(pe);
                    image.Write(new byte[-pe.Length & (Alignment - 1)]);
                }

                _output.WriteLine($"{image.Name}: {image.Length} bytes, {libraries.Length + own.Length} assemblies, whose tables take {tables} bytes of a device's RAM");
            }

            return true;
        }

        /// <summary>The assembly of a project, behind those that the project references. Null where one has errors, which are printed.</summary>
        private CompiledAssembly? Make(DeviceProject project)
        {
            if (_done.TryGetValue(project.Path, out CompiledAssembly? done))
            {
                return done;
            }

            List<CompiledAssembly> others = [];
            foreach (string path in project.ProjectReferences)
            {
                if (Make(DeviceProject.Load(path)) is not { } other)
                {
                    return null;
                }

                others.Add(other);
            }

            string[] libraries = [.. project.References.Select(reference => Path.Combine(_toolchain.References, reference.Assembly + ".dll")).Where(File.Exists)];
            CompiledAssembly assembly = DeviceCompiler.Compile(
                new CompilationRequest(project.AssemblyName, [.. project.Sources.Select(Replace)], [.. libraries.Select(File.ReadAllBytes), .. others.Select(other => other.Image)])
                {
                    LanguageVersion = project.LanguageVersion,
                    IsProgram = project.IsProgram,
                });
            foreach (string message in assembly.Messages)
            {
                _output.WriteLine(message);
            }

            if (!assembly.Success)
            {
                return null;
            }

            string dll = Path.Combine(_out, assembly.Name + ".dll");
            File.WriteAllBytes(dll, assembly.Image);
            string[] references = [.. libraries, .. _done.Values.Select(other => Path.Combine(_out, other.Name + ".dll"))];
            if (_toolchain.Processor.Convert(dll, PeOf(assembly.Name), references) is { } error)
            {
                _output.WriteLine(error);
                return null;
            }

            _done.Add(project.Path, assembly);
            return assembly;
        }

        private string Replace(string source) =>
            _instead.FirstOrDefault(pair => source.EndsWith(pair.Key, StringComparison.Ordinal)) is { Value: { } other } ? other : source;

        private string PeOf(string name) => Path.Combine(_out, name + ".pe");
    }
}
