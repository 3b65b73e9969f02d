using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace NanoOta.ApiGate
{
    /// <summary>What a compilation gave: an image with an embedded PDB, or messages of the form file(line,column): error CSxxxx: text.</summary>
    public sealed record CompiledAssembly(string Name, byte[] Image, IReadOnlyList<string> Messages)
    {
        /// <summary>Whether there is an image and nothing to complain about.</summary>
        public bool Success => Messages.Count == 0;
    }

    /// <summary>What to compile.</summary>
    public sealed record CompilationRequest(string AssemblyName, IReadOnlyList<string> Sources, IReadOnlyList<byte[]> References)
    {
        /// <summary>C# as the device projects ask for it.</summary>
        public LanguageVersion LanguageVersion { get; init; } = DeviceCompiler.DefaultLanguageVersion;

        /// <summary>Whether the result is a program.</summary>
        public bool IsProgram { get; init; }

        /// <summary>Optimised, as what goes to devices; false gives the debug build, whose IL has more locals.</summary>
        public bool Release { get; init; } = true;

        /// <summary>Whether pointers are allowed. Device projects do not allow them; the checker's own samples need them.</summary>
        public bool AllowUnsafe { get; init; }

        /// <summary>Whether lines and names of locals go into the image.</summary>
        public bool EmbedDebugInformation { get; init; } = true;

        /// <summary>Path and text of sources that are not files.</summary>
        public IReadOnlyList<(string Path, string Text)> Texts { get; init; } = [];
    }

    /// <summary>
    /// The C# compiler as nanoFramework's project system runs it: -debug+ in both configurations, no standard library, nothing referenced but
    /// what is given.
    /// Warnings count as errors.
    /// </summary>
    public static class DeviceCompiler
    {
        /// <summary>Newer C# prefers span overloads, which the device does not have; the project system's own default is 9.0.</summary>
        public const LanguageVersion DefaultLanguageVersion = LanguageVersion.CSharp13;

        /// <summary>Without it the compiler embeds an attribute type that the converter to PE drops.</summary>
        public const string RequiredFeature = "noRefSafetyRulesAttribute";

        /// <summary>Compiles against the given assemblies alone.</summary>
        public static CompiledAssembly Compile(CompilationRequest request)
        {
            string[] symbols = request.Release ? ["TRACE", "NANOFRAMEWORK_1_0"] : ["DEBUG", "TRACE", "NANOFRAMEWORK_1_0"];
            CSharpParseOptions parsing = new CSharpParseOptions(request.LanguageVersion, DocumentationMode.None)
                .WithPreprocessorSymbols(symbols)
                .WithFeatures([new KeyValuePair<string, string>(RequiredFeature, "true")]);
            IEnumerable<SyntaxTree> trees = request.Sources
                .Select(path => (path, File.ReadAllText(path)))
                .Concat(request.Texts)
                .Select(source => CSharpSyntaxTree.ParseText(SourceText.From(source.Item2, System.Text.Encoding.UTF8), parsing, source.Item1));

            // The project system's own two configurations. -debug+ has no door in the compiler's classes, and it changes the code.
            string[] configuration = ["-debug+", request.Release ? "-optimize+" : "-optimize-"];
            CSharpCompilationOptions options = CSharpCommandLineParser.Default.Parse(configuration, baseDirectory: null, sdkDirectory: null).CompilationOptions
                .WithOutputKind(request.IsProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary)
                .WithAllowUnsafe(request.AllowUnsafe)
                .WithDeterministic(true)
                .WithNullableContextOptions(NullableContextOptions.Disable);
            CSharpCompilation compilation = CSharpCompilation.Create(
                request.AssemblyName,
                trees,
                request.References.Select(image => MetadataReference.CreateFromImage(image)),
                options);

            using MemoryStream stream = new();
            EmitOptions embedding = new(debugInformationFormat: DebugInformationFormat.Embedded);
            EmitResult result = compilation.Emit(stream, options: request.EmbedDebugInformation ? embedding : null);
            string[] messages =
            [
                .. result.Diagnostics
                    .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed)
                    .Select(diagnostic => diagnostic.ToString())
                    .Order(StringComparer.Ordinal),
            ];
            return new CompiledAssembly(request.AssemblyName, result.Success ? stream.ToArray() : [], messages);
        }

        /// <summary>
        /// Compiles device projects against the API data, each after the ones that it references.
        /// </summary>
        public static IReadOnlyList<CompiledAssembly> CompileProjects(IReadOnlyList<DeviceProject> projects, bool release = true)
        {
            Dictionary<string, CompiledAssembly> done = new(StringComparer.Ordinal);
            foreach (DeviceProject project in projects)
            {
                CompileProject(project, projects, release, done);
            }

            return [.. done.Values];
        }

        private static CompiledAssembly CompileProject(
            DeviceProject project,
            IReadOnlyList<DeviceProject> projects,
            bool release,
            Dictionary<string, CompiledAssembly> done)
        {
            if (done.TryGetValue(project.Path, out CompiledAssembly? compiled))
            {
                return compiled;
            }

            List<byte[]> references = [];
            List<string> missing = [];
            foreach (DeviceReference reference in project.References)
            {
                byte[]? image = ReferenceAssemblies.Shared.Find(reference.Assembly);
                if (image is not null)
                {
                    references.Add(image);
                }
                else if (reference.Assembly != "nanoFramework.UnitTestLauncher")
                {
                    missing.Add($"{project.Path}: error: no API data for {reference.Assembly}.");
                }
            }

            foreach (string path in project.ProjectReferences)
            {
                DeviceProject? other = projects.FirstOrDefault(candidate => candidate.Path == path);
                CompiledAssembly? built = other is null ? null : CompileProject(other, projects, release, done);
                if (built is { Image.Length: > 0 })
                {
                    references.Add(built.Image);
                }
                else
                {
                    missing.Add($"{project.Path}: error: {path} gave no assembly.");
                }
            }

            compiled = missing.Count > 0
                ? new CompiledAssembly(project.AssemblyName, [], missing)
                : Compile(new CompilationRequest(project.AssemblyName, project.Sources, references)
                {
                    LanguageVersion = project.LanguageVersion,
                    IsProgram = project.IsProgram,
                    Release = release,
                });
            done.Add(project.Path, compiled);
            return compiled;
        }
    }
}
