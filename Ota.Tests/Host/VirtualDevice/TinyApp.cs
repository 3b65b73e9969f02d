using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    /// <summary>Compiles a small app and packs it, with the real Ota.Client and Ota.Esp32, into an image.</summary>
    internal static class TinyApp
    {
        private static readonly MetadataReference[] _references =
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
        ];

        internal static byte[] Image(string version, string source) => AppImageBuilder.Build(version, "tiny", Assemblies(source));

        internal static AppAssembly[] Assemblies(string source)
        {
            return [new AppAssembly("App", Compile(source)), FromDisk("Ota.Client"), FromDisk("Ota.Esp32")];
        }

        private static AppAssembly FromDisk(string name)
        {
            return new AppAssembly(name, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, name + ".dll")));
        }

        private static byte[] Compile(string source)
        {
            CSharpCompilation compilation = CSharpCompilation.Create(
                "App",
                [CSharpSyntaxTree.ParseText(source)],
                _references,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, deterministic: true));
            using MemoryStream stream = new();
            Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(stream);
            return result.Success ? stream.ToArray() : throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
        }
    }
}
