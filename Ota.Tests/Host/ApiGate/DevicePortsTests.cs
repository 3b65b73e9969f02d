using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.ApiGate
{
    /// <summary>What the boards of samples, boot program and Bootstrap give the client. No host project compiles these files, so their syntax is read.</summary>
    [TestClass]
    public sealed class DevicePortsTests
    {
        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);

        [TestMethod]
        [DataRow("Ota.Bootstrap/Board/BoardPorts.cs", "OtaPorts", "Clock ClockSetter Link Restart Transport", DisplayName = "the ready-made ports, which Lamp takes")]
        [DataRow("Ota.Bootstrap/Updater/UpdaterBoard.cs", "OtaPorts", "Link Network", DisplayName = "the boot program, whose UpdateProgram makes the network the clock setter")]
        [DataRow("Ota.Bootstrap/Resident/ResidentBoard.cs", "BootPorts", "Link Network Configuration", DisplayName = "the resident program, whose network sets the clock")]
        public void A_board_tells_whether_there_is_a_network_sets_the_clock_and_keeps_the_configuration(string file, string ports, string wanted)
        {
            SyntaxNode tree = CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(_root, file))).GetRoot();
            ObjectCreationExpressionSyntax made = tree.DescendantNodes().OfType<ObjectCreationExpressionSyntax>().Single(node => node.Type.ToString() == ports);
            string[] set = [.. made.Initializer!.Expressions.OfType<AssignmentExpressionSyntax>().Select(assignment => assignment.Left.ToString())];
            CollectionAssert.IsSubsetOf(wanted.Split(' '), set, $"{file} sets {string.Join(' ', set)}.");
        }
    }
}
