using System.CommandLine;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Cli;
using YamlDotNet.RepresentationModel;

namespace NanoOta.Tests.Packages
{
    /// <summary>
    /// Workflows of GitHub Actions and issue forms: no runner reads them here, so each is parsed, and what they run is looked up. Source of the names:
    /// GitHub, "Workflow syntax for GitHub Actions" and "Syntax for issue forms".
    /// </summary>
    [TestClass]
    public sealed partial class WorkflowTests
    {
        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);

        // Each was looked up in its own README.
        private static readonly string[] _actions =
        [
            "actions/checkout", "actions/deploy-pages", "actions/download-artifact", "actions/setup-dotnet", "actions/upload-artifact", "actions/upload-pages-artifact",
            "microsoft/setup-msbuild", "nanoframework/nanobuild", "nuget/setup-nuget",
        ];

        public static IEnumerable<object[]> Workflows =>
            Files(".github/workflows").Concat(Files("docs/guide")).Select(path => new object[] { Path.GetRelativePath(_root, path) });

        public static IEnumerable<object[]> Forms => Files(".github/ISSUE_TEMPLATE").Where(path => Path.GetFileName(path) != "config.yml").Select(path => new object[] { Path.GetRelativePath(_root, path) });

        [TestMethod]
        [DynamicData(nameof(Workflows))]
        public void A_workflow_has_jobs_of_steps_and_knows_every_action(string path)
        {
            YamlMappingNode root = Load(path);
            Assert.IsNotEmpty(Text(root, "name"));
            Assert.IsTrue(root.Children.ContainsKey("on"), "A workflow without 'on' never starts.");
            Assert.IsTrue(root.Children.ContainsKey("permissions"), "Without 'permissions' the token may write.");
            foreach ((YamlNode name, YamlNode job) in Map(root, "jobs").Children)
            {
                Assert.Contains(Text((YamlMappingNode)job, "runs-on"), ["ubuntu-latest", "windows-latest"], name.ToString());
                foreach (YamlMappingNode step in Steps(job))
                {
                    Assert.IsTrue(step.Children.ContainsKey("uses") != step.Children.ContainsKey("run"), $"{name}: a step either uses an action or runs a command.");
                    if (step.Children.TryGetValue("uses", out YamlNode? uses))
                    {
                        string[] parts = uses.ToString().Split('@');
                        Assert.Contains(parts[0], _actions, "Look the action up, then add its name here.");
                        Assert.IsTrue(Tag().IsMatch(parts[1]), $"{uses} is not pinned to a version.");
                    }
                }
            }

            foreach (string need in Map(root, "jobs").Children.Values.Select(job => Text((YamlMappingNode)job, "needs")).Where(need => need.Length > 0))
            {
                Assert.IsTrue(Map(root, "jobs").Children.ContainsKey(need), $"The job {need} is not there.");
            }
        }

        [TestMethod]
        [DynamicData(nameof(Workflows))]
        public void A_workflow_that_nobody_has_run_says_so(string path)
        {
            Assert.Contains("NOBODY HAS RUN THIS WORKFLOW YET", File.ReadAllText(Path.Combine(_root, path)));
        }

        [TestMethod]
        public void What_the_workflow_of_this_repository_runs_is_there()
        {
            int looked = 0;
            foreach (string line in Commands(".github/workflows/ci.yml"))
            {
                foreach (Match match in Named().Matches(line))
                {
                    looked++;
                    Assert.IsTrue(Path.Exists(Path.Combine(_root, match.Value)), $"'{line}' names {match.Value}, which is not there.");
                }
            }

            Assert.IsGreaterThanOrEqualTo(4, looked, ".ci/run, the solution twice, and the project of the packages.");
        }

        [TestMethod]
        [DynamicData(nameof(Workflows))]
        public void Every_command_of_nanoota_in_a_workflow_is_one(string path)
        {
            RootCommand nanoota = NanoOtaCli.Create(new CliConsole(TextWriter.Null, TextWriter.Null, isTerminal: false));
            foreach (string line in Commands(path).Where(line => line.StartsWith("nanoota ", StringComparison.Ordinal)))
            {
                string filled = line.Replace("${GITHUB_REF_NAME#v}", "1.0", StringComparison.Ordinal).Replace("$GITHUB_RUN_NUMBER", "7", StringComparison.Ordinal);
                ParseResult parsed = nanoota.Parse(filled["nanoota ".Length..]);
                Assert.IsEmpty(parsed.Errors, $"{line}: {string.Join(", ", parsed.Errors.Select(error => error.Message))}");
            }
        }

        [TestMethod]
        [DynamicData(nameof(Forms))]
        public void An_issue_form_has_a_name_and_fields_with_labels(string path)
        {
            YamlMappingNode root = Load(path);
            Assert.IsNotEmpty(Text(root, "name"));
            Assert.IsNotEmpty(Text(root, "description"));
            HashSet<string> ids = [];
            foreach (YamlMappingNode field in ((YamlSequenceNode)root.Children["body"]).Children.Cast<YamlMappingNode>())
            {
                Assert.Contains(Text(field, "type"), ["textarea", "input", "dropdown"]);
                Assert.IsTrue(ids.Add(Text(field, "id")), "Two fields have one id.");
                Assert.IsNotEmpty(Text(Map(field, "attributes"), "label"));
            }
        }

        private static string[] Files(string folder) => [.. Directory.GetFiles(Path.Combine(_root, folder), "*.yml").Order(StringComparer.Ordinal)];

        private static YamlMappingNode Load(string path)
        {
            YamlStream stream = [];
            using StreamReader reader = File.OpenText(Path.Combine(_root, path));
            stream.Load(reader);
            return (YamlMappingNode)stream.Documents.Single().RootNode;
        }

        private static string[] Commands(string path) =>
        [
            .. Map(Load(path), "jobs").Children.Values.SelectMany(Steps).Select(step => Text(step, "run"))
                .SelectMany(run => run.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        ];

        private static IEnumerable<YamlMappingNode> Steps(YamlNode job) => ((YamlSequenceNode)((YamlMappingNode)job).Children["steps"]).Children.Cast<YamlMappingNode>();

        private static YamlMappingNode Map(YamlMappingNode node, string name) => (YamlMappingNode)node.Children[name];

        private static string Text(YamlMappingNode node, string name) => node.Children.TryGetValue(name, out YamlNode? value) ? value.ToString() : string.Empty;

        [GeneratedRegex(@"^v\d+$")]
        private static partial Regex Tag();

        [GeneratedRegex(@"(?<=^|\s)(\.ci/\S+|\S+\.sln|tools/\S+)(?=\s|$)")]
        private static partial Regex Named();
    }
}
