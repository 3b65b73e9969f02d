using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.Device
{
    /// <summary>
    /// What documents promise on the debug console is printed in Release, too. Debug.WriteLine is [Conditional("DEBUG")] in CoreLibrary 1.17.11: a Release
    /// build drops the call, and the console stays silent.
    /// </summary>
    [TestClass]
    public sealed partial class ConsolePromiseTests
    {
        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);

        [TestMethod]
        public void R1_No_device_source_uses_Debug_or_Trace_which_Release_leaves_out()
        {
            string[] sources = [.. ((string[])["Ota.Client", "Ota.Bootstrap", "Ota.Samples.Esp32"]).SelectMany(folder => DeviceProject.Files(Path.Combine(_root, folder), "*.cs"))];
            Assert.IsGreaterThan(100, sources.Length);
            string[] found = [.. sources.SelectMany(Conditional)];
            Assert.IsEmpty(found, $"A Release build leaves these lines out. Take Console.WriteLine.\n{string.Join('\n', found)}");
        }

        /// <summary>The lines of the console that the guide explains, and the program that prints each.</summary>
        [TestMethod]
        [DataRow("bootstrap 205", "Ota.Bootstrap/Resident/ResidentBoard.cs", "bootstrap ")]
        [DataRow("updater 205", "Ota.Bootstrap/Updater/UpdaterBoard.cs", "updater ")]
        [DataRow("updater state 4", "Ota.Bootstrap/Updater/UpdaterBoard.cs", "updater state ")]
        [DataRow("phase 3 code 103", "Ota.Samples.Esp32/Blink/BlinkBoard.cs", "phase ")]
        [DataRow("phase 3 code 103", "Ota.Samples.Esp32/Lamp/LampBoard.cs", "phase ")]
        public void R1_What_the_guide_promises_on_the_console_is_printed_by_Console_WriteLine(string line, string source, string begin)
        {
            Assert.Contains($"`{line}`", File.ReadAllText(Path.Combine(_root, "docs", "guide", "trouble.md")), "The guide does not explain the line.");
            string[] printed = [.. Root(Path.Combine(_root, source)).DescendantNodes().OfType<InvocationExpressionSyntax>()
                .Where(call => call.Expression.ToString() == "Console.WriteLine")
                .SelectMany(call => call.ArgumentList.DescendantNodes().OfType<LiteralExpressionSyntax>())
                .Select(literal => literal.Token.ValueText)];
            Assert.Contains(begin, printed, $"{source} prints no line that begins with '{begin}'.");
        }

        /// <summary>Resident and boot program tell the console what they wait for.</summary>
        [TestMethod]
        [DataRow("Resident/ResidentBoard.cs", "Waits = new WaitConsole(\"bootstrap\").Say")]
        [DataRow("Updater/UpdaterBoard.cs", "program.Waits = new WaitConsole(\"updater\").Say")]
        public void R3_The_programs_that_stay_on_a_board_print_what_they_wait_for(string file, string assignment)
        {
            string[] assigned = [.. Root(Path.Combine(_root, "Ota.Bootstrap", file)).DescendantNodes().OfType<AssignmentExpressionSyntax>().Select(node => node.ToString())];
            Assert.Contains(assignment, assigned);
            string guide = File.ReadAllText(Path.Combine(_root, "docs", "guide", "trouble.md"));
            foreach (string line in (string[])["has no application", "waits for a network: no Wi-Fi is stored", "waits for the Wi-Fi", "waits for the server", "waits for a release"])
            {
                Assert.Contains(line, guide, "The guide does not explain the line.");
            }
        }

        private static IEnumerable<string> Conditional(string path) => Root(path).DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(access => Name().IsMatch(access.Expression.ToString()))
            .Select(access => $"{Path.GetRelativePath(_root, path)}:{access.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {access}");

        private static SyntaxNode Root(string path) => CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot();

        [GeneratedRegex(@"^(System\.Diagnostics\.)?(Debug|Trace)$")]
        private static partial Regex Name();
    }
}
