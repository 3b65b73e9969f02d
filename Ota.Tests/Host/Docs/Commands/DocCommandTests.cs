using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Cli;
using NanoOta.Tests.Tooling;
using NanoOta.Tests.Workbench;

namespace NanoOta.Tests.Docs.Commands
{
    /// <summary>
    /// Every command of a page runs, in the page's order. docs/CONTRIBUTING.md has the marks. NANOOTA_WRITE_DOCS=1 writes the outputs into console blocks.
    /// </summary>
    [TestClass]
    [DoNotParallelize]
    public sealed partial class DocCommandTests
    {
        private const string Variable = "NANOOTA_WRITE_DOCS";
        private const int MostMarked = 10;

        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);

        // Options of nanoff 2.5, from nanoFirmwareFlasher.Tool/Options.cs and the README of that repository.
        internal static readonly string[] NanoffOptions =
            ["--target", "--update", "--masserase", "--serialport", "--nanodevice", "--deploy", "--image", "--networkdeployment", "--devicedetails"];

        public TestContext TestContext { get; set; } = null!;

        public static IEnumerable<object[]> Pages() => DocPage.All(_root)
            .Where(page => DocPage.Load(_root, page).Fences.Any(fence => fence.HasCommands))
            .Select(page => new object[] { page });

        [TestMethod]
        [DynamicData(nameof(Pages))]
        public async Task A_page_works_from_its_first_command_to_its_last(string page)
        {
            DocPage document = DocPage.Load(_root, page);
            await using PageRun run = new(_root, document);
            await run.RunAsync();
            TestContext.WriteLine($"{page}: {run.Count.Run} commands run, {run.Count.Elsewhere} elsewhere, {run.Count.Marked} marked");
            if (Environment.GetEnvironmentVariable(Variable) != null)
            {
                await File.WriteAllTextAsync(Path.Combine(_root, page), run.Rewritten);
                return;
            }

            foreach (string line in Shown(page, run.Rewritten))
            {
                Assert.IsTrue(OutputForm.Fits(line), $"{line.Length} columns in {page}: {line}");
                Assert.AreEqual(string.Empty, OutputForm.Base64UrlDigest(line), $"A digest in base64url, which is for files, in {page}: {line}");
            }

            Assert.AreEqual(Plain(document.Text), Plain(run.Rewritten), $"{page} is not what the tool says. Run the test with {Variable}=1, and look at the difference.");
        }

        [TestMethod]
        public void At_most_one_command_in_ten_is_marked_as_not_run_and_each_mark_says_why()
        {
            CommandCount count = new(0, 0, 0);
            List<string> marks = [];
            foreach (DocFence fence in DocPage.All(_root).SelectMany(page => DocPage.Load(_root, page).Fences))
            {
                count += CommandCount.Of(fence);
                foreach (DocMark mark in fence.Marks.Where(mark => mark.Kind is DocMarkKind.NotRun or DocMarkKind.StandIn))
                {
                    marks.Add($"{fence.Page}:{mark.Line}: {CommandCount.Of(fence).Marked} commands: {mark.Reason}");
                    Assert.IsGreaterThan(10, mark.Reason.Trim().Length, $"{marks[^1]}: the mark does not say why.");
                    Assert.AreNotEqual(0, CommandCount.Of(fence).Marked, $"{marks[^1]}: nothing is marked.");
                }
            }

            CommandCount applications = ApplicationReadmeTests.Count();
            count += applications;
            marks.Add($"READMEs of new applications: {applications.Marked} of {applications.All} commands talk to a board by cable");
            string all = $"{count.All} commands on the pages: {count.Run} are run here, {count.Elsewhere} by another test or the CI, {count.Marked} are marked.";
            TestContext.WriteLine($"{all}\n{string.Join('\n', marks)}");
            Assert.IsGreaterThan(90, count.All);
            Assert.IsLessThanOrEqualTo(count.All, MostMarked * count.Marked, $"{all} At most one in {MostMarked} may be marked.\n{string.Join('\n', marks)}");
        }

