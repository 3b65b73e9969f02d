using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;
using NanoOta.ApiGate;
using NanoOta.Tests.Docs;

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

        [TestMethod]
        public void The_launcher_has_a_type_for_each_test_class_and_no_statics()
        {
            // A type holds 255 static methods; the compiler's cached delegates are statics, and with hundreds of them the CLR stops silently.
            CompiledAssembly tests = Sample.Compile(Tests);
            byte[][] references = [.. ReferenceAssemblies.Shared.Names.Select(name => ReferenceAssemblies.Shared.Find(name)!), tests.Image];
            string source = Launcher(string.Empty).Source;
            CompiledAssembly launcher = DeviceCompiler.Compile(new CompilationRequest("Launcher", [], references) { Texts = [("Launcher.cs", source)] });
            using AssemblyDefinition definition = AssemblyDefinition.ReadAssembly(new MemoryStream(launcher.Image));
            TypeDefinition[] types = [.. definition.MainModule.GetTypes()];
            Assert.IsEmpty(types.SelectMany(type => type.Fields).Where(field => field.IsStatic));
            Assert.HasCount(6, types.Single(type => type.Name == "OfSample_Things").Methods);
        }

        [TestMethod]
        public void Tests_are_counted_by_the_lines_that_the_launcher_prints()
        {
            StringWriter output = new();
            TestTally tally = new(output);
            string[] lines =
            [
                "nanoOta+A.B", "something else", "nanoOta?A.C: why", "    at Passed", "nanoOta-A.D: Exception: text", "    at Failed", "nanoOta=memory: 5 bytes",
                "nanoOta+A.E",
            ];
            foreach (string line in lines)
            {
                tally.Take(line);
            }

            Assert.AreEqual((2, 1, 1, 4), (tally.Passed, tally.Failed, tally.Skipped, tally.Ended));
            Assert.AreEqual("2 passed, 1 failed, 1 skipped", tally.ToString());
            string[] shown = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
            string[] expected = ["passed  A.B", "skipped A.C: why", "FAILED  A.D: Exception: text", "    at Failed", "memory: 5 bytes", "passed  A.E"];
            CollectionAssert.AreEqual(expected, shown);
        }

        [TestMethod]
        public void Tests_that_never_ended_are_failed_ones()
        {
            TestTally tally = new(TextWriter.Null);
            tally.Take("nanoOta+A.B");
            tally.Miss(3);
            Assert.AreEqual("1 passed, 3 failed (3 of them never ended)", tally.ToString());
        }

        [TestMethod]
        public void The_loader_tests_and_what_they_load_are_device_code()
        {
            string root = RepositoryRoot.Find(AppContext.BaseDirectory);
            CompiledAssembly[] products = [.. DeviceCompiler.CompileProjects(DeviceProject.FindAll(root)).Where(compiled => compiled.Name is "Ota.Client" or "Ota.Agent" or "Ota.Bootstrap")];
            byte[][] libraries = [.. ReferenceAssemblies.Shared.Names.Select(name => ReferenceAssemblies.Shared.Find(name)!)];
            List<CompiledAssembly> apps = [];
            foreach (string source in LoaderApps.Sources(root))
            {
                byte[][] references = [.. libraries, .. products.Select(product => product.Image), .. apps.Select(app => app.Image)];
                apps.Add(DeviceCompiler.Compile(new CompilationRequest(Path.GetFileNameWithoutExtension(source), [source], references)));
            }

            string text = LoaderApps.Write(apps.Select(app => app.Name).Concat(LoaderApps.Libraries).Select(name => (name, new byte[] { 1, 2 })), new PublishedApp([1], [("a", [2])]));
            byte[][] all = [.. libraries, .. products.Select(product => product.Image)];
            CompiledAssembly tests = DeviceCompiler.Compile(
                new CompilationRequest("NFUnitTest", LoaderApps.TestSources(root), all) { Texts = [("LoaderApps.cs", text)] });
            CompiledAssembly[] everything = [.. products, .. apps, tests];
            Assert.HasCount(3, products);
            Assert.IsEmpty(everything.SelectMany(compiled => compiled.Messages));
            Assert.IsEmpty(GateResult.OfAssemblies(everything).Errors);
        }

        [TestMethod]
        [DataRow("ResidentBudget", "and held there: # bytes beside an app")]
        [DataRow("UpdateBudget", " bytes beside an app, # in all while an update is fetched")]
        public void The_memory_that_the_tests_hold_is_the_documented_one(string budget, string phrase)
        {
            string root = RepositoryRoot.Find(AppContext.BaseDirectory);
            string tests = File.ReadAllText(Path.Combine(root, LoaderApps.Folder, "MemoryTests.cs"));
            int bytes = int.Parse(Regex.Match(tests, $@"const int {budget} = (\d+);").Groups[1].Value, CultureInfo.InvariantCulture);
            Assert.AreEqual(bytes, new Document("docs/FOOTPRINT.md").Number(phrase));
        }

        private static (string Source, int Count) Launcher(string filter)
        {
            using AssemblyDefinition tests = AssemblyDefinition.ReadAssembly(new MemoryStream(Sample.Compile(Tests).Image));
            return TestLauncher.Write(tests, filter);
        }
    }
}
