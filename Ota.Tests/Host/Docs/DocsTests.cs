using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Fixtures;
using NanoOta.Tooling;

namespace NanoOta.Tests.Docs
{
    /// <summary>What the documents list is what the code has.</summary>
    [TestClass]
    public partial class DocsTests
    {
        [TestMethod]
        public void The_design_shows_the_transition_table()
        {
            List<string> documented = [.. Row().Matches(Read("docs/DESIGN.md"))
                .Where(row => Enum.TryParse(row.Groups[1].Value, out OtaState _) && Enum.TryParse(row.Groups[2].Value, out OtaEvent _))
                .Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value} {row.Groups[3].Value} {row.Groups[4].Value}")];
            List<string> coded = [.. from state in Enum.GetValues<OtaState>()
                                     from happened in Enum.GetValues<OtaEvent>()
                                     let next = StateTable.Next(state, happened)
                                     where next != StateTable.None
                                     let write = StateTable.WriteOf(state, happened)
                                     select $"{state} {happened} {(OtaState)next} {(write == StateWrite.None ? string.Empty : write.ToString().ToLowerInvariant())}"];
            CollectionAssert.AreEquivalent(coded, documented);
        }

        [TestMethod]
        public void The_format_lists_every_result_code()
        {
            List<string> documented = [.. Code().Matches(Read("docs/FORMAT.md")).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}")];
            CollectionAssert.AreEquivalent(Enum.GetValues<OtaResult>().Select(code => $"{(int)code} {code}").ToList(), documented);
        }

        [TestMethod]
        public void The_format_has_the_rules_of_the_policy_and_the_policy_looks_at_each_in_its_order()
        {
            string source = Read("Ota.Client/Client/Policy/ReleasePolicy.cs");
            List<string> documented = [.. Rule().Matches(Read("docs/FORMAT.md")).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value.Replace("`", string.Empty, StringComparison.Ordinal)}")];
            List<string> coded = [.. Item().Matches(source).Select((item, i) =>
                $"{i + 1} {string.Join(", ", ResultCode().Matches(item.Groups[1].Value).Select(code => code.Groups[1].Value))}")];
            CollectionAssert.AreEqual(coded, documented);
            int[] looked = [.. RuleComment().Matches(source).SelectMany(comment => Number().Matches(comment.Value)).Select(number => int.Parse(number.Value))];
            CollectionAssert.AreEqual(Enumerable.Range(1, coded.Count).ToArray(), looked);
        }

        [TestMethod]
        [DataRow(Jws.MaxLength, "base64url without padding, at most # bytes.")]
        [DataRow(ReleaseUrl.MaxLength, "(RFC 3986, 5.2), at most # characters, http or https")]
        [DataRow(ReleaseUrl.MaxLength, "| `images[].url` | string | yes | 1–# characters |")]
        [DataRow(ReleaseUrl.MaxLength, "| `images[].chunks.url` | string | yes | 1–# characters |")]
        [DataRow(ReleaseUrl.MaxLength, "| `images[].delta.url` | string | | 1–# characters")]
        [DataRow(ChunkDigest.BufferLength, "An image is cut into chunks of # bytes")]
        [DataRow(ChunkDigest.BufferLength, "over the chunk followed by zeros up to # bytes.")]
        [DataRow(ChunkTable.GroupChunks, "the last one has what is left. # chunks are a group")]
        [DataRow(ChunkTable.GroupLength, "chunk digests of the group, # bytes; missing ones are zero")]
        [DataRow(ChunkDigest.Length, "| # for each group | the head")]
        [DataRow(DeltaDirectory.EntryLength, "length of an entry: #")]
        [DataRow(DeltaDirectory.MaxSections, "| sections, 1 to # |")]
        [DataRow(PayloadDecoder.MaxPayload, "length of the longest payload, at most # |")]
        [DataRow(DeltaStream.WindowLength, "The window through which a device reads the file has # bytes.")]
        [DataRow(DeviceRecord.Length, "# bytes. In each copy a header of 16 bytes stands before the record")]
        public void The_format_states_the_limits_of_the_code(int limit, string phrase)
        {
            Assert.AreEqual(limit, new Document("docs/FORMAT.md").Number(phrase), phrase);
        }

