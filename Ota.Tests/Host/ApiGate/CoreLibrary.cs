using NanoOta.ApiGate;

namespace NanoOta.Tests.ApiGate
{
    /// <summary>Core libraries with a type that nanoFramework's does not have.</summary>
    internal static class CoreLibrary
    {
        public static byte[] With(string type)
        {
            ApiMember constructor = ApiData.Assemblies[CoreIndex].Types.First(candidate => candidate.Name == "System.FlagsAttribute").Members!
                .First(member => member.Name == ".ctor");
            ApiType added = new(type, "class", "System.Attribute", null, false, false, false, null, [constructor]);
            ApiAssembly core = ApiData.Assemblies[CoreIndex];
            ApiAssembly[] assemblies = [core with { Types = [.. core.Types, added] }];
            return new ReferenceAssemblies(assemblies, ApiData.Packages).Find("mscorlib")!;
        }

        private static int CoreIndex => ApiData.Assemblies.ToList().FindIndex(assembly => assembly.Assembly == "mscorlib");
    }
}
