using Mono.Cecil;

namespace NanoOta.ApiGate
{
    /// <summary>
    /// The verb size: how much of the deployment partition the client takes, as PE files, against the budget. Without the metadata
    /// processor it prints what the compiler alone tells, and holds nothing against the budget.
    /// </summary>
    public sealed class SizeCommand
    {
        /// <summary>Bytes of PE that client and ESP-IDF bridge together may have.</summary>
        public const int Budget = 64 * 1024;

        private const string Client = "Ota.Client";
        private const string Bridge = "Ota.Esp32";

        private readonly MetadataProcessor? _processor;
        private readonly string _work;
        private readonly TextWriter _output;

        private SizeCommand(MetadataProcessor? processor, string work, TextWriter output)
        {
            _processor = processor;
            _work = work;
            _output = output;
        }

        /// <summary>Prints the sizes. 0: measured and within the budget, or not measured for want of the processor; 1: not.</summary>
        public static int Run(string root, Func<string, string?> environment, TextWriter output)
        {
            string? command = environment(MetadataProcessor.Variable);
            string work = Directory.CreateTempSubdirectory("nanoOta-").FullName;
            try
            {
                MetadataProcessor? processor = string.IsNullOrWhiteSpace(command) ? null : new MetadataProcessor(command);
                return new SizeCommand(processor, work, output).Run(root) ? 0 : 1;
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }

        private bool Run(string root)
        {
            DeviceProject[] projects = [.. DeviceProject.FindAll(root).Where(project => project.AssemblyName is Client or Bridge)];
            IReadOnlyList<CompiledAssembly> compiled = DeviceCompiler.CompileProjects(projects);
            string[] messages = [.. compiled.SelectMany(assembly => assembly.Messages)];
            foreach (string message in messages)
            {
                _output.WriteLine(message);
            }

            if (messages.Length > 0)
            {
                return false;
            }

            foreach (string name in ReferenceAssemblies.Shared.Names)
            {
                File.WriteAllBytes(Path.Combine(_work, name + ".dll"), ReferenceAssemblies.Shared.Find(name)!);
            }

            foreach (CompiledAssembly assembly in compiled)
            {
                PrintIl(assembly);
            }

            if (_processor is null)
            {
                _output.WriteLine($"No PE was measured. {MetadataProcessor.Variable} is not set: {MetadataProcessor.WhereFrom}");
                return true;
            }

            int?[] sizes = [.. compiled.Select(Measure)];
            if (sizes.Any(size => size is null))
            {
                return false;
            }

            int total = sizes.Sum(size => size!.Value);
            _output.WriteLine($"{Client} + {Bridge}: {total} bytes of PE, of {Budget}.");
            return total <= Budget;
        }

        private void PrintIl(CompiledAssembly assembly)
        {
            using AssemblyDefinition definition = AssemblyDefinition.ReadAssembly(new MemoryStream(assembly.Image));
            (string Name, int Bytes)[] types =
            [
                .. definition.MainModule.GetTypes()
                    .Select(type => (type.Name, type.Methods.Where(method => method.HasBody).Sum(method => method.Body.CodeSize)))
                    .OrderByDescending(type => type.Item2),
            ];
            string largest = string.Join(", ", types.Take(8).Select(type => $"{type.Name} {type.Bytes}"));
            _output.WriteLine($"{assembly.Name}: {types.Sum(type => type.Bytes)} bytes of IL in {types.Length} types; most in {largest}");
        }

        private int? Measure(CompiledAssembly assembly)
        {
            string dll = Path.Combine(_work, assembly.Name + ".dll");
            string pe = Path.ChangeExtension(dll, ".pe");
            string[] references = Directory.GetFiles(_work, "*.dll");
            File.WriteAllBytes(dll, assembly.Image);
            if (_processor!.Convert(dll, pe, references) is { } error)
            {
                _output.WriteLine(error);
                return null;
            }

            PeFile file = new(File.ReadAllBytes(pe));
            _output.WriteLine($"{assembly.Name}.pe: {file.Length} bytes: {string.Join(", ", file.Tables.Select(table => $"{table.Name} {table.Bytes}"))}");
            return file.Length;
        }
    }
}
