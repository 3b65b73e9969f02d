using NanoOta.ApiGate;

namespace NanoOta.Tests.ApiGate
{
    /// <summary>Compiles pieces of C# as device code.</summary>
    internal static class Sample
    {
        public static CompiledAssembly Compile(string text, bool allowUnsafe = false, byte[]? coreLibrary = null, bool release = true)
        {
            byte[][] references =
            [
                .. ReferenceAssemblies.Shared.Names.Select(name =>
                    name == "mscorlib" && coreLibrary is not null ? coreLibrary : ReferenceAssemblies.Shared.Find(name)!),
            ];
            return DeviceCompiler.Compile(new CompilationRequest("Sample", [], references) { Texts = [("Sample.cs", text)], AllowUnsafe = allowUnsafe, Release = release });
        }

        public static GateResult Check(CompiledAssembly compiled) => GateResult.OfAssemblies([compiled]);
    }
}
