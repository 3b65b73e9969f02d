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

        // The day on which each row below was compared with action.yml of the tag. Every workflow says the same day.
        private const string LookedUp = "Actions looked up on 2026-11-27";

        // The newest major version of each action on that day, and the inputs of its action.yml there. An exclamation mark: the action needs the input.
        private static readonly Dictionary<string, (string Version, string[] Inputs)> _actions = new(StringComparer.Ordinal)
        {
            ["actions/checkout"] = ("v7",
            [
                "repository", "ref", "token", "ssh-key", "ssh-known-hosts", "ssh-strict", "ssh-user", "persist-credentials", "path", "clean", "filter", "sparse-checkout",
                "sparse-checkout-cone-mode", "fetch-depth", "fetch-tags", "show-progress", "lfs", "submodules", "set-safe-directory", "github-server-url", "allow-unsafe-pr-checkout",
            ]),
            ["actions/setup-dotnet"] = ("v6",
            [
                "dotnet-version", "dotnet-quality", "dotnet-channel", "global-json-file", "source-url", "owner", "config-file", "cache", "cache-dependency-path", "workloads", "architecture",
            ]),
            ["actions/upload-artifact"] = ("v7", ["name", "path!", "if-no-files-found", "retention-days", "compression-level", "overwrite", "include-hidden-files", "archive"]),
            ["actions/download-artifact"] = ("v8", ["name", "artifact-ids", "path", "pattern", "merge-multiple", "github-token", "repository", "run-id", "skip-decompress", "digest-mismatch"]),
            ["actions/upload-pages-artifact"] = ("v5", ["name", "path!", "retention-days", "include-hidden-files"]),
            ["actions/deploy-pages"] = ("v5", ["token", "timeout", "error_count", "reporting_interval", "artifact_name", "preview"]),
            ["microsoft/setup-msbuild"] = ("v3", ["vswhere-path", "vs-version", "vs-prerelease", "msbuild-architecture"]),
            ["nanoframework/nanobuild"] = ("v1", ["gitHubAuth", "usePreview"]),
            ["nuget/setup-nuget"] = ("v4", ["nuget-version", "nuget-api-key", "nuget-api-key-source"]),
        };

        // GitHub, "Workflow syntax for GitHub Actions", as far as the workflows here use the syntax. A key with a slip of the pen is not among them.
        private static readonly string[] _rootKeys = ["name", "on", "permissions", "env", "concurrency", "jobs"];
        private static readonly string[] _jobKeys = ["name", "needs", "runs-on", "environment", "env", "if", "permissions", "strategy", "timeout-minutes", "container", "steps"];
        private static readonly string[] _stepKeys = ["name", "id", "if", "uses", "with", "run", "shell", "env", "working-directory", "timeout-minutes", "continue-on-error"];
        private static readonly string[] _permissions = ["actions", "checks", "contents", "deployments", "id-token", "issues", "packages", "pages", "pull-requests", "statuses"];

        // nanobuild v1 looks for Visual Studio 2019 and 2022, which windows-latest has not had since June 2026.
        private static readonly string[] _runners = ["ubuntu-latest", "windows-2022"];

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
            HaveKeys(path, root, _rootKeys);
            HaveKeys($"{path}, permissions", Map(root, "permissions"), _permissions);
            foreach ((YamlNode name, YamlNode job) in Map(root, "jobs").Children)
            {
                HaveKeys($"{path}, {name}", (YamlMappingNode)job, _jobKeys);
                Assert.Contains(Text((YamlMappingNode)job, "runs-on"), _runners, $"{path}, {name}");
                foreach (YamlMappingNode step in Steps(job))
                {
                    string where = $"{path}, {name}, line {step.Start.Line}";
                    HaveKeys(where, step, _stepKeys);
                    Assert.IsTrue(step.Children.ContainsKey("uses") != step.Children.ContainsKey("run"), $"{where}: a step either uses an action or runs a command.");
                    Assert.IsTrue(step.Children.ContainsKey("uses") || !step.Children.ContainsKey("with"), $"{where}: a command takes no inputs.");
                    if (step.Children.TryGetValue("uses", out YamlNode? uses))
                    {
                        CheckAction(where, uses.ToString(), step.Children.ContainsKey("with") ? Map(step, "with") : new YamlMappingNode());
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
        public void A_workflow_that_nobody_has_run_says_so_and_when_its_actions_were_looked_up(string path)
        {
            string text = File.ReadAllText(Path.Combine(_root, path));
            Assert.Contains("NOBODY HAS RUN THIS WORKFLOW YET", text);
            Assert.Contains(LookedUp, text, $"{path} and the table of this test are of different days.");
        }

        /// <summary>Contexts and secrets are spelled as GitHub has them, and a workflow that publishes pages may do so.</summary>
        [TestMethod]
        [DynamicData(nameof(Workflows))]
        public void What_a_workflow_takes_from_GitHub_is_there(string path)
        {
            string text = File.ReadAllText(Path.Combine(_root, path));
            foreach (Match match in Expression().Matches(text))
            {
                Assert.IsTrue(Context().IsMatch(match.Groups["inner"].Value), $"{path}: nothing is known of {match.Value}.");
            }

            foreach (Match match in Variable().Matches(text))
            {
                Assert.Contains(match.Groups["name"].Value, ["GITHUB_REF_NAME", "GITHUB_RUN_NUMBER", "HOME", "KEY"], $"{path}: nobody sets {match.Value}.");
            }

            if (text.Contains("actions/deploy-pages@", StringComparison.Ordinal))
            {
                // README of actions/deploy-pages: both permissions, and this environment.
                YamlMappingNode permissions = Map(Load(path), "permissions");
                Assert.AreEqual("write write", $"{Text(permissions, "pages")} {Text(permissions, "id-token")}", path);
                Assert.Contains("environment: github-pages", text, path);
            }
        }

        [TestMethod]
        public void What_the_workflow_of_this_repository_runs_is_there()
        {
            int looked = 0;
            ParseOptionsOfPackages();
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
                string filled = line.Replace("\"${GITHUB_REF_NAME#v}\"", "1.0", StringComparison.Ordinal).Replace("\"$GITHUB_RUN_NUMBER\"", "7", StringComparison.Ordinal);

                // What nanoota.json says of the rest of the line. ApplicationReadmeTests run the line with the file of 'nanoota new'.
                string rest = line.StartsWith("nanoota release ", StringComparison.Ordinal) ? " bin/Release --key release --product app --out served" : string.Empty;
                ParseResult parsed = nanoota.Parse(filled["nanoota ".Length..] + rest);
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

        // A workflow that users copy runs in a repository of theirs: nothing of this one is there, and each other program is one that a runner has.
        [TestMethod]
        [DynamicData(nameof(Workflows))]
        public void Every_command_of_a_workflow_is_one_that_the_runner_has(string path)
        {
            bool isOurs = path.StartsWith(".github", StringComparison.Ordinal);
            foreach (string line in Commands(path))
            {
                string program = line.Split(' ')[0];
                Assert.Contains(program, ["dotnet", "nuget", "msbuild", "mkdir", "printf", "nanoota", "sudo", .. isOurs ? (string[])[".ci/run"] : []], $"{path}: {line}");
                Assert.IsTrue(isOurs || !Named().Matches(line).Any(match => match.Value != "App.sln"), $"{path}: '{line}' names a file of this repository, which a user's has not.");
                Assert.IsTrue(program != "nanoota" || Commands(path).Contains("dotnet tool install --global nanoOta.Tool"), $"{path}: nobody installs nanoota.");
            }
        }

        // The one line that runs a tool of this repository, whose options are looked up by the tool itself.
        private static void ParseOptionsOfPackages()
        {
            string line = Commands(".github/workflows/ci.yml").Single(command => command.StartsWith("dotnet run ", StringComparison.Ordinal));
            Assert.AreEqual("dotnet run --project tools/Ota.Packages -- --built . --out packages", line);
            string source = File.ReadAllText(Path.Combine(_root, "tools", "Ota.Packages", "Program.cs"));
            foreach (string option in line.Split("-- ", 2)[1].Split(' ').Where(word => word.StartsWith("--", StringComparison.Ordinal)))
            {
                Assert.Contains($"new(\"{option}\")", source, $"tools/Ota.Packages has no option {option}.");
            }
        }

        private static void HaveKeys(string where, YamlMappingNode node, string[] known)
        {
            foreach (YamlNode key in node.Children.Keys)
            {
                Assert.Contains(key.ToString(), known, $"{where}: GitHub knows no such key.");
            }
        }

        private static void CheckAction(string where, string uses, YamlMappingNode with)
        {
            string[] parts = uses.Split('@');
            Assert.IsTrue(_actions.TryGetValue(parts[0], out (string Version, string[] Inputs) action), $"{where}: look {parts[0]} up, then add a row to this test.");
            Assert.AreEqual(action.Version, parts.Length == 2 ? parts[1] : "no version", $"{where}: {parts[0]} was looked up in another version.");
            string[] inputs = [.. action.Inputs.Select(input => input.TrimEnd('!'))];
            string[] given = [.. with.Children.Keys.Select(key => key.ToString())];
            foreach (string input in given)
            {
                Assert.Contains(input, inputs, $"{where}: {uses} has no such input. GitHub only warns of that.");
            }

            foreach (string needed in action.Inputs.Where(input => input.EndsWith('!')))
            {
                Assert.Contains(needed.TrimEnd('!'), given, $"{where}: {uses} needs the input.");
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

        [GeneratedRegex(@"\$\{\{\s*(?<inner>.*?)\s*\}\}")]
        private static partial Regex Expression();

        [GeneratedRegex(@"^(github\.token|secrets\.[A-Z_]+)$")]
        private static partial Regex Context();

        [GeneratedRegex(@"\$\{?(?<name>[A-Z_]{3,})")]
        private static partial Regex Variable();

        [GeneratedRegex(@"(?<=^|\s)(\.ci/\S+|\S+\.sln|tools/\S+)(?=\s|$)")]
        private static partial Regex Named();
    }
}
