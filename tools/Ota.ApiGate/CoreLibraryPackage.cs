using Mono.Cecil;

namespace NanoOta.ApiGate
{
    /// <summary>The files of the package nanoFramework.CoreLibrary, as NuGet gave them at the build of this tool. Thread-safe.</summary>
    public static class CoreLibraryPackage
    {
        /// <summary>The name of the assembly.</summary>
        public const string Assembly = "mscorlib";

        /// <summary>mscorlib.dll: what the C# compiler sees.</summary>
        public static byte[] Dll => Read("CoreLibrary.dll");

        /// <summary>mscorlib.pe: what a CLR loads.</summary>
        public static byte[] Pe => Read("CoreLibrary.pe");

        /// <summary>The public key in the assembly's name.</summary>
        public static byte[] PublicKey => AssemblyDefinition.ReadAssembly(new MemoryStream(Dll)).Name.PublicKey;

        private static byte[] Read(string name)
        {
            using Stream stream = typeof(CoreLibraryPackage).Assembly.GetManifestResourceStream(name)!;
            using MemoryStream copy = new();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
    }
}
