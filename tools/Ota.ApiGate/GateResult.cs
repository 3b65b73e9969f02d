using Mono.Cecil;

namespace NanoOta.ApiGate
{
    /// <summary>What the gate says of a set of assemblies. Empty lists are what is wanted.</summary>
    public sealed record GateResult(IReadOnlyList<string> CompilerMessages, IReadOnlyList<Finding> Errors, IReadOnlyList<Finding> Warnings)
    {
        /// <summary>Compiles device projects, release and debug, and checks the IL of both.</summary>
        public static GateResult OfProjects(IReadOnlyList<DeviceProject> projects)
        {
            GateResult release = OfAssemblies(DeviceCompiler.CompileProjects(projects));
            GateResult debug = OfAssemblies(DeviceCompiler.CompileProjects(projects, release: false));
            return new GateResult(
                [.. release.CompilerMessages.Union(debug.CompilerMessages)],
                [.. release.Errors.Union(debug.Errors)],
                [.. release.Warnings.Union(debug.Warnings)]);
        }

        /// <summary>Checks the IL of what compiled, and passes on why the rest did not.</summary>
        public static GateResult OfAssemblies(IReadOnlyList<CompiledAssembly> assemblies)
        {
            using ImageResolver resolver = new(assemblies);
            AssemblyDefinition[] definitions =
            [
                .. assemblies.Where(assembly => assembly.Image.Length > 0).Select(resolver.Load),
            ];
            return new GateResult(
                [.. assemblies.SelectMany(assembly => assembly.Messages)],
                [.. definitions.SelectMany(IlChecker.Check)],
                SignednessTrap.Find(definitions));
        }
    }
}
