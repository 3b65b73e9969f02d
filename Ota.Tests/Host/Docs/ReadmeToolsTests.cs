using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.Docs
{
    /// <summary>README says what each project under tools/ and bench/ is for.</summary>
    [TestClass]
    public partial class ReadmeToolsTests
    {
        private static readonly string[] _folders = ["tools", "bench"];
        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);

        [TestMethod]
        public void README_has_one_line_for_each_tool_and_none_for_others()
        {
            string[] onDisk =
            [
                .. _folders
                    .SelectMany(folder => DeviceProject.Files(Path.Combine(_root, folder), "*.csproj"))
                    .Select(path => Path.GetRelativePath(_root, Path.GetDirectoryName(path)!).Replace('\\', '/'))
                    .Order(StringComparer.Ordinal),
            ];
            Match[] lines = [.. Row().Matches(File.ReadAllText(Path.Combine(_root, "README.md"))).Cast<Match>()];
            string[] inReadme = [.. lines.Select(line => line.Groups["project"].Value).Order(StringComparer.Ordinal)];
            Assert.IsNotEmpty(onDisk);
            Assert.AreEqual(string.Join(Environment.NewLine, onDisk), string.Join(Environment.NewLine, inReadme), "projects on disk, and in README's table of tools");
            string[] empty = [.. lines.Where(line => line.Groups["purpose"].Value.Trim().Length < 10).Select(line => line.Value)];
            Assert.IsEmpty(empty, "lines of README that do not say what the project is for");
        }

        [GeneratedRegex(@"^\| `(?<project>(tools|bench)/[\w.]+)` \|(?<purpose>[^|\n]*)\|$", RegexOptions.Multiline)]
        private static partial Regex Row();
    }
}