        [TestMethod]
        public void Commands_stand_only_in_blocks_that_say_sh_or_console()
        {
            string[] wrong =
            [
                .. DocPage.All(_root).SelectMany(page => DocPage.Load(_root, page).Fences)
                    .Where(fence => !fence.HasCommands)
                    .SelectMany(fence => fence.Lines.Where(line => CommandLine().IsMatch(line)).Select(line => $"{fence.Page}:{fence.Line}: {line}")),
            ];
            Assert.IsEmpty(wrong, $"No test runs these commands. Write ```sh before them.\n{string.Join('\n', wrong)}");
        }

        /// <summary>A command in a sentence or in a table names a verb, options, projects and tests that exist.</summary>
        [TestMethod]
        public void A_command_within_a_sentence_is_one_that_the_tools_take()
        {
            using StringWriter output = new();
            DocCommand[] commands = [.. DocPage.All(_root).SelectMany(page => DocPage.Load(_root, page).InlineCommands())];
            List<string> wrong = [];
            foreach (DocCommand command in commands)
            {
                string[] words = command.Words;
                int dashes = Array.IndexOf(words, "--");
                if (words[0] == "nanoota" || (dashes > 0 && words.Contains("tools/Ota.Cli")))
                {
                    wrong.AddRange(Unknown(words[0] == "nanoota" ? words[1..] : words[(dashes + 1)..]).Select(what => $"{command}: {what}"));
                }
                else if (Array.IndexOf(words, "--project") is int at and > 0 && !Directory.Exists(Path.Combine(_root, words[at + 1])))
                {
                    wrong.Add($"{command}: there is no project {words[at + 1]}");
                }
            }

            TestContext.WriteLine($"{commands.Length} commands within sentences.");
            Assert.IsGreaterThan(20, commands.Length);
            Assert.IsEmpty(wrong, string.Join('\n', wrong));
        }

        /// <summary>The workflow that users copy has the commands of its page; only what differs from run to run is a variable there.</summary>
        [TestMethod]
        public void The_workflow_for_own_firmware_has_the_commands_of_its_page()
        {
            string[] page = [.. DocPage.Load(_root, "docs/guide/own-firmware.md").Fences.SelectMany(fence => fence.Commands).Select(command => command.Text)];
            CollectionAssert.AreEqual(ApplicationReadmeTests.WorkflowCommands("own-firmware.yml", "1.3", 7), page, "docs/guide/own-firmware.yml and the page beside it have other commands.");
        }

        [TestMethod]
        public void Every_nanoff_command_has_options_that_exist()
        {
            DocCommand[] commands = [.. DocPage.All(_root).SelectMany(page => DocPage.Load(_root, page).Fences).SelectMany(fence => fence.Commands).Where(command => command.Words[0] == "nanoff")];
            Assert.IsGreaterThanOrEqualTo(4, commands.Length);
            foreach (DocCommand command in commands)
            {
                foreach (string option in command.Words.Where(word => word.StartsWith('-')))
                {
                    Assert.Contains(option, NanoffOptions, command.ToString());
                }
            }
        }

        [TestMethod]
        public void The_samples_name_the_projects_that_a_reader_builds()
        {
            foreach (string sample in Samples)
            {
                DocPage page = DocPage.Load(_root, $"Ota.Samples.Esp32/{sample}/README.md");
                string[] built = [.. page.Fences.SelectMany(fence => fence.Marks).Where(mark => mark.Kind == DocMarkKind.Given && mark.Text.StartsWith("build ", StringComparison.Ordinal)).Select(mark => mark.Text.Split(' ')[1]).Distinct()];
                Assert.Contains($"Ota.Samples.Esp32/{sample}", built);
                foreach (string project in built)
                {
                    Assert.Contains($"`{project}`", page.Text, $"{page.Name} does not tell the reader to build {project}, whose output the commands take.");
                }
            }
        }

