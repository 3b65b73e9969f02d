using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NanoOta.Formats;
using NanoOta.VirtualDevice;

namespace NanoOta.Tests.VirtualDevice
{
    /// <summary>Compiles a small app and attaches it, with the real Ota.Client and Ota.Esp32, to a small stand-in for nanoCLR.</summary>
    internal static class TinyApp
    {
        private static readonly MetadataReference[] _references =
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
        ];

        private const int SmallFirmware = 0x10000;

        /// <summary>An application beside a boot part that holds the libraries alone.</summary>
        internal static byte[] Image(string version, string source) => Image(version, Libraries, [Compile(source, "App")]);

        /// <summary>An image of these parts.</summary>
        internal static byte[] Image(string version, IEnumerable<byte[]> boot, IEnumerable<byte[]> app)
        {
            byte[] firmware = new StandInFirmware { Version = version, Size = SmallFirmware, Natives = HostFirmware.Natives }.Build();
            return HostFirmware.Attach(firmware, boot, app);
        }

        internal static byte[][] Libraries { get; } = [FromDisk("Ota.Client"), FromDisk("Ota.Esp32")];

        private static byte[] FromDisk(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, name + ".dll"));

        /// <summary>A program.</summary>
        internal static byte[] Compile(string source, string name)
        {
            CSharpCompilation compilation = CSharpCompilation.Create(
                name,
                [CSharpSyntaxTree.ParseText(source)],
                _references,
                new CSharpCompilationOptions(OutputKind.ConsoleApplication, deterministic: true));
            using MemoryStream stream = new();
            Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(stream);
            return result.Success ? stream.ToArray() : throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
        }
    }
}
