using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NanoOta.ApiGate
{
    /// <summary>
    /// The shared tests' sources, parted: files with test classes, and the rest, which every batch of tests needs. One assembly does
    /// not hold all tests: a PE has room for 32 KiB of strings, and a test's name, rows and asserted expressions are all strings in it.
    /// </summary>
    public sealed record TestSources(IReadOnlyList<string> Tests, IReadOnlyList<string> Support)
    {
        /// <summary>Parts files by whether a class in them is marked as a test class; the order stays.</summary>
        public static TestSources Of(IReadOnlyList<string> files)
        {
            ILookup<bool, string> parted = files.ToLookup(file => HasTestClass(File.ReadAllText(file)));
            return new TestSources([.. parted[true]], [.. parted[false]]);
        }

        private static bool HasTestClass(string text) =>
            CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes()
                .OfType<ClassDeclarationSyntax>()
                .SelectMany(type => type.AttributeLists)
                .SelectMany(list => list.Attributes)
                .Any(attribute => attribute.Name.ToString() is "TestClass");
    }
}
