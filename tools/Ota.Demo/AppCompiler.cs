using Microsoft.CodeAnalysis;
using NanoOta.Tooling.Signing;
using NanoOta.Workbench;

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
        public static byte[] Compile(string name, Type[] libraries, byte[] data, params string[] sources) => ProgramCompiler.Compile(
            name,
            OutputKind.ConsoleApplication,
            [.. sources.Select(source => (string.Empty, source))],
            [.. libraries.Select(type => MetadataReference.CreateFromFile(type.Assembly.Location))],
            [],
            data);

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