        [TestMethod]
        public void The_format_states_the_table_that_a_device_holds_unless_its_options_say_more()
        {
            Assert.AreEqual(new OtaOptions().MaxTableLength, 1024 * new Document("docs/FORMAT.md").Number("the memory set aside for it (# KiB by default)"));
        }

        [TestMethod]
        public void The_documents_of_the_readme_are_there()
        {
            string readme = Read("README.md");
            MatchCollection links = Link().Matches(readme);
            Assert.AreNotEqual(0, links.Count);
            foreach (Match link in links)
            {
                string path = Path.Combine(SignedReleasesTests.RepoFolder(), link.Groups[1].Value);
                Assert.IsTrue(File.Exists(path), $"{path} is linked and not there.");
            }
        }

        [TestMethod]
        public void Every_exit_code_is_documented()
        {
            string[] documented = [.. new Document("docs/TOOL.md").Table("code", "meaning").Select(row => $"{(ExitCode)Document.Value(row[0])}: {row[1]}")];
            CollectionAssert.AreEqual(ExitCodes.All.Select(row => $"{row.Code}: {row.Meaning}").ToArray(), documented);
        }

        [TestMethod]
        [DataRow("docs/SECURITY.md")]
        [DataRow("docs/TESTING.md")]
        public void Every_test_that_a_claim_names_exists(string document)
        {
            string tests = string.Concat(Directory.GetFiles(Path.Combine(SignedReleasesTests.RepoFolder(), "Ota.Tests"), "*Tests.cs", SearchOption.AllDirectories)
                .Select(File.ReadAllText));
            string[] named = [.. TestName().Matches(Read(document)).Select(name => name.Groups[1].Value)];
            Assert.AreNotEqual(0, named.Length);
            CollectionAssert.AreEqual(Array.Empty<string>(), named.Where(name => !tests.Contains($" {name}(", StringComparison.Ordinal)).ToArray());
        }

        [TestMethod]
        public void The_list_of_field_cases_has_each_case_and_each_of_its_tests()
        {
            string[] cases = [.. Numbered("L", 21), .. Numbered("M", 3), .. Numbered("T", 14), .. Numbered("W", 4), .. Numbered("R", 3)];
            string[][] rows = new Document("docs/TESTING.md").Table("case", "what happens", "test");
            CollectionAssert.AreEqual(cases, rows.Select(row => row[0]).Distinct().ToArray());
            string[] tests = [.. typeof(DocsTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
                .Where(method => method.IsDefined(typeof(TestMethodAttribute), false) && FieldCase().IsMatch(method.Name))
                .Select(method => $"{method.Name.Split('_')[0]}: `{method.Name}`")];
            CollectionAssert.AreEquivalent(tests.Distinct().ToArray(), rows.Select(row => $"{row[0]}: {row[2]}").ToArray());
        }

        private static IEnumerable<string> Numbered(string letter, int last) => Enumerable.Range(1, last).Select(number => letter + number);

        private static string Read(string path) => File.ReadAllText(Path.Combine(SignedReleasesTests.RepoFolder(), path));

        [GeneratedRegex(@"^\| (\w+) \| (\w+) \| (\w+) \| (\w*) ?\|$", RegexOptions.Multiline)]
        private static partial Regex Row();

        [GeneratedRegex(@"^\| (\d+) \| [A-Z][^|`]* \| (`[^|]*`) \|$", RegexOptions.Multiline)]
        private static partial Regex Rule();

        [GeneratedRegex(@"<item>(.*?)</item>", RegexOptions.Singleline)]
        private static partial Regex Item();

        [GeneratedRegex(@"OtaResult\.(\w+)")]
        private static partial Regex ResultCode();

        [GeneratedRegex(@"// Rules? [^\n]*")]
        private static partial Regex RuleComment();

        [GeneratedRegex(@"\d+")]
        private static partial Regex Number();

        [GeneratedRegex(@"^\| (\d+) \| `(\w+)` \| ", RegexOptions.Multiline)]
        private static partial Regex Code();

        [GeneratedRegex(@"^[LMTWR]\d+_")]
        private static partial Regex FieldCase();

        [GeneratedRegex(@"`([A-Z]\w*_\w+)`")]
        private static partial Regex TestName();

        [GeneratedRegex(@"\]\(((?!http)[^)#]+)")]
        private static partial Regex Link();
    }
}
