using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NanoOta.Tooling;
using NanoOta.VirtualDevice;

namespace NanoOta.Workbench
{
    /// <summary>Compiles sources for the virtual board: nanoFramework's C# against .NET's assemblies and the given ones. The same sources give the same bytes.</summary>
    internal static class ProgramCompiler
    {
        private const int MaxShown = 3;
        private const string VirtualHint = " The virtual board has not every library of nanoFramework (docs/TOOL.md): put '#if !NANOOTA_VIRTUAL' around what it lacks.";
        private const string DeviceHint = " Only the libraries of the project file's references are there: add what is missing.";

        // A build for the desk, as Visual Studio's Debug. The last one is for code that the virtual board cannot run.
        private static readonly string[] _symbols = ["DEBUG", "TRACE", "NANOOTA_VIRTUAL"];

        private static readonly Lazy<IReadOnlyList<MetadataReference>> _runtime = new(() =>
        {
            string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
            string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
            return
            [
                .. platform.Split(Path.PathSeparator).Where(path => path.StartsWith(runtime, StringComparison.Ordinal))
                    .Append(typeof(IBoard).Assembly.Location)
                    .Select(path => MetadataReference.CreateFromFile(path)),
            ];
        });

        /// <summary>An assembly of these sources; each has a name for messages.</summary>
        public static byte[] Compile(string name, OutputKind kind, IReadOnlyList<(string Path, string Text)> sources, IReadOnlyList<MetadataReference> libraries) =>
            Compile(name, kind, sources, libraries, _symbols, []);

        /// <summary>The same, with other symbols than those of a build for the desk, and with data that the assembly carries as the resource "data".</summary>
        public static byte[] Compile(string name, OutputKind kind, IReadOnlyList<(string Path, string Text)> sources, IReadOnlyList<MetadataReference> libraries, string[] symbols, byte[] data)
        {
            CSharpParseOptions parse = new(LanguageVersion.CSharp13, preprocessorSymbols: symbols);
            CSharpCompilation compilation = CSharpCompilation.Create(
                name,
                sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, parse, source.Path)),
                [.. _runtime.Value, .. libraries],
                new CSharpCompilationOptions(kind, optimizationLevel: OptimizationLevel.Release, deterministic: true, allowUnsafe: true));
            ResourceDescription[] resources = data.Length == 0 ? [] : [new ResourceDescription("data", () => new MemoryStream(data, writable: false), isPublic: true)];
            return Emit(name, compilation, resources, VirtualHint);
        }

        /// <summary>
        /// An assembly for a CLR of nanoFramework, against these libraries alone. Symbols are those of Visual Studio's Debug: a Release build leaves Debug.WriteLine out.
        /// </summary>
        public static byte[] CompileForDevice(string name, OutputKind kind, IReadOnlyList<(string Path, string Text)> sources, IReadOnlyList<MetadataReference> libraries)
        {
            // Without the feature the compiler embeds an attribute's type. That type shifts the numbers of methods, by which a CLR finds native ones.
            CSharpParseOptions parse = new CSharpParseOptions(LanguageVersion.CSharp13, preprocessorSymbols: ["DEBUG", "TRACE", "NANOFRAMEWORK_1_0"])
                .WithFeatures([new KeyValuePair<string, string>("noRefSafetyRulesAttribute", "true")]);
            CSharpCompilation compilation = CSharpCompilation.Create(
                name,
                sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, parse, source.Path)),
                libraries,
                new CSharpCompilationOptions(kind, optimizationLevel: OptimizationLevel.Release, deterministic: true, allowUnsafe: true));
            return Emit(name, compilation, [], DeviceHint);
        }

        private static byte[] Emit(string name, CSharpCompilation compilation, ResourceDescription[] resources, string hint)
        {
            using MemoryStream assembly = new();
            Diagnostic[] errors = [.. compilation.Emit(assembly, manifestResources: resources).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
            return errors.Length == 0
                ? assembly.ToArray()
                : throw new ToolException(ExitCode.BadInput, Words(name, errors, hint));
        }

        private static string Words(string name, Diagnostic[] errors, string whatIsMissing)
        {
            string shown = string.Join("; ", errors.Take(MaxShown).Select(Line));
            string more = errors.Length > MaxShown ? string.Create(CultureInfo.InvariantCulture, $"; and {errors.Length - MaxShown} more") : string.Empty;
            string hint = errors.Any(error => error.Id is "CS0234" or "CS0246" or "CS0103") ? whatIsMissing : string.Empty;
            return $"{name} does not compile: {shown}{more}.{hint}";
        }

        private static string Line(Diagnostic error)
        {
            FileLinePositionSpan place = error.Location.GetLineSpan();
            string where = place.Path.Length == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(place.Path)}({place.StartLinePosition.Line + 1}): ");
            return $"{where}{error.Id} {error.GetMessage(CultureInfo.InvariantCulture).TrimEnd('.')}";
        }
    }
}
