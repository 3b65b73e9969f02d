using System.Xml.Linq;
using NanoOta.ApiGate;

namespace NanoOta.Tests.Layers
{
    /// <summary>Which project references which.</summary>
    internal sealed class ReferenceGraph
    {
        private readonly IReadOnlyDictionary<string, string[]> _references;

        public ReferenceGraph(IReadOnlyDictionary<string, string[]> references)
        {
            _references = references;
        }

        /// <summary>All .csproj of the repository, by the names of their files.</summary>
        public static ReferenceGraph OfHostProjects(string root) => new(DeviceProject.Files(root, "*.csproj").ToDictionary(NameOf, ReadReferences));

        /// <summary>The references that a project file itself names.</summary>
        public string[] Direct(string project) => _references[project];

        /// <summary>The shortest way from a project to one of the others, as "A -> B -> C"; null when there is none.</summary>
        public string? PathToAny(string project, string[] targets)
        {
            Queue<string[]> ways = new([[project]]);
            HashSet<string> seen = [project];
            while (ways.TryDequeue(out string[]? way))
            {
                foreach (string next in _references[way[^1]].Where(seen.Add))
                {
                    if (targets.Contains(next))
                    {
                        return string.Join(" -> ", [.. way, next]);
                    }

                    ways.Enqueue([.. way, next]);
                }
            }

            return null;
        }

        private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

        private static string[] ReadReferences(string path) =>
        [
            .. XDocument.Load(path).Descendants()
                .Where(element => element.Name.LocalName == "ProjectReference")
                .Select(element => NameOf(((string)element.Attribute("Include")!).Replace('\\', '/'))),
        ];
    }
}
