using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Cli;

namespace NanoOta.Tests.Stock
{
    /// <summary>The commands in the samples' READMEs are ones that the tools take.</summary>
    [TestClass]
    public sealed partial class SampleReadmeTests
    {
        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);

        // Options of nanoff 2.5, from nanoFirmwareFlasher.Tool/Options.cs and the README of that repository.
        private static readonly string[] _nanoffOptions =
            ["--target", "--update", "--masserase", "--serialport", "--nanodevice", "--deploy", "--image", "--networkdeployment", "--devicedetails"];

        [TestMethod]
        [DataRow("Blink")]
        [DataRow("Lamp")]
        [DataRow("SensorNode")]
        public async Task Every_nanoota_command_of_a_readme_has_verb_and_options_that_exist(string sample)
        {
            string[] commands = [.. Lines(sample, "nanoota ")];
            Assert.IsGreaterThan(6, commands.Length);
            Dictionary<string, string> helps = [];
            foreach (string command in commands)
            {
                string verb = command.Split(' ')[1];
                if (!helps.TryGetValue(verb, out string? help))
                {
                    using StringWriter output = new();
                    Assert.AreEqual(0, await NanoOtaCli.RunAsync([verb, "--help"], new CliConsole(output, TextWriter.Null, isTerminal: false)), command);
                    help = helps[verb] = output.ToString();
                }

                foreach (Match option in Option().Matches(command))
                {
                    Assert.MatchesRegex($@"{option.Value}\b", help, command);
                }
            }

            CollectionAssert.IsSubsetOf(new List<string> { "keygen", "pack", "publish", "serve", "verify" }, helps.Keys);
        }

        [TestMethod]
        [DataRow("Blink")]
        [DataRow("SensorNode")]
        public void Every_nanoff_command_of_a_readme_has_options_that_exist(string sample)
        {
            string[] commands = [.. Lines(sample, "nanoff ")];
            Assert.IsGreaterThanOrEqualTo(3, commands.Length);
            foreach (Match option in commands.SelectMany(command => Option().Matches(command)))
            {
                Assert.Contains(option.Value, _nanoffOptions);
            }
        }

        [TestMethod]
        [DataRow("Blink")]
        [DataRow("Lamp")]
        [DataRow("SensorNode")]
        public void Every_folder_that_a_readme_builds_or_packs_is_a_project(string sample)
        {
            string[] folders = [.. Built().Matches(Read(sample)).Select(match => match.Groups[1].Value).Distinct()];
            Assert.Contains($"Ota.Samples.Esp32/{sample}", folders);
            foreach (string folder in folders)
            {
                string path = Path.Combine(_root, folder);
                Assert.IsTrue(Directory.Exists(path) && Directory.EnumerateFiles(path, "*.nfproj").Any(), folder);
            }
        }

        private static string Read(string sample) => File.ReadAllText(Path.Combine(_root, "Ota.Samples.Esp32", sample, "README.md"));

        private static IEnumerable<string> Lines(string sample, string start)
        {
            return Read(sample).Split('\n').Where(line => line.StartsWith(start, StringComparison.Ordinal));
        }

        [GeneratedRegex("(?<= )--[a-z-]+")]
        private static partial Regex Option();

        [GeneratedRegex("([A-Za-z0-9./]+)/bin/Release")]
        private static partial Regex Built();
    }
}
