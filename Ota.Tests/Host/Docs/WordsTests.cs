using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.Docs
{
    /// <summary>Documents and comments are in plain sentences, as docs/CONTRIBUTING.md asks: at most 20 words, and a noun instead of "it".</summary>
    [TestClass]
    public sealed partial class WordsTests
    {
        private const int MostWords = 20;

        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);

        public static IEnumerable<object[]> Documents()
        {
            return Directory.EnumerateFiles(_root, "*.md", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(_root, path).Replace('\\', '/'))
                .Where(path => !BuildFolder().IsMatch(path))
                .Order(StringComparer.Ordinal)
                .Select(path => new object[] { path });
        }

        [TestMethod]
        [DynamicData(nameof(Documents))]
        public void A_document_has_sentences_of_at_most_20_words_and_no_it_or_this_without_its_noun(string document)
        {
            string[] found = [.. Faults(File.ReadAllText(Path.Combine(_root, document))).Select(fault => $"{document}:{fault}")];
            Assert.IsEmpty(found, string.Join(Environment.NewLine, found));
        }

        /// <summary>The folders whose comments are measured: all of device code, and the libraries of its formats and of the virtual boards.</summary>
        public static IEnumerable<object[]> MeasuredFolders()
        {
            string[] roots = ["Ota.Client", "Ota.Bootstrap", "Ota.Samples.Esp32", "tools/Ota.Formats", "tools/Ota.VirtualDevice"];
            return roots.SelectMany(root => Directory.EnumerateFiles(Path.Combine(_root, root), "*.cs", SearchOption.AllDirectories))
                .Select(path => Path.GetDirectoryName(Path.GetRelativePath(_root, path))!.Replace('\\', '/'))
                .Where(folder => !BuildFolder().IsMatch(folder + "/"))
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(folder => new object[] { folder });
        }

        [TestMethod]
        [DynamicData(nameof(MeasuredFolders))]
        public void A_comment_of_a_measured_folder_has_sentences_of_at_most_20_words_and_no_it_or_this_without_its_noun(string folder)
        {
            string[] found = [.. Directory.EnumerateFiles(Path.Combine(_root, folder), "*.cs").Order(StringComparer.Ordinal).SelectMany(FaultsOfComments)];
            Assert.IsEmpty(found, string.Join(Environment.NewLine, found));
        }

        [TestMethod]
        [DataRow("One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty.", 0)]
        [DataRow("One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty more.", 1)]
        [DataRow("One two three four five six seven eight nine ten\neleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty more.", 1)]
        [DataRow("- One two three four five six seven eight nine ten eleven\n- twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty more.", 0)]
        [DataRow("A sentence names `what it is` in code.", 0)]
        [DataRow("The device reads the record. Then it restarts.", 1)]
        [DataRow("This is a riddle.", 1)]
        [DataRow("This sentence has a noun.", 0)]
        [DataRow("| a table | may have it |", 0)]
        [DataRow("```\nit is code\n```", 0)]
        public void The_rules_find_what_they_are_for(string text, int faults)
        {
            Assert.AreEqual(faults, Faults(text).Count(), text);
        }

        [TestMethod]
        [DataRow("class C\n{\n    // It is so.\n}", "3: It is so.")]
        [DataRow("// One,\n// two.\n\n// Three.\n", "1: One,\ntwo.|4: Three.")]
        [DataRow("/// <summary>See <see cref=\"C\"/> &gt; 0.</summary>\n/// <returns>None.</returns>\nclass C { }", "1: See `code` > 0.|None.")]
        [DataRow("string url = \"http://a.example//It\";", "")]
        public void The_comments_of_a_source_are_found(string source, string expected)
        {
            string found = string.Join('|', Comments.Of(source).Select(comment => $"{comment.Line}: {comment.Text.Trim()}"));
            Assert.AreEqual(expected, Gaps().Replace(found, "|"));
        }

        private static IEnumerable<string> Faults(string text)
        {
            foreach ((int line, string sentence) in Prose.Sentences(text))
            {
                int words = Prose.Words(sentence);
                if (words > MostWords)
                {
                    yield return $"{line}: {words} words: {sentence}";
                }
                else if (It().IsMatch(sentence) || This().IsMatch(sentence))
                {
                    yield return $"{line}: no noun: {sentence}";
                }
            }
        }

        private static IEnumerable<string> FaultsOfComments(string path)
        {
            string name = Path.GetRelativePath(_root, path).Replace('\\', '/');
            return Comments.Of(File.ReadAllText(path)).SelectMany(comment => Faults(comment.Text).Select(fault => $"{name}, comment in line {comment.Line}, line {fault}"));
        }

        [GeneratedRegex("(^|/)(obj|bin|artifacts|node_modules|TestResults)/")]
        private static partial Regex BuildFolder();

        [GeneratedRegex(@"\n\s*\n+")]
        private static partial Regex Gaps();

        [GeneratedRegex(@"\b[Ii]t\b")]
        private static partial Regex It();

        [GeneratedRegex(@"^(This|That|These|Those) (is|are|was|were|has|have|means|makes|keeps|costs|can|cannot|must|will|would|does|needs|holds|takes|gives|says|leaves)\b")]
        private static partial Regex This();
    }
}
