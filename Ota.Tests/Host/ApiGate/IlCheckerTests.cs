using System.Globalization;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.ApiGate
{
    /// <summary>Each rule fails on a sample that breaks it, and says where.</summary>
    [TestClass]
    public class IlCheckerTests
    {
        [TestMethod]
        [DataRow(IlRules.Generic, "public class C<T> { }", DisplayName = "a generic class")]
        [DataRow(IlRules.Generic, "public class C { public void M<T>() { } }", DisplayName = "a generic method")]
        [DataRow(IlRules.Generic, "public delegate T D<T>();", DisplayName = "a generic delegate")]
        [DataRow(IlRules.Generic, "class B<T> { } class C : B<int> { }", DisplayName = "a generic base")]
        [DataRow(IlRules.Generic, "class C { T G<T>(T t) { return t; } int M() { return G(1); } }", DisplayName = "a generic call")]
        [DataRow(IlRules.Generic, "public class C { public System.Action<int> F; }", DisplayName = "a generic type of the core library")]
        [DataRow(IlRules.ArrayRank, "public class C { public int[,] F; }", DisplayName = "a field of two dimensions")]
        [DataRow(IlRules.ArrayRank, "public class C { public int M() { return new int[2, 2].Length; } }", DisplayName = "a new array of two dimensions")]
        [DataRow(IlRules.UnsafeMemory, "public unsafe class C { public int M() { int* p = stackalloc int[4]; return p[0]; } }", DisplayName = "stackalloc")]
        [DataRow(IlRules.UnsafeMemory, "public unsafe class C { public int M(int[] a) { fixed (int* p = a) { return *p; } } }", DisplayName = "fixed")]
        [DataRow(IlRules.UnsafeMemory, "public unsafe class C { public int M(delegate*<int> f) { return f(); } }", DisplayName = "a function pointer")]
        [DataRow(IlRules.UnsafeMemory, "public unsafe struct S { public int* P; }", DisplayName = "a pointer field")]
        [DataRow(IlRules.Checked, "public class C { public int M(int a) { return checked(a + 1); } }", DisplayName = "checked addition")]
        [DataRow(IlRules.Checked, "public class C { public byte M(int a) { return checked((byte)a); } }", DisplayName = "checked conversion")]
        [DataRow(IlRules.DefaultInterfaceMethod, "public interface I { void M() { } }", DisplayName = "a default interface method")]
        [DataRow(IlRules.StaticOrder, "class A { public static object X = new object(); } class B { public static object Y = A.X; }", DisplayName = "a static from a static")]
        [DataRow(IlRules.StaticOrder, "delegate void D(); class B { public static D Y = () => { }; }", DisplayName = "a static lambda")]
        [DataRow(IlRules.TestInstance, "public class T { int _n; [nanoFramework.TestFramework.TestMethod] public void M() { _n++; } }", DisplayName = "a test that uses this")]
        public void A_bad_sample_is_refused_by_its_rule(string rule, string source)
        {
            IReadOnlyList<Finding> errors = Errors(source);
            Assert.IsTrue(errors.Any(error => error.Rule == rule), string.Join(Environment.NewLine, errors));
            Assert.IsTrue(errors.All(error => error.Rule == rule), string.Join(Environment.NewLine, errors));
        }

        [TestMethod]
        [DataRow("public class C { public int[][] F = new int[2][]; }", DisplayName = "jagged arrays")]
        [DataRow("delegate void D(); class B { D _y; void M() { _y = () => { }; } }", DisplayName = "lambdas")]
        [DataRow("class A { public static object X = new object(); public object Y = X; }", DisplayName = "an instance from a static")]
        [DataRow("class A { public const int X = 1; } class B { public static int Y = A.X; }", DisplayName = "a static from a constant")]
        [DataRow("class A { public static string X = string.Empty; }", DisplayName = "a static of a library")]
        [DataRow("interface I { int M(); } class A(int x) : I { public int M() { return unchecked(x * 31); } }", DisplayName = "primary constructors")]
        [DataRow("ref struct R { public int X; } class A { string M(in int i) { R r; r.X = i; return $\"\"\"{r.X}\"\"\"; } }", DisplayName = "ref structs, raw strings")]
        [DataRow("public class T { static int N; [nanoFramework.TestFramework.TestMethod] public void M() { N++; } }", DisplayName = "a test that uses statics")]
        [DataRow("enum E : uint { A = 0xF0000000 } class A { bool M(E e) { return e > E.A; } string N(E e) { return e.ToString(); } }", DisplayName = "enums")]
        public void A_good_sample_is_accepted(string source)
        {
            IReadOnlyList<Finding> errors = Errors(source);
            Assert.IsEmpty(errors, string.Join(Environment.NewLine, errors));
        }

        [TestMethod]
        public void What_a_release_build_would_not_print_is_found_in_the_debug_build()
        {
            string text = "class C { void M() { System.Diagnostics.Debug.WriteLine(\"on\"); System.Console.WriteLine(\"off\"); } }";
            Finding error = Sample.Check(Sample.Compile(text, release: false)).Errors.Single();
            Assert.AreEqual(IlRules.DebugOutput, error.Rule);
            Assert.Contains("Debug::WriteLine", error.Detail);
            Assert.IsEmpty(Errors(text), "The attribute [Conditional(DEBUG)] is not in the API: the rule is not needed.");
        }

        [TestMethod]
        public void A_method_may_have_250_locals_and_no_more()
        {
            Assert.IsEmpty(Errors(ManyLocals(IlChecker.MaxLocals)));
            Finding error = Errors(ManyLocals(IlChecker.MaxLocals + 1)).Single();
            Assert.AreEqual(IlRules.Locals, error.Rule);
            Assert.AreEqual("Sample C.M", error.Member);
        }

        [TestMethod]
        public void An_assembly_may_have_64_KiB_of_il_and_no_more()
        {
            StringBuilder source = new("public class C { ");
            for (int i = 0; i < 60; i++)
            {
                source.Append("public int M").Append(i).Append("(int a) { ");
                for (int j = 0; j < 200; j++)
                {
                    source.Append("a = a * 1000003 + 77777; ");
                }

                source.Append("return a; } ");
            }

            Assert.AreEqual(IlRules.IlSize, Errors(source.Append('}').ToString()).Single().Rule);
        }

        [TestMethod]
        public void An_assembly_may_have_32_KiB_of_strings_and_no_more()
        {
            string half = new('x', IlChecker.MaxStringBytes / 2);
            Assert.IsEmpty(Errors($"public class C {{ public string A = \"{half}\"; }}"));
            string source = $"public class C {{ public string A = \"{half}\", B = \"y{half}\"; }}";
            Assert.AreEqual(IlRules.StringSize, Errors(source).Single().Rule);
        }

        [TestMethod]
        public void The_rows_of_tests_are_strings_of_the_assembly()
        {
            string row = new('x', IlChecker.MaxStringBytes);
            string source = $"using nanoFramework.TestFramework; public class C {{ [DataRow(1, \"{row}\")] public static void M(int n, string s) {{ }} }}";
            Assert.AreEqual(IlRules.StringSize, Errors(source).Single().Rule);
        }

        [TestMethod]
        public void The_expressions_that_assertions_show_are_strings_of_the_assembly()
        {
            StringBuilder source = new("using nanoFramework.TestFramework; public class C { public static void M(int number) { ");
            for (int i = 0; i < 1000; i++)
            {
                source.Append(CultureInfo.InvariantCulture, $"Assert.AreEqual(number, number + {i} - {i} + number - number); ");
            }

            Assert.AreEqual(IlRules.StringSize, Errors(source.Append("} }").ToString()).Single().Rule);
        }

        [TestMethod]
        public void Assemblies_of_one_name_are_checked_each()
        {
            CompiledAssembly wrong = Sample.Compile("public class C { public int M(int a) { return checked(a + 1); } }");
            CompiledAssembly right = Sample.Compile("public class D { }");
            Assert.HasCount(1, GateResult.OfAssemblies([wrong, right]).Errors);
            Assert.HasCount(1, GateResult.OfAssemblies([right, wrong]).Errors);
        }

        [TestMethod]
        public void A_finding_says_file_and_line()
        {
            Finding error = Errors("public class C\n{\n    public int M(int a)\n    {\n        return checked(a + 1);\n    }\n}").Single();
            Assert.AreEqual("Sample.cs(5): checked: add.ovf in Sample C.M", error.ToString());
        }

        [TestMethod]
        [DataRow(IlRules.Volatile, "System.Runtime.CompilerServices.IsVolatile", "public class C { public volatile int F; public int M() { return F; } }", DisplayName = "volatile")]
        [DataRow(IlRules.ForbiddenType, "System.ThreadStaticAttribute", "public class C { [System.ThreadStatic] public static int F; }", DisplayName = "ThreadStatic")]
        public void What_another_core_library_lets_through_is_refused_all_the_same(string rule, string type, string source)
        {
            CompiledAssembly lacking = Sample.Compile(source);
            Assert.IsFalse(lacking.Success);
            Assert.IsTrue(Errors(source, CoreLibrary.With(type)).Any(error => error.Rule == rule));
        }

        private static string ManyLocals(int count)
        {
            StringBuilder source = new("public class C { void R(ref int x) { } public void M() { ");
            for (int i = 0; i < count; i++)
            {
                source.Append("int v").Append(i).Append(" = 0; R(ref v").Append(i).Append("); ");
            }

            return source.Append("} }").ToString();
        }

        private static IReadOnlyList<Finding> Errors(string source, byte[]? coreLibrary = null)
        {
            CompiledAssembly compiled = Sample.Compile("#pragma warning disable\n#line 1 \"Sample.cs\"\n" + source, allowUnsafe: true, coreLibrary);
            Assert.IsTrue(compiled.Success, string.Join(Environment.NewLine, compiled.Messages));
            return Sample.Check(compiled).Errors;
        }
    }
}
