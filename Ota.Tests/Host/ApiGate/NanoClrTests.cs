using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;
using NanoOta.ApiGate;

namespace NanoOta.Tests.ApiGate
{
    /// <summary>The run on a nanoCLR, as far as it goes without one.</summary>
    [TestClass]
    public class NanoClrTests
    {
        private const string Tests = """
            using nanoFramework.TestFramework;

            namespace Sample
            {
                [TestClass]
                public class Things
                {
                    [Setup] public void Begin() { }
                    [Cleanup] public void End() { }
                    [TestMethod] public void Plain() { }
                    [DataRow(1, "a\"b", true)] [DataRow(-2, null, false)] public void Rows(int n, string s, bool b) { }
                    [DataRow((uint)1, -5L, 'c')] public static void More(uint u, long l, char c) { }
                    public void NoTest() { }
                }

                public class NoTests
                {
                    [TestMethod] public void Ignored() { }
                }
            }
            """;

        private static readonly string[] _saidWhenMissing =
            ["NANOCLR is not set", "NANOFRAMEWORK_REFS is not set", "NANOFRAMEWORK_PE is not set", "METADATA_PROCESSOR is not set", "nf-interpreter"];

        private static readonly string[] _calls =
        [
            "new Sample.Things().Plain();",
            "new Sample.Things().Rows((System.Int32)(1), \"a\\\"b\", true);",
            "new Sample.Things().Rows((System.Int32)(-2), null, false);",
            "Sample.Things.More((System.UInt32)(1), (System.Int64)(-5), 'c');",
            "new Sample.Things().Begin();",
            "new Sample.Things().End();",
        ];

        [TestMethod]
        public void What_is_missing_is_named_with_where_to_get_it()
        {
            StringWriter output = new();
            int code = NanoClrCommand.Run(RepositoryRoot.Find(AppContext.BaseDirectory), string.Empty, _ => null, output);
            Assert.AreEqual(NanoClrCommand.Missing, code);
            foreach (string text in _saidWhenMissing)
            {
                StringAssert.Contains(output.ToString(), text);
            }
        }

        [TestMethod]
        public void A_folder_without_the_core_library_is_not_taken_for_the_toolchain()
        {
            StringWriter output = new();
            Assert.IsNull(NanoClrToolchain.Find(_ => AppContext.BaseDirectory, output));
            StringAssert.Contains(output.ToString(), "which has no mscorlib");
        }

        [TestMethod]
        public void The_launcher_runs_every_row_of_every_test_and_prepares_each_class()
        {
            (string source, int count) = Launcher(string.Empty);
            Assert.AreEqual(4, count);
            foreach (string call in _calls)
            {
                StringAssert.Contains(source, call);
            }

            Assert.IsFalse(source.Contains("Ignored", StringComparison.Ordinal) || source.Contains("NoTest", StringComparison.Ordinal), source);
        }

        [TestMethod]
        public void A_filter_leaves_out_the_other_tests()
        {
            Assert.AreEqual(2, Launcher("rows").Count);
            Assert.AreEqual(0, Launcher("nothing of that name").Count);
        }

        [TestMethod]
        public void The_launcher_is_device_code_itself()
        {
            CompiledAssembly tests = Sample.Compile(Tests);
            byte[][] references = [.. ReferenceAssemblies.Shared.Names.Select(name => ReferenceAssemblies.Shared.Find(name)!), tests.Image];
            CompiledAssembly launcher = DeviceCompiler.Compile(new CompilationRequest("Launcher", [], references)
            {
                IsProgram = true,
                Texts = [("Launcher.cs", Launcher(string.Empty).Source)],
            });
            Assert.IsTrue(launcher.Success, string.Join(Environment.NewLine, launcher.Messages));
            Assert.IsEmpty(GateResult.OfAssemblies([tests, launcher]).Errors);
        }

        private static (string Source, int Count) Launcher(string filter)
        {
            using AssemblyDefinition tests = AssemblyDefinition.ReadAssembly(new MemoryStream(Sample.Compile(Tests).Image));
            return TestLauncher.Write(tests, filter);
        }
    }
}
