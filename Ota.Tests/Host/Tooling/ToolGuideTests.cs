using System.Text;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tests.Tooling
{
    /// <summary>
    /// docs/TOOL.md has the output of each command. The test runs the commands in their order. NANOOTA_WRITE_DOCS=1 writes the outputs into the guide.
    /// </summary>
    [TestClass]
    [DoNotParallelize]
    public sealed partial class ToolGuideTests
    {
        private const string Variable = "NANOOTA_WRITE_DOCS";

        private static readonly string _path = Path.Combine(RepositoryRoot.Find(AppContext.BaseDirectory), "docs", "TOOL.md");

        [TestMethod]
        public async Task Each_command_of_the_guide_gives_the_output_that_stands_there()
        {
            string guide = (await File.ReadAllTextAsync(_path)).ReplaceLineEndings("\n");
            using TempFolder temp = new();
            foreach (string version in (string[])["1.0", "1.1", "2.0"])
            {
                Thermostat.CopyTo(temp[$"bin/{version}"], $"{version}.0");
            }

            StringBuilder made = new();
            int at = 0;
            string folder = Directory.GetCurrentDirectory();
            string? keys = Environment.GetEnvironmentVariable(KeyStore.Variable);
            try
            {
                Directory.SetCurrentDirectory(temp.Path);
                Environment.SetEnvironmentVariable(KeyStore.Variable, "keys");
                foreach (Match block in Block().Matches(guide))
                {
                    made.Append(guide, at, block.Index - at).Append("```console\n");
                    at = block.Index + block.Length;
                    foreach (string command in block.Groups["text"].Value.Split('\n').Where(line => line.StartsWith("$ ", StringComparison.Ordinal)))
                    {
                        CliRun run = await CliRun.OfAsync(command["$ nanoota ".Length..].Split(' '));
                        string error = string.Concat(run.Error.Split('\n').Where(line => line.Length != 0 && !line.EndsWith(" ...", StringComparison.Ordinal)).Select(line => line + "\n"));
                        made.Append(command).Append('\n').Append(run.Out.ReplaceLineEndings("\n")).Append(error);
                    }

                    made.Append("```\n");
                }
            }
            finally
            {
                Directory.SetCurrentDirectory(folder);
                Environment.SetEnvironmentVariable(KeyStore.Variable, keys);
            }

            made.Append(guide, at, guide.Length - at);
            if (Environment.GetEnvironmentVariable(Variable) != null)
            {
                await File.WriteAllTextAsync(_path, made.ToString());
                return;
            }

            foreach (string line in Shown(made.ToString()))
            {
                Assert.IsTrue(OutputForm.Fits(line), $"{line.Length} columns in the guide: {line}");
                Assert.AreEqual(string.Empty, OutputForm.Base64UrlDigest(line), $"A digest in base64url, which is for files: {line}");
            }

            Assert.AreEqual(Plain(guide), Plain(made.ToString()), $"docs/TOOL.md is not what the tool says. Run the test with {Variable}=1, and look at the difference.");
        }

        // The outputs; what stands behind a command's prompt is the reader's.
        private static IEnumerable<string> Shown(string guide) => Block().Matches(guide)
            .SelectMany(block => block.Groups["text"].Value.Split('\n'))
            .Where(line => !line.StartsWith("$ ", StringComparison.Ordinal));

        // What differs from run to run: times, keys, people.
        private static string Plain(string text) => KeyBytes().Replace(Person().Replace(Base64().Replace(Time().Replace(text, "TIME"), "KEY"), "by NAME"), "BYTES");

        [GeneratedRegex("```console\n(?<text>.*?)```\n", RegexOptions.Singleline)]
        private static partial Regex Block();

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
