using System.Text.RegularExpressions;

namespace NanoOta.Tests.Docs.Commands
{
    /// <summary>A page: its text, and its blocks with their marks.</summary>
    internal sealed partial class DocPage
    {
        private DocPage(string name, string text)
        {
            Name = name;
            Text = text;
            Fences = [.. Read(name, text.Split('\n'))];
        }

        public string Name { get; }

        /// <summary>The text, with \n for each end of a line.</summary>
        public string Text { get; }

        public IReadOnlyList<DocFence> Fences { get; }

        /// <summary>The pages whose commands count: README, docs, the samples' READMEs, and those beside the vectors.</summary>
        public static IEnumerable<string> All(string root)
        {
            return Directory.EnumerateFiles(root, "*.md", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
                .Where(path => Included().IsMatch(path) && !BuildFolder().IsMatch(path))
                .Order(StringComparer.Ordinal);
        }

        public static DocPage Load(string root, string name) => Parse(name, File.ReadAllText(Path.Combine(root, name)));

        public static DocPage Parse(string name, string text) => new(name, text.ReplaceLineEndings("\n"));

        /// <summary>Code within sentences and tables that begins like a command.</summary>
        public IEnumerable<DocCommand> InlineCommands()
        {
            string[] lines = Text.Split('\n');
            bool isCode = false;
            for (int i = 0; i < lines.Length; i++)
            {
                bool isFence = lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal);
                isCode ^= isFence;
                foreach (Match match in isCode || isFence ? [] : Inline().Matches(lines[i]).Cast<Match>())
                {
                    yield return new DocCommand(Name, i + 1, match.Groups[1].Value);
                }
            }
        }

        private static IEnumerable<DocFence> Read(string name, string[] lines)
        {
            List<DocMark> marks = [];
            for (int i = 0; i < lines.Length; i++)
            {
                Match fence = Fence().Match(lines[i]);
                if (!fence.Success)
                {
                    DocMark? mark = DocMark.Parse(lines[i], i + 1);
                    if (mark != null)
                    {
                        marks.Add(mark);
                    }

                    continue;
                }

                int end = Array.FindIndex(lines, i + 1, line => line.StartsWith("```", StringComparison.Ordinal));
                if (end < 0)
                {
                    throw new InvalidDataException($"{name}:{i + 1}: this block has no end.");
                }

                yield return new DocFence(name, i + 1, fence.Groups[1].Value, lines[(i + 1)..end], marks);
                marks = [];
                i = end;
            }

            if (marks.Count != 0)
            {
                throw new InvalidDataException($"{name}:{marks[0].Line}: no block follows the mark.");
            }
        }

        [GeneratedRegex(@"^(README|CONTRIBUTING|SECURITY)\.md$|^docs/|^Ota\.Samples\.Esp32/[^/]+/README\.md$|^Ota\.Tests/Vectors/")]
        private static partial Regex Included();

        [GeneratedRegex("(^|/)(obj|bin|artifacts|node_modules|TestResults)/")]
        private static partial Regex BuildFolder();

        [GeneratedRegex(@"^```(\w*)")]
        private static partial Regex Fence();

        [GeneratedRegex("(?<!`)`((?:(?:[A-Z_]+=\\S+ )?(?:nanoota|dotnet) )[^`]+)`(?!`)")]
        private static partial Regex Inline();
    }
}