        /// <summary>Each sample's page goes from the key to the second update, and the test above runs the page as a whole, in one folder.</summary>
        [TestMethod]
        public void Every_sample_has_a_page_that_is_run_from_the_key_to_the_second_update()
        {
            Assert.IsGreaterThanOrEqualTo(3, Samples.Length);
            string[] run = [.. Pages().Select(row => (string)row[0])];
            foreach (string sample in Samples)
            {
                string page = $"Ota.Samples.Esp32/{sample}/README.md";
                Assert.Contains(page, run, $"No test runs the commands of {page}.");
                DocCommand[] commands = [.. DocPage.Load(_root, page).Fences.Where(fence => fence.Find(DocMarkKind.NotRun) == null && fence.Find(DocMarkKind.RunBy) == null).SelectMany(fence => fence.Commands)];
                string[] verbs = [.. commands.Where(command => command.Words[0] == "nanoota").Select(command => command.Words[1])];
                Assert.AreEqual("keygen", verbs[0], $"{page}: a reader has no key yet.");
                Assert.IsGreaterThanOrEqualTo(2, verbs.Count(verb => verb == "publish"), $"{page}: a release, and the next one.");
                Assert.Contains("serve", verbs, page);
            }
        }

        private static string[] Samples => [.. Directory.GetDirectories(Path.Combine(_root, "Ota.Samples.Esp32")).Where(folder => Directory.GetFiles(folder, "*.nfproj").Length != 0).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

        // The outputs; what stands behind a command's prompt is the reader's.
        private static IEnumerable<string> Shown(string page, string text) => DocPage.Parse(page, text).Fences
            .Where(fence => fence.Language == "console")
            .SelectMany(fence => fence.Lines)
            .Where(line => !line.StartsWith("$ ", StringComparison.Ordinal));

        // Placeholders in capitals or in angle brackets stand for anything.
        private static IEnumerable<string> Unknown(string[] args)
        {
            System.CommandLine.Command command = NanoOtaCli.Create(new CliConsole(TextWriter.Null, TextWriter.Null, isTerminal: false));
            foreach (string word in args)
            {
                if (word.StartsWith('-'))
                {
                    bool isKnown = word == "--help" || command.Options.Any(option => option.Name == word || option.Aliases.Contains(word));
                    if (!isKnown)
                    {
                        yield return $"'{command.Name}' has no option {word}";
                    }
                }
                else if (command.Subcommands.Count != 0 && command.Arguments.Count == 0 && !Placeholder().IsMatch(word))
                {
                    System.CommandLine.Command? verb = command.Subcommands.FirstOrDefault(sub => sub.Name == word);
                    if (verb == null)
                    {
                        yield return $"there is no verb {word}";
                        yield break;
                    }

                    command = verb;
                }
            }
        }

        // What differs from run to run: times, keys, people.
        private static string Plain(string text) => KeyBytes().Replace(Person().Replace(Base64().Replace(Time().Replace(text, "TIME"), "KEY"), "by NAME"), "BYTES");

        [GeneratedRegex(@"^\s*(\$ )?([A-Z_]+=\S+ )?(nanoota|dotnet|nanoff|git|cmake|esptool|apt-get|tools/\S+\.sh|\.ci/run|Ota\.Tests/\S+\.sh) ")]
        private static partial Regex CommandLine();

        [GeneratedRegex("^[A-Z]+$|^<.*>$")]
        private static partial Regex Placeholder();

        [GeneratedRegex(@"\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})? UTC)?")]
        private static partial Regex Time();

        [GeneratedRegex(@"(?<=thumbprint  )\S+|MFkw[\w+/=\n]+")]
        private static partial Regex Base64();

        [GeneratedRegex(@"by \S+@\S+(?=,)")]
        private static partial Regex Person();

        [GeneratedRegex("0x[0-9A-F]{2}(, 0x[0-9A-F]{2})+")]
        private static partial Regex KeyBytes();
    }
}
