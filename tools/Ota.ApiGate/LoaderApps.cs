using System.Globalization;
using System.Text;

namespace NanoOta.ApiGate
{
    /// <summary>
    /// What the tests of Ota.Tests/NanoClr load and fetch, as a class that gives a new array of each: the CLR of a test has no files.
    /// </summary>
    public static class LoaderApps
    {
        private static readonly string[] _folders = [Folder, "Ota.Tests/Shared/Fixtures"];
        private static readonly string[] _shared = ["BoardFixture", "MemoryStorage", "SignedApps", "TestApps"];

        /// <summary>Where the tests are, below the repository's root.</summary>
        public const string Folder = "Ota.Tests/NanoClr";

        /// <summary>Published assemblies that the tests load: one with natives, and one that is large and has none.</summary>
        public static IReadOnlyList<string> Libraries { get; } = ["System.Math", "nanoFramework.Json"];

        /// <summary>The assemblies of the published app, which begin with this.</summary>
        public const string Story = "Story.";

        /// <summary>The sources of the assemblies, one each, named after them; what one needs comes before it.</summary>
        public static IReadOnlyList<string> Sources(string root) =>
            [.. Directory.EnumerateFiles(Path.Combine(root, Folder, "Apps"), "*.cs").Order(StringComparer.Ordinal)];

        /// <summary>The sources of the tests and of what they share with the others.</summary>
        public static IReadOnlyList<string> TestSources(string root) =>
        [
            .. _folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs").Order(StringComparer.Ordinal)),
            .. _shared.Select(name => Path.Combine(root, "Ota.Tests/Shared/Bootstrap", name + ".cs")),
            Path.Combine(root, "Ota.Tests/Device/Properties/AssemblyInfo.cs"),
        ];

        /// <summary>
        /// The source of the class: a method for each PE, the dots of their names left out, and what the server and the key of the published
        /// app are.
        /// </summary>
        public static string Write(IEnumerable<(string Name, byte[] Image)> images, PublishedApp published)
        {
            StringBuilder members = new();
            foreach ((string name, byte[] image) in images.Append(("StoryKey", published.Key)))
            {
                members.Append(CultureInfo.InvariantCulture, $"        public static byte[] {MethodOf(name)}()\n");
                members.Append(CultureInfo.InvariantCulture, $"        {{\n            return {Literal(image)};\n        }}\n\n");
            }

            members.Append("        public static void ServeStory(MemoryTransport server)\n        {\n");
            foreach ((string path, byte[] content) in published.Files)
            {
                members.Append(CultureInfo.InvariantCulture, $"            server.Put(\"http://updates.example/{path}\", {Literal(content)});\n");
            }

            members.Append("        }\n");
            return $"namespace NanoOta.Tests\n{{\n    internal static class LoaderApps\n    {{\n{members}    }}\n}}\n";
        }

        private static string Literal(byte[] bytes) => $"new byte[] {{ {string.Join(", ", bytes)} }}";

        private static string MethodOf(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace(".", string.Empty, StringComparison.Ordinal);
    }
}
