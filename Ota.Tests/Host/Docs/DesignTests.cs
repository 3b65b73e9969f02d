using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.Docs
{
    /// <summary>The pictures and the words of the design are those of the code, and every link leads somewhere.</summary>
    [TestClass]
    public sealed partial class DesignTests
    {
        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);

        [TestMethod]
        public void The_state_diagram_has_the_transitions_of_the_table_and_no_other()
        {
            string[] drawn = [.. Arrow().Matches(Read("docs/DESIGN.md")).Select(arrow => $"{arrow.Groups[1].Value} --> {arrow.Groups[2].Value}: {arrow.Groups[3].Value}")];
            string[] coded = [.. from state in Enum.GetValues<OtaState>()
                                 from happened in Enum.GetValues<OtaEvent>()
                                 let next = StateTable.Next(state, happened)
                                 where next != StateTable.None
                                 select $"{state} --> {(OtaState)next}: {happened}"];
            CollectionAssert.AreEquivalent(coded, drawn, $"not drawn: {string.Join(", ", coded.Except(drawn))}; not in the table: {string.Join(", ", drawn.Except(coded))}");
        }

        [TestMethod]
        [DataRow("docs/DESIGN.md", "docs/design/flash-ota.svg")]
        [DataRow("docs/design/stock.md", "docs/design/flash-stock.svg")]
        public void The_map_of_flash_has_the_steps_of_the_table(string document, string picture)
        {
            string section = Section(Read(document), "What is on flash, step by step");
            string[] table = [.. TableStep().Matches(section).Select(row => row.Groups[1].Value).Where(step => step is not ("step" or "---"))];
            Assert.AreNotEqual(0, table.Length);
            CollectionAssert.AreEqual(table, MapStep().Matches(Read(picture)).Select(step => step.Groups[1].Value).ToArray(), picture);
        }

        [TestMethod]
        public void Every_name_of_the_glossary_is_in_the_code()
        {
            string[] sources = [.. Sources().Select(File.ReadAllText)];
            string[] rows = [.. GlossaryRow().Matches(Section(Read("docs/DESIGN.md"), "Glossary")).Select(row => row.Groups[1].Value)];
            string[] names = [.. rows.SelectMany(row => CodeName().Matches(row)).Select(name => name.Groups[1].Value)];
            Assert.IsGreaterThan(30, names.Length);
            string[] unknown = [.. names.Where(name => !sources.Any(source => Has(source, name)))];
            Assert.IsEmpty(unknown, $"names of the glossary that no source has: {string.Join(", ", unknown)}");
        }

        [TestMethod]
        public void Every_link_of_a_document_leads_to_a_file_and_to_a_heading_in_it()
        {
            List<string> broken = [];
            foreach (string document in WordsTests.Documents().Select(row => (string)row[0]))
            {
                foreach (Match link in Link().Matches(Fence().Replace(Read(document), string.Empty)))
                {
                    string folder = Path.GetDirectoryName(Path.Combine(_root, document))!;
                    string target = link.Groups["file"].Length == 0 ? Path.Combine(_root, document) : Path.Combine(folder, link.Groups["file"].Value);
                    string anchor = link.Groups["anchor"].Value;
                    if (!Path.Exists(target) || (anchor.Length != 0 && !Heading().Matches(File.ReadAllText(target)).Any(heading => Slug(heading.Groups[1].Value) == anchor)))
                    {
                        broken.Add($"{document}: {link.Value}");
                    }
                }
            }

            Assert.IsEmpty(broken, string.Join(Environment.NewLine, broken));
        }

        private static string Read(string path) => File.ReadAllText(Path.Combine(_root, path)).ReplaceLineEndings("\n");

        private static string Section(string document, string heading)
        {
            int begin = document.IndexOf($"## {heading}\n", StringComparison.Ordinal);
            Assert.IsGreaterThanOrEqualTo(0, begin, $"No section '{heading}'.");
            int end = document.IndexOf("\n## ", begin, StringComparison.Ordinal);
            return end < 0 ? document[begin..] : document[begin..end];
        }

        private static IEnumerable<string> Sources()
        {
            return from folder in (string[])["Ota.Client", "Ota.Bootstrap"]
                   from path in Directory.EnumerateFiles(Path.Combine(_root, folder), "*.*", SearchOption.AllDirectories)
                   where Path.GetExtension(path) is ".cs" or ".c" or ".h"
                   select path;
        }

        // A type, or a native name, is a word of a source. A member stands in the source that declares its type.
        private static bool Has(string source, string name)
        {
            string[] parts = name.Split('.');
            return parts.Length == 1
                ? Regex.IsMatch(source, $@"\b(class|interface|enum|struct|delegate \w+) {name}\b|\b{name}\b(?= ?[(;,=])")
                : Regex.IsMatch(source, $@"\b(class|interface|enum|struct) {parts[0]}\b") && Regex.IsMatch(source, $@"\b{parts[1]}\b");
        }

        // As GitHub makes the name of a heading.
        private static string Slug(string heading)
        {
            return NoSlug().Replace(heading.Trim().ToLowerInvariant(), string.Empty).Replace(' ', '-');
        }

        [GeneratedRegex(@"^    (\w+) --> (\w+): (\w+)$", RegexOptions.Multiline)]
        private static partial Regex Arrow();

        [GeneratedRegex(@"^\| ([^|`]+?)(?: \(`[^|]*)? \|", RegexOptions.Multiline)]
        private static partial Regex TableStep();

        [GeneratedRegex("class=\"head step\">([^<]+)<")]
        private static partial Regex MapStep();

        [GeneratedRegex(@"^\|[^|]*\|[^|]*\|([^|]*)\|$", RegexOptions.Multiline)]
        private static partial Regex GlossaryRow();

        [GeneratedRegex("`([^`]+)`")]
        private static partial Regex CodeName();

        [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
        private static partial Regex Fence();

        [GeneratedRegex(@"\]\((?!https?:)(?<file>[^)#\s]*)#?(?<anchor>[^)\s]*)\)")]
        private static partial Regex Link();

        [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
        private static partial Regex Heading();

        [GeneratedRegex(@"[^\w\- ]")]
        private static partial Regex NoSlug();
    }
}
