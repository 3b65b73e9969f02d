using System.Globalization;
using Mono.Cecil;
using NanoOta.Tooling.NanoClr;

namespace NanoOta.ApiGate
{
    /// <summary>
    /// The verb size: how much of the deployment partition each device assembly takes, as a PE file, against its limit. Without the metadata
    /// processor the sizes are estimated, and the limits are lower by what an estimate may be wrong.
    /// </summary>
    public sealed class SizeCommand
    {
        /// <summary>How far an estimate may be below the real size, in percent. Of 18 assemblies no estimate was lower by more than 0.04 %.</summary>
        public const double EstimateMargin = 1;

        private const int KiB = 1024;

        // docs/FOOTPRINT.md has the same numbers; a test compares. What is not of nanoOta's own, samples and tests, has no limit.
        private static readonly Dictionary<string, int> _limits = new(StringComparer.Ordinal)
        {
            ["Ota.Client"] = 64 * KiB,
            ["Ota.Bootstrap"] = 18 * KiB,
            ["Ota.Agent"] = 20 * KiB,
        };

        private const string Own = "Ota.";
        private const int OtherLimit = 16 * KiB;

        private readonly MetadataProcessor? _processor;
        private readonly string _work;
        private readonly TextWriter _output;

        private SizeCommand(MetadataProcessor? processor, string work, TextWriter output)
        {
            _processor = processor;
            _work = work;
            _output = output;
        }

        /// <summary>Bytes of PE that an assembly may have; null for one without a limit.</summary>
        public static int? LimitOf(string assembly) =>
            _limits.TryGetValue(assembly, out int limit) ? limit : assembly.StartsWith(Own, StringComparison.Ordinal) ? OtherLimit : null;

        /// <summary>Prints the sizes. 0: every assembly is within its limit; 1: one is not, or there is no size.</summary>
        public static int Run(string root, Func<string, string?> environment, TextWriter output)
        {
            string? command = environment(MetadataProcessor.Variable);
            string work = Directory.CreateTempSubdirectory("nanoOta-").FullName;
            try
            {
                MetadataProcessor? processor = string.IsNullOrWhiteSpace(command) ? null : new MetadataProcessor(command);
                return new SizeCommand(processor, work, output).Run(DeviceProject.FindAll(root)) ? 0 : 1;
            }
            finally
            {
                Directory.Delete(work, recursive: true);
            }
        }

        /// <summary>Prints the size of one assembly. Whether it is within the limit.</summary>
        /// <param name="output">Where to.</param>
        /// <param name="assembly">The assembly's name.</param>
        /// <param name="estimate">Its estimated size.</param>
        /// <param name="real">The size that the metadata processor gave; null without one.</param>
        public static bool Print(TextWriter output, string assembly, int estimate, int? real)
        {
            int? limit = LimitOf(assembly);
            double allowed = limit is not { } whole ? double.MaxValue : real is null ? whole * (1 - (EstimateMargin / 100)) : whole;
            bool fits = (real ?? estimate) <= allowed;
            string size = real is { } bytes
                ? string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes; estimated {estimate}, {100.0 * (estimate - bytes) / bytes:+0.00;-0.00;0.00} %")
                : $"about {estimate} bytes";
            string of = limit is { } most ? $", of {most}{(real is null ? $" less {EstimateMargin} %" : string.Empty)}{(fits ? string.Empty : ": TOO LARGE")}" : string.Empty;
            output.WriteLine($"{assembly}.pe: {size}{of}");
            return fits;
        }

        private bool Run(IReadOnlyList<DeviceProject> projects)
        {
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

            bool fits = true;
            using ImageResolver resolver = new(compiled);
            foreach (CompiledAssembly assembly in compiled)
            {
                AssemblyDefinition definition = resolver.Load(assembly);
                PeEstimate estimate = PeEstimate.Of(definition);
                PeFile? real = _processor is null ? null : Measure(assembly);
                fits &= (real is not null || _processor is null) && Print(_output, assembly.Name, estimate.Length, real?.Length);
                PrintTables(estimate.Tables, real?.Tables);
                if (LimitOf(assembly.Name) is not null)
                {
                    PrintIl(definition);
                }
            }

            if (_processor is null)
            {
                _output.WriteLine($"The sizes are estimated. {MetadataProcessor.Variable} is not set: {MetadataProcessor.WhereFrom}");
            }

            return fits;
        }

        private void PrintTables(IReadOnlyList<(string Name, int Bytes)> estimate, IReadOnlyList<(string Name, int Bytes)>? real) => _output.WriteLine(
            "  " + string.Join(", ", estimate.Select(table =>
                $"{table.Name} {(real is null ? string.Empty : $"{real.FirstOrDefault(other => other.Name == table.Name).Bytes}/")}{table.Bytes}")));

        private void PrintIl(AssemblyDefinition definition)
        {
            (string Name, int Bytes)[] types =
            [
                .. definition.MainModule.GetTypes()
                    .Select(type => (type.Name, type.Methods.Where(method => method.HasBody).Sum(method => method.Body.CodeSize)))
                    .OrderByDescending(type => type.Item2),
            ];
            string largest = string.Join(", ", types.Take(8).Select(type => $"{type.Name} {type.Bytes}"));
            _output.WriteLine($"  {types.Sum(type => type.Bytes)} bytes of IL in {types.Length} types; most in {largest}");
        }

        private PeFile? Measure(CompiledAssembly assembly)
        {
            string dll = Path.Combine(_work, assembly.Name + ".dll");
            string pe = Path.ChangeExtension(dll, ".pe");
            string[] references = [.. Directory.GetFiles(_work, "*.dll").Where(file => file != dll)];
            File.WriteAllBytes(dll, assembly.Image);
            if (_processor!.Convert(dll, pe, references) is { } error)
            {
                _output.WriteLine(error);
                return null;
            }

            return new PeFile(File.ReadAllBytes(pe));
        }
    }
}
