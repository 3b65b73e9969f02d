using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Docs.Commands
{
    /// <summary>Commands that cannot run within a test, since they run the tests, or build what runs: something else must run them.</summary>
    internal static partial class SuiteCommands
    {
        private static readonly string[] _verbs = ["build", "test", "format", "tool", "docfx"];

        /// <summary>Whether the command builds or tests the repository itself.</summary>
        public static bool IsOfTheSuite(string[] words)
        {
            string[] command = [.. words.SkipWhile(word => Variable().IsMatch(word))];
            return command[0] == ".ci/run" || (command[0] == "dotnet" && _verbs.Contains(command.ElementAtOrDefault(1)));
        }

        /// <summary>The CI has the same line; or the command runs some of these very tests, and they exist.</summary>
        public static void AssertRunInSuite(string root, DocCommand command, string[] words)
        {
            string[] plain = [.. words.SkipWhile(word => Variable().IsMatch(word))];
            if (plain[0] == ".ci/run")
            {
                Assert.IsTrue(File.Exists(Path.Combine(root, ".ci", "run")), command.ToString());
                return;
            }

            Assert.IsTrue(IsOfTheSuite(words), $"{command}\nNo test can run such a command. Mark the block: 'not run', 'stand-in' or 'run by'.");
            foreach (string path in plain.Where(word => word.EndsWith(".sln", StringComparison.Ordinal) || word.EndsWith(".csproj", StringComparison.Ordinal)))
            {
                Assert.IsTrue(File.Exists(Path.Combine(root, path)), $"{command}\n{path} is not there.");
            }

            if (Array.IndexOf(plain, "--filter") is int at and > 0)
            {
                string part = plain[at + 1].Split('~')[^1].Trim('"');
                Assert.IsTrue(Tests().Any(test => test.Contains(part, StringComparison.Ordinal)), $"{command}\nNo test has {part} in its name.");
                return;
            }

            // The CI's 'dotnet test' builds, too.
            string line = string.Join(' ', plain[1] == "build" ? ["dotnet", "test", .. plain[2..]] : plain);
            Assert.Contains(line, File.ReadAllText(Path.Combine(root, ".ci", "run")), $"{command}\n.ci/run does not run '{line}'.");
        }

        /// <summary>The class of tests that a mark names exists, and its source has the mark's words.</summary>
        public static void AssertRunBy(string root, DocMark mark, DocFence fence)
        {
            string[] sources = Directory.GetFiles(Path.Combine(root, "Ota.Tests"), mark.Text + ".cs", SearchOption.AllDirectories);
            Assert.HasCount(1, sources, $"{fence.Page}:{mark.Line}: there is one source {mark.Text}.cs.");
            Assert.Contains(mark.Reason, File.ReadAllText(sources[0]), $"{fence.Page}:{mark.Line}: {mark.Text}.cs does not have the words of the mark, so nobody sees that the class runs the command.");
            Assert.IsTrue(Tests().Any(test => test.Contains($".{mark.Text}.", StringComparison.Ordinal)), $"{fence.Page}:{mark.Line}: {mark.Text} has no test.");
        }

        private static IEnumerable<string> Tests() => typeof(SuiteCommands).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(TestClassAttribute), false))
            .SelectMany(type => type.GetMethods().Where(method => method.IsDefined(typeof(TestMethodAttribute), false)).Select(method => $"{type.FullName}.{method.Name}"));

        [GeneratedRegex(@"^[A-Z_]+=")]
        private static partial Regex Variable();
    }
}
