using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Docs.Commands
{
    /// <summary>The reader of pages finds commands and marks, and refuses what it does not understand.</summary>
    [TestClass]
    public sealed class DocPageTests
    {
        [TestMethod]
        [DataRow("```sh\nnanoota a  # why\n\n# no command\nX=1\nnanoota b \\\n    --c\n```", "p.md:2: nanoota a  # why|p.md:6: nanoota b --c")]
        [DataRow("```console\n$ nanoota a\nnanoota said so\n```", "p.md:2: nanoota a")]
        [DataRow("```\nnanoota a\n```", "")]
        [DataRow("```sh\nfor I in 1 2; do\n    cp a b\ndone\nf() { echo; }\n```", "p.md:3: cp a b")]
        public void Commands_of_a_page_are_found_with_their_lines(string text, string expected)
        {
            Assert.AreEqual(expected, string.Join('|', DocPage.Parse("p.md", text).Fences.SelectMany(fence => fence.Commands)));
        }

        [TestMethod]
        [DataRow("<!-- test: not run, needs a board -->\n```sh\na\nb\n```", 0, 0, 2)]
        [DataRow("<!-- test: stand-in a, no such program here -->\n```sh\na\nb\n```", 1, 0, 1)]
        [DataRow("<!-- test: run by DocPageTests, marks -->\n```sh\na\nb\n```", 0, 2, 0)]
        [DataRow("<!-- test: with --count 2 -->\n```sh\na\nb\n```\n```sh\nc\n```", 3, 0, 0)]
        [DataRow("```sh\ndotnet test nanoOta.sln\nNANOOTA_X=1 dotnet build x.sln\nnanoota a\n```", 1, 2, 0)]
        public void Marks_count_for_the_block_behind_them(string text, int run, int elsewhere, int marked)
        {
            CommandCount count = DocPage.Parse("p.md", text).Fences.Aggregate(new CommandCount(0, 0, 0), (sum, fence) => sum + CommandCount.Of(fence));
            Assert.AreEqual(new CommandCount(run, elsewhere, marked), count);
        }

        [TestMethod]
        [DataRow("<!-- test: skip this -->\n```sh\na\n```")]
        [DataRow("<!-- test: not run, needs a board -->\nNo block.")]
        [DataRow("```sh\na\n")]
        public void A_mark_or_a_block_that_nobody_understands_is_refused(string text)
        {
            Assert.ThrowsExactly<InvalidDataException>(() => DocPage.Parse("p.md", text));
        }

        [TestMethod]
        [DataRow("a 'b c' \"d\" # e", "a|b c|d", false)]
        [DataRow("a '$b'", "a|$b", false)]
        [DataRow("a $b", "a|$b", true)]
        [DataRow("a | b", "a|||b", true)]
        [DataRow("a '**/*.cs' # x > y", "a|**/*.cs", false)]
        public void A_line_is_split_as_a_shell_would(string line, string words, bool needsShell)
        {
            Assert.AreEqual(words, string.Join('|', ShellWords.Split(line)));
            Assert.AreEqual(needsShell, ShellWords.NeedsShell(line));
        }
    }
}
