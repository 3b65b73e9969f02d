using System.Globalization;
using NanoOta.Tooling;
using NanoOta.Tooling.Pe;

namespace NanoOta.Workbench.NanoClr
{
    /// <summary>An application as PE files, ready for a nanoCLR. Immutable.</summary>
    /// <param name="Name">The assembly with the entry point.</param>
    /// <param name="Origin">Where the files come from, in words: "of lamp/bin/Debug".</param>
    /// <param name="Files">The program and all that the program needs.</param>
    /// <param name="Doubt">What is doubtful about the files, for people; null for nothing.</param>
    public sealed record BuiltApp(string Name, string Origin, IReadOnlyList<string> Files, string? Doubt)
    {
        private const string Pattern = "*.pe";
        private static readonly string[] _outputs = [Path.Combine("bin", "Release"), Path.Combine("bin", "Debug")];

        /// <summary>Whether a build has written PE files for <see cref="Find"/>.</summary>
        public static bool IsBuilt(string path) => HasFiles(path) || OutputOf(AppProject.Load(path)) != null;

        /// <summary>Takes what a build has written: the newer of bin/Release and bin/Debug of a project, or a folder of PE files.</summary>
        /// <param name="path">A project file, a project's folder, or a folder with PE files.</param>
        public static BuiltApp Find(string path)
        {
            if (HasFiles(path))
            {
                return FromFolder(path, newest: null);
            }

            AppProject project = AppProject.Load(path);
            return OutputOf(project) is { } output
                ? FromFolder(output, project.Sources.MaxBy(File.GetLastWriteTimeUtc))
                : throw new ToolException(ExitCode.InputOutput, $"{project.Folder} has no {project.Name}.pe in {string.Join(" or ", _outputs)}. Build the project, or set the variables that make PE files from the sources (docs/TOOL.md).");
        }

        /// <summary>The PE files of a folder, of which one has an entry point.</summary>
        /// <param name="folder">The folder.</param>
        /// <param name="newest">The source that was changed last; null where nobody knows.</param>
        public static BuiltApp FromFolder(string folder, string? newest)
        {
            string[] files = Tooling.Files.List(folder, Pattern);
            PeAssembly[] assemblies = [.. files.Select(PeAssembly.ParseFile)];
            AppImage.CheckGeneration(assemblies);
            AppImage.ByName(assemblies, folder);
            PeAssembly[] programs = [.. assemblies.Where(assembly => assembly.HasEntryPoint)];
            if (programs.Length != 1)
            {
                throw new ToolException(ExitCode.BadInput, programs.Length == 0
                    ? $"No PE file in {folder} has a Main. A nanoCLR runs programs: give the folder of one."
                    : $"{folder} has {programs.Length} programs: {string.Join(", ", programs.Select(program => program.Name))}. Remove all but one, or build anew.");
            }

            string pe = files[Array.IndexOf(assemblies, programs[0])];
            bool isOld = newest != null && File.GetLastWriteTimeUtc(newest) > File.GetLastWriteTimeUtc(pe);
            string? doubt = isOld ? string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(newest)} is newer than {Path.GetFileName(pe)}: what runs is the build before the change") : null;
            return new BuiltApp(programs[0].Name, $"of {folder}", files, doubt);
        }

        private static bool HasFiles(string path) => Directory.Exists(path) && Directory.EnumerateFiles(path, Pattern).Any();

        // Of two builds the newer one is what the user has just made.
        private static string? OutputOf(AppProject project) => _outputs
            .Select(folder => Path.Combine(project.Folder, folder))
            .Where(folder => File.Exists(Path.Combine(folder, project.Name + ".pe")))
            .MaxBy(folder => File.GetLastWriteTimeUtc(Path.Combine(folder, project.Name + ".pe")));
    }
}
