using System.Xml;
using System.Xml.Linq;
using NanoOta.Tooling;

namespace NanoOta.Workbench
{
    /// <summary>A library that a project file refers to.</summary>
    /// <param name="Name">The assembly's simple name.</param>
    /// <param name="HintPath">Where the project file looks for the assembly; null where the file names no place.</param>
    public sealed record AppReference(string Name, string? HintPath);

    /// <summary>What is compiled into one assembly: the sources that a project file of nanoFramework lists, and the projects that the file refers to.</summary>
    /// <param name="Name">The assembly's simple name.</param>
    /// <param name="Folder">Where the project lies.</param>
    /// <param name="Sources">Paths of C# files, in the project's order.</param>
    /// <param name="Libraries">Projects of the user's own; nanoOta's are not among them, since the virtual board has its own of these.</param>
    public sealed record AppProject(string Name, string Folder, IReadOnlyList<string> Sources, IReadOnlyList<AppProject> Libraries)
    {
        private const int MaxDepth = 16;
        private const string Extension = ".nfproj";

        /// <summary>The libraries that the project file refers to; none for a folder without a project file.</summary>
        public IReadOnlyList<AppReference> References { get; init; } = [];

        /// <summary>Reads a project file, or the one in a folder; a folder without one is all its C# files.</summary>
        public static AppProject Load(string path) => Load(Path.GetFullPath(path), 0);

        /// <summary>Whether a folder is a project.</summary>
        public static bool IsProject(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*" + Extension).Any();

        private static AppProject Load(string path, int depth)
        {
            if (depth > MaxDepth)
            {
                throw new ToolException(ExitCode.BadInput, $"The projects around {path} refer to each other in a circle. Remove one reference.");
            }

            if (File.Exists(path))
            {
                return LoadFile(path, depth);
            }

            if (!Directory.Exists(path))
            {
                throw new ToolException(ExitCode.InputOutput, $"There is no project {path}. Give the folder of an application; 'nanoota new NAME' makes one.");
            }

            string[] files = [.. Directory.EnumerateFiles(path, "*" + Extension).Order(StringComparer.Ordinal)];
            if (files.Length > 1)
            {
                throw new ToolException(ExitCode.Usage, $"{path} has {files.Length} projects: {string.Join(", ", files.Select(Path.GetFileName))}. Name the file.");
            }

            string[] sources = files.Length == 1 ? [] : [.. Directory.EnumerateFiles(path, "*.cs").Order(StringComparer.Ordinal)];
            return files.Length == 1 ? LoadFile(files[0], depth)
                : sources.Length != 0 ? new AppProject(Path.GetFileName(path.TrimEnd('/', '\\')), path, sources, [])
                : throw new ToolException(ExitCode.InputOutput, $"{path} has no project (*{Extension}) and no C# file. Give the folder of an application; 'nanoota new NAME' makes one.");
        }

        private static AppProject LoadFile(string path, int depth)
        {
            XElement root = Read(path);
            string folder = Path.GetDirectoryName(path)!;
            string name = Values(root, "AssemblyName").FirstOrDefault() ?? Path.GetFileNameWithoutExtension(path);
            List<string> sources = [.. Items(root, folder, folder)];
            foreach (string shared in Attributes(root, "Import", "Project").Where(import => import.EndsWith(".projitems", StringComparison.OrdinalIgnoreCase)))
            {
                string file = Resolve(folder, shared);
                sources.AddRange(Items(Read(file), Path.GetDirectoryName(file)!, Path.GetDirectoryName(file)! + Path.DirectorySeparatorChar));
            }

            string? missing = sources.Find(source => !File.Exists(source));
            if (missing != null || sources.Count == 0)
            {
                throw new ToolException(ExitCode.BadInput, missing == null ? $"{path} lists no C# file. Add one." : $"{path} lists {missing}, which is not there. Remove the line, or bring the file back.");
            }

            AppProject[] libraries = [.. Attributes(root, "ProjectReference", "Include")
                .Where(reference => !VirtualLibraries.Has(Path.GetFileNameWithoutExtension(Native(reference))))
                .Select(reference => Load(Resolve(folder, reference), depth + 1))];
            AppReference[] references = [.. root.Descendants().Where(element => element.Name.LocalName == "Reference" && element.Attribute("Include") != null).Select(element => ReferenceOf(element, folder))];
            return new AppProject(name, folder, sources, libraries) { References = references };
        }

        private static AppReference ReferenceOf(XElement reference, string folder)
        {
            string? hint = reference.Elements().FirstOrDefault(element => element.Name.LocalName == "HintPath")?.Value.Trim();
            return new AppReference(((string)reference.Attribute("Include")!).Split(',')[0].Trim(), hint == null ? null : Resolve(folder, hint));
        }

        private static IEnumerable<string> Items(XElement root, string folder, string thisFile) => Attributes(root, "Compile", "Include")
            .Select(include => Native(include.Replace("$(MSBuildThisFileDirectory)", thisFile, StringComparison.Ordinal)))
            .SelectMany(include => Expand(folder, include));

        // The wildcards that people write: *.cs, Folder\*.cs, **\*.cs.
        private static IEnumerable<string> Expand(string folder, string include)
        {
            string path = Path.Combine(folder, include);
            if (!include.Contains('*', StringComparison.Ordinal))
            {
                return [Path.GetFullPath(path)];
            }

            bool isDeep = include.Contains("**", StringComparison.Ordinal);
            string start = Path.GetFullPath(path[..path.IndexOf('*', StringComparison.Ordinal)]);
            return !Directory.Exists(start) ? [] : Directory
                .EnumerateFiles(start, Path.GetFileName(path), isDeep ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
                .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal);
        }

        private static XElement Read(string path)
        {
            try
            {
                using XmlReader reader = XmlReader.Create(
                    new MemoryStream(Files.ReadAll(path, 4 * 1024 * 1024), writable: false),
                    new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
                return XElement.Load(reader);
            }
            catch (XmlException e)
            {
                throw new ToolException(ExitCode.BadInput, $"{path} is no project file, line {e.LineNumber}: {e.Message.Split('.')[0]}. Correct the line.", e);
            }
        }

        private static IEnumerable<string> Values(XElement root, string name) => root.Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value.Trim());

        private static IEnumerable<string> Attributes(XElement root, string name, string attribute) =>
            root.Descendants().Where(element => element.Name.LocalName == name).Select(element => (string?)element.Attribute(attribute)).OfType<string>();

        private static string Native(string path) => path.Replace('\\', Path.DirectorySeparatorChar);

        private static string Resolve(string folder, string path) => Path.GetFullPath(Path.Combine(folder, Native(path)));
    }
}
