using Microsoft.CodeAnalysis;
using NanoOta.Tooling;
using NanoOta.Tooling.NanoClr;

namespace NanoOta.Workbench.NanoClr
{
    /// <summary>
    /// Makes the PE files of an application from its sources, where nanoFramework's metadata processor is given. Libraries come from the packages that the project
    /// file names, else from two folders of the environment.
    /// </summary>
    /// <param name="processor">The metadata processor.</param>
    /// <param name="references">The folder of libraries as assemblies, for those that no package brought; null for none.</param>
    /// <param name="peFiles">The folder of the same libraries as PE files; null for none.</param>
    public sealed class PeBuild(MetadataProcessor processor, string? references, string? peFiles)
    {
        /// <summary>The environment variable of the folder of libraries as assemblies.</summary>
        public const string ReferencesVariable = "NANOFRAMEWORK_REFS";

        /// <summary>The environment variable of the folder of libraries as PE files.</summary>
        public const string PeVariable = "NANOFRAMEWORK_PE";

        private const int MaxSource = 4 * 1024 * 1024;
        private const string CoreLibrary = "mscorlib";

        /// <summary>What the environment gives; null where the environment names no metadata processor.</summary>
        public static PeBuild? Find(Func<string, string?> environment) => environment(MetadataProcessor.Variable) is { Length: > 0 } command
            ? new PeBuild(new MetadataProcessor(command), environment(ReferencesVariable), environment(PeVariable))
            : null;

        /// <summary>Makes the PE files in an empty folder.</summary>
        /// <param name="project">The project file, or the project's folder.</param>
        /// <param name="folder">Where the files go.</param>
        /// <param name="cancellation">Ends the work.</param>
        public BuiltApp Run(string project, string folder, CancellationToken cancellation)
        {
            Make(AppProject.Load(project), OutputKind.ConsoleApplication, folder, cancellation);
            return BuiltApp.FromFolder(folder, newest: null) with { Origin = $"made from the sources in {project}" };
        }

        // A library of the user's own is made first, and the assembly lies beside its PE file for the projects that refer to the library.
        private string Make(AppProject project, OutputKind kind, string folder, CancellationToken cancellation)
        {
            List<string> needed = [.. project.Libraries.Select(library => Make(library, OutputKind.DynamicallyLinkedLibrary, folder, cancellation))];
            foreach (string name in project.References.Select(reference => reference.Name).Append(CoreLibrary).Distinct())
            {
                needed.Add(Library(name, project.References.FirstOrDefault(reference => reference.Name == name)?.HintPath, folder));
            }

            (string, string)[] sources = [.. project.Sources.Select(path => (path, File.ReadAllText(new FileInfo(path).Length <= MaxSource ? path : throw new ToolException(ExitCode.BadInput, $"{path} is no source: it has more than 4 MiB."))))];
            MetadataReference[] libraries = [.. needed.Select(file => MetadataReference.CreateFromFile(file))];
            string assembly = Path.Combine(folder, project.Name + ".dll");
            File.WriteAllBytes(assembly, ProgramCompiler.CompileForDevice(project.Name, kind, sources, libraries));
            return processor.Convert(assembly, Path.ChangeExtension(assembly, ".pe"), needed, cancellation) is { } error
                ? throw new ToolException(ExitCode.CheckFailed, error)
                : assembly;
        }

        private string Library(string name, string? hint, string folder)
        {
            string? assembly = Place(name, ".dll", hint, references);
            string? pe = Place(name, ".pe", hint, peFiles);
            if (assembly == null || pe == null)
            {
                throw new ToolException(ExitCode.InputOutput, $"{name}{(assembly == null ? ".dll" : ".pe")} is neither in the project's packages nor in ${(assembly == null ? ReferencesVariable : PeVariable)}. Restore the packages, or set the variable to a folder that has the file.");
            }

            File.Copy(pe, Path.Combine(folder, name + ".pe"), overwrite: true);
            return assembly;
        }

        private static string? Place(string name, string extension, string? hint, string? folder)
        {
            string[] places = [.. new[] { hint == null ? null : Path.ChangeExtension(hint, extension), folder == null ? null : Path.Combine(folder, name + extension) }.OfType<string>()];
            return places.FirstOrDefault(File.Exists);
        }
    }
}
