using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NanoOta.Tooling.Signing;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>Compiles the samples' own sources, with what differs between two devices or releases beside them.</summary>
    internal static class AppCompiler
    {
        /// <summary>A program of these sources. The same sources give the same bytes.</summary>
        /// <param name="name">Its simple name.</param>
        /// <param name="libraries">A type of each assembly that it may use; the .NET runtime's and the board's natives are there anyway.</param>
        /// <param name="sources">C#.</param>
        public static byte[] Compile(string name, Type[] libraries, params string[] sources) => Compile(name, libraries, [], sources);

        /// <summary>The same, with data that the assembly carries.</summary>
        public static byte[] Compile(string name, Type[] libraries, byte[] data, params string[] sources)
        {
            string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
            string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
            CSharpCompilation compilation = CSharpCompilation.Create(
                name,
                sources.Select(source => CSharpSyntaxTree.ParseText(source)),
                platform.Split(Path.PathSeparator).Where(path => path.StartsWith(runtime, StringComparison.Ordinal))
                    .Concat(libraries.Append(typeof(IBoard)).Select(type => type.Assembly.Location))
                    .Select(path => MetadataReference.CreateFromFile(path)),
                new CSharpCompilationOptions(OutputKind.ConsoleApplication, optimizationLevel: OptimizationLevel.Release, deterministic: true));
            ResourceDescription[] resources = data.Length == 0 ? [] : [new ResourceDescription("data", () => new MemoryStream(data, writable: false), isPublic: true)];
            using MemoryStream assembly = new();
            Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(assembly, manifestResources: resources);
            return result.Success
                ? assembly.ToArray()
                : throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Select(d => d.ToString())));
        }

        /// <summary>A source that is embedded here.</summary>
        public static string Resource(string name)
        {
            using StreamReader reader = new(typeof(AppCompiler).Assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }

        /// <summary>The file of the assembly of a type.</summary>
        public static byte[] FileOf(Type type) => File.ReadAllBytes(type.Assembly.Location);

        /// <summary>The statements that give a device its keys and options, as <c>keys</c> and <c>options</c>.</summary>
        public static string Options(Uri manifest, PublicKey key, string product) => $$"""
            TrustedKeys keys;
            TrustedKeys.Create(new TrustedKey[] { new TrustedKey("{{key.Kid}}", new byte[] { {{string.Join(", ", key.ToBytes())}} }) }, out keys);
            OtaOptions options = new OtaOptions
            {
                ManifestUrl = "{{manifest}}",
                Keys = keys,
                Product = "{{product}}",
                Chip = 0,
                DeviceId = "demo",
                Retry = new RetryPolicy(100, 1000, 5, 1),
            };
            """;
    }
}
