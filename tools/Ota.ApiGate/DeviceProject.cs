using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;

namespace NanoOta.ApiGate
{
    /// <summary>A reference to a library, as a project file gives it.</summary>
    public sealed record DeviceReference(string Assembly, string? HintPath);

    /// <summary>
    /// The parts of a .nfproj that decide what is compiled: sources (those of imported .projitems too), references, language version.
    /// </summary>
    public sealed class DeviceProject
    {
        private static readonly string _templates = System.IO.Path.Combine("tools", "Ota.Templates");
        private static readonly string[] _ignored = ["bin", "obj", "packages"];

        private readonly List<string> _sources = [];
        private readonly List<DeviceReference> _references = [];
        private readonly List<string> _projectReferences = [];
        private readonly Dictionary<string, string> _properties = new(StringComparer.OrdinalIgnoreCase);

        private DeviceProject(string path)
        {
            Path = path;
            Read(path);
        }

        /// <summary>The project file, as a full path.</summary>
        public string Path { get; }

        /// <summary>The folder of the project file.</summary>
        public string Folder => System.IO.Path.GetDirectoryName(Path)!;

        /// <summary>The assembly's name.</summary>
        public string AssemblyName => Property("AssemblyName");

        /// <summary>Whether the project makes a program.</summary>
        public bool IsProgram => Property("OutputType") == "Exe";

        /// <summary>
        /// Whether the project is there for its list of sources: its libraries are of another generation than those of the projects it references.
        /// </summary>
        public bool IsSourceOnly => Property("NanoOtaSourceOnly") == "true";

        /// <summary>The version of C# that the project asks for.</summary>
        public LanguageVersion LanguageVersion => LanguageVersionFacts.TryParse(Property("LangVersion"), out LanguageVersion version)
            ? version
            : throw new InvalidDataException($"{Path}: LangVersion is not a version of C#.");

        /// <summary>The compiler features (/features) that the project turns on.</summary>
        public IReadOnlyList<string> Features => Property("Features").Split(';', StringSplitOptions.RemoveEmptyEntries);

        /// <summary>The sources, as full paths, in order; one that is listed twice is here twice.</summary>
        public IReadOnlyList<string> Sources => _sources;

        /// <summary>The libraries.</summary>
        public IReadOnlyList<DeviceReference> References => _references;

        /// <summary>The other device projects that this one uses, as full paths.</summary>
        public IReadOnlyList<string> ProjectReferences => _projectReferences;

        /// <summary>Reads a project file.</summary>
        public static DeviceProject Load(string path) => new(System.IO.Path.GetFullPath(path));

        /// <summary>
        /// All device projects below a folder, sorted by path. A template is no project yet: its sources and packages come with 'nanoota new'.
        /// </summary>
        public static IReadOnlyList<DeviceProject> FindAll(string root) =>
            [.. Files(root, "*.nfproj").Where(path => !System.IO.Path.GetRelativePath(root, path).StartsWith(_templates, StringComparison.Ordinal)).Select(Load)];

        /// <summary>Files below a folder that are no build output, sorted by path.</summary>
        public static IReadOnlyList<string> Files(string root, string pattern) =>
            [.. Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
                .Where(file => !System.IO.Path.GetRelativePath(root, file)
                    .Split(System.IO.Path.DirectorySeparatorChar)
                    .Any(part => _ignored.Contains(part) || part.StartsWith('.')))
                .Order(StringComparer.Ordinal)];

        /// <summary>The Compile items of a .projitems, as full paths.</summary>
        public static IReadOnlyList<string> SharedItems(string path)
        {
            List<string> sources = [];
            foreach (XElement item in XDocument.Load(path).Descendants().Where(element => element.Name.LocalName == "Compile"))
            {
                AddSources(sources, path, (string)item.Attribute("Include")!);
            }

            return sources;
        }

        private static void AddSources(List<string> sources, string file, string include)
        {
            string folder = System.IO.Path.GetDirectoryName(file)!;
            string full = FullPath(folder, include.Replace("$(MSBuildThisFileDirectory)", string.Empty, StringComparison.Ordinal));
            if (!full.Contains('*', StringComparison.Ordinal))
            {
                sources.Add(full);
                return;
            }

            int star = full.IndexOf('*', StringComparison.Ordinal);
            string root = full[..full.LastIndexOf(System.IO.Path.DirectorySeparatorChar, star)];
            string pattern = System.IO.Path.GetFileName(full);
            if (!Directory.Exists(root))
            {
                return;
            }

            bool deep = full.Contains("**", StringComparison.Ordinal);
            sources.AddRange(Files(root, pattern).Where(source => deep || System.IO.Path.GetDirectoryName(source) == root));
        }

        private static string FullPath(string folder, string relative) =>
            System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, relative.Replace('\\', System.IO.Path.DirectorySeparatorChar)));

        private void Read(string path)
        {
            foreach (XElement element in XDocument.Load(path).Descendants())
            {
                string include = (string?)element.Attribute("Include") ?? string.Empty;
                switch (element.Name.LocalName)
                {
                    case "Compile":
                        AddSources(_sources, path, include);
                        break;
                    case "Import" when ((string)element.Attribute("Project")!).EndsWith(".projitems", StringComparison.Ordinal):
                        Read(FullPath(System.IO.Path.GetDirectoryName(path)!, (string)element.Attribute("Project")!));
                        break;
                    case "Reference":
                        string? hint = element.Elements().FirstOrDefault(child => child.Name.LocalName == "HintPath")?.Value;
                        _references.Add(new DeviceReference(include.Split(',')[0], hint));
                        break;
                    case "ProjectReference":
                        _projectReferences.Add(FullPath(System.IO.Path.GetDirectoryName(path)!, include));
                        break;
                    default:
                        if (element.Parent?.Name.LocalName == "PropertyGroup")
                        {
                            _properties[element.Name.LocalName] = element.Value.Trim();
                        }

                        break;
                }
            }
        }

        private string Property(string name) => _properties.GetValueOrDefault(name, string.Empty);
    }
}
