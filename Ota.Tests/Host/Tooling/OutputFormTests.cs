using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Cli;
using Spectre.Console;

namespace NanoOta.Tests.Tooling
{
    /// <summary>Output for people: 80 columns, one notation for digests, colours only where they are wanted.</summary>
    [TestClass]
    [DoNotParallelize]
    public sealed partial class OutputFormTests
    {
        private const string NoColor = "NO_COLOR";

        [TestMethod]
        [DataRow(false, DisplayName = "no terminal")]
        [DataRow(true, DisplayName = "a terminal of 80 columns")]
        public async Task What_a_verb_prints_fits_80_columns(bool isTerminal)
        {
            using TempFolder temp = new();
            string[][] commands =
            [
                .. Setup(temp),
                ["status", temp["www"], "--key", temp["k.pem"]],
                ["history", "--product", "thermostat", "--key", temp["k.pem"]],
                ["verify", temp["www/stable/manifest.jws"], "--key", temp["k.pem"]],
                .. Files(temp).Select(file => (string[])["inspect", file]),
                ["key", "show", temp["k.pem"]],
                ["prune", "--out", temp["www"], "--dry-run"],
                .. isTerminal ? (string[][])[] : [["demo", "--ifu"], ["demo", "--life"], ["demo", "--agent"]],
            ];
            foreach (string[] command in commands)
            {
                (int code, string output) = await RunAsync(isTerminal, command);
                Assert.AreEqual(0, code, $"{string.Join(' ', command)}: {output}");
                foreach (string line in Escape().Replace(output, string.Empty).Split('\n').Select(line => line.Split('\r')[^1]))
                {
                    Assert.IsTrue(OutputForm.Fits(line), $"{line.Length} columns from {string.Join(' ', command)}: {line}");
                }
            }
        }

        [TestMethod]
        public async Task A_digest_has_hexadecimal_digits_in_every_output()
        {
            using TempFolder temp = new();
            string[][] commands =
            [
                .. Setup(temp).Select(command => command[0] == "keygen" ? command : [.. command, "--json"]),
                .. ((string[][])[
                    ["status", temp["www"], "--key", temp["k.pem"]],
                    ["history", "--product", "thermostat", "--key", temp["k.pem"]],
                    ["verify", temp["www/stable/manifest.jws"], "--key", temp["k.pem"]],
                    .. Files(temp).Select(file => (string[])["inspect", file]),
                ]).SelectMany(command => (string[][])[command, [.. command, "--json"]]),
            ];
            int hex = 0;
            foreach (string[] command in commands)
            {
                (int code, string output) = await RunAsync(isTerminal: false, command);
                Assert.AreEqual(0, code, $"{string.Join(' ', command)}: {output}");
                foreach (string line in output.Split('\n'))
                {
                    Assert.AreEqual(string.Empty, OutputForm.Base64UrlDigest(line), $"A digest in base64url from {string.Join(' ', command)}: {line}");
                    hex += line.Split(' ', '"', ',', '=').Any(word => word.Length == 64 && word.All(char.IsAsciiHexDigitLower)) ? 1 : 0;
                }
            }

            Assert.IsGreaterThan(15, hex, "No digest was shown, so none was judged.");
        }

        [TestMethod]
        public async Task NO_COLOR_switches_colours_off()
        {
            using TempFolder temp = new();
            await CliRun.OfAsync("keygen", temp["k.pem"]);
            Assert.IsFalse(HasColour(Title(null).ToString()) && HasColour(Title("1").ToString()), "NO_COLOR is not obeyed.");
            Assert.IsTrue(HasColour(Title(null).ToString()), "A terminal has colours, so the other half of the test means something.");
            Assert.IsTrue(HasColour(Title(string.Empty).ToString()), "no-color.org: an empty value switches nothing off.");
            (_, string plain) = await RunAsync(isTerminal: false, "inspect", temp["k.pem"]);
            Assert.IsFalse(plain.Contains('\u001b', StringComparison.Ordinal), "Redirected output is plain.");
        }

        [GeneratedRegex(@"\u001b\[[0-9;?]*[A-Za-z]")]
        private static partial Regex Escape();

        private static StringWriter Title(string? noColor)
        {
            string? before = Environment.GetEnvironmentVariable(NoColor);
            StringWriter output = new();
            try
            {
                Environment.SetEnvironmentVariable(NoColor, noColor);
                new CliConsole(output, TextWriter.Null, isTerminal: true, AnsiSupport.Yes).Pretty.MarkupLine("[red]x[/]");
            }
            finally
            {
                Environment.SetEnvironmentVariable(NoColor, before);
            }

            return output;
        }

        // SGR with a colour: 30 to 37, 90 to 97, 38 (ECMA-48).
        private static bool HasColour(string text) =>
            text.Split('\u001b').Skip(1).Any(escape => escape.StartsWith("[3", StringComparison.Ordinal) || escape.StartsWith("[9", StringComparison.Ordinal));

        private static string[][] Setup(TempFolder temp)
        {
            string[] line = ["--key", temp["k.pem"], "--product", "thermostat", "--out", temp["www"]];
            return
            [
                ["keygen", temp["k.pem"], "--kid", "test"],
                ["pack", Thermostat.CopyTo(temp["bin"], "1.0.0"), "--out", temp["packed"]],
                ["release", temp["bin"], .. line, "--version", "1.0.0", "--first"],
                ["release", Thermostat.CopyTo(temp["bin2"], "1.1.0"), .. line, "--version", "1.1.0", "--rollout", "5", "--group", "beta", "--window", "02:00-04:00"],
            ];
        }

        private static IEnumerable<string> Files(TempFolder temp) =>
        [
            temp["www/stable/manifest.jws"], temp["channels/thermostat/stable.jws"], temp["packed/app.pack.json"], temp["packed/app.img"], temp["packed/app.chunks"],
            temp["www/stable/1.1.0/app.delta"], temp["k.pem"],
        ];

        private static async Task<(int Code, string Output)> RunAsync(bool isTerminal, params string[] command)
        {
            using StringWriter output = new();
            int code = await NanoOtaCli.RunAsync(command, new CliConsole(output, output, isTerminal));
            return (code, output.ToString());
        }
    }
}
