using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.ApiGate
{
    /// <summary>The trap's forms, each seen, and the safe ones beside them, none reported.</summary>
    [TestClass]
    public class SignednessTrapTests
    {
        [TestMethod]
        [DataRow("return (int)u >> 4;", "shr", DisplayName = "shift of a uint parameter's cast")]
        [DataRow("return (int)Uint >> 4;", "shr", DisplayName = "shift of a field's")]
        [DataRow("return (int)Static >> 4;", "shr", DisplayName = "shift of a static's")]
        [DataRow("return (int)Uints[0] >> 4;", "shr", DisplayName = "shift of an element's")]
        [DataRow("return (int)((long)Ulongs[0] >> 4);", "shr", DisplayName = "shift of a ulong element's")]
        [DataRow("ref uint r = ref Uints[1]; return (int)r >> 4;", "shr", DisplayName = "shift of a reference's")]
        [DataRow("uint l = u * 3; Use(l); return (int)l >> 4;", "shr", DisplayName = "shift of a local's")]
        [DataRow("return (int)u % 10;", "rem", DisplayName = "remainder")]
        [DataRow("return (int)((long)(int)u);", "", DisplayName = "widened and narrowed again")]
        [DataRow("Long = (long)(int)u; return 0;", "conv.i8", DisplayName = "widening")]
        [DataRow("Double = (double)(int)u; return 0;", "conv.r8", DisplayName = "to double")]
        [DataRow("Float = (float)(int)u; return 0;", "conv.r4", DisplayName = "to float")]
        [DataRow("Long = (long)w >> 4; return 0;", "shr", DisplayName = "shift of a ulong's cast")]
        [DataRow("return ((int)u + i) >> 4;", "shr", DisplayName = "the left operand decides: unsigned")]
        [DataRow("return -(int)u >> 4;", "shr", DisplayName = "negation keeps it")]
        [DataRow("return (i > 0 ? (int)u : i) >> 4;", "shr", DisplayName = "one of two ways")]
        [DataRow("return (i > 0 ? i : (int)u) >> 4;", "shr", DisplayName = "the other of two ways")]
        [DataRow("return (int)Kind >> 4;", "shr", DisplayName = "an enum over uint")]
        public void An_unsigned_value_in_a_signed_operation_is_reported(string body, string operation)
        {
            IReadOnlyList<Finding> warnings = Warnings(body);
            if (operation.Length == 0)
            {
                Assert.IsEmpty(warnings.Where(warning => warning.Detail.StartsWith("shr", StringComparison.Ordinal)));
                return;
            }

            Finding warning = warnings.Single();
            Assert.AreEqual(IlRules.UnsignedAsSigned, warning.Rule);
            StringAssert.StartsWith(warning.Detail, operation + " of a UInt");
            Assert.AreEqual("Sample C.M", warning.Member);
            StringAssert.StartsWith(warning.Location, "Sample.cs(");
        }

        [TestMethod]
        [DataRow("return (int)(u >> 4);", DisplayName = "an unsigned shift")]
        [DataRow("return (int)(u % 10);", DisplayName = "an unsigned remainder")]
        [DataRow("Int = (int)u; return Int >> 4;", DisplayName = "through a signed field")]
        [DataRow("int s = (int)u; if (i > 0) { s++; } return s >> 4;", DisplayName = "through a signed local that stays")]
        [DataRow("int s = (int)u; return s >> 4;", DisplayName = "through a signed local, which -debug+ keeps")]
        [DataRow("return Same(i) >> 4;", DisplayName = "a signed value through a call")]
        [DataRow("Ints[0] = (int)u; return Ints[0] >> 4;", DisplayName = "through a signed element")]
        [DataRow("object o = (int)u; return (int)o >> 4;", DisplayName = "through a box")]
        [DataRow("return (int)u / 10;", DisplayName = "division")]
        [DataRow("return (int)u < i ? 1 : 2;", DisplayName = "comparison")]
        [DataRow("return i >> (int)u;", DisplayName = "as the shift's distance")]
        [DataRow("return i % (int)u;", DisplayName = "as the divisor")]
        [DataRow("return (i + (int)u) >> 4;", DisplayName = "the left operand decides: signed")]
        [DataRow("Long = u; return 0;", DisplayName = "a uint to long")]
        [DataRow("Double = u; return 0;", DisplayName = "a uint to double")]
        [DataRow("return (int)w >> 4;", DisplayName = "a ulong to int is an instruction")]
        [DataRow("return (b << 24) >> 24;", DisplayName = "bytes are signed when loaded")]
        [DataRow("Long = b - 5; return (ch - '0') % 3;", DisplayName = "so are chars")]
        [DataRow("Ulong = (ulong)i >> 4; return 0;", DisplayName = "signed to unsigned")]
        public void A_safe_form_is_not_reported(string body)
        {
            IReadOnlyList<Finding> warnings = Warnings(body);
            Assert.IsEmpty(warnings, string.Join(Environment.NewLine, warnings));
        }

        [TestMethod]
        [DataRow("return Same((int)u) >> 4;", "shr of a UInt32", "Sample C.M", DisplayName = "a result")]
        [DataRow("return Half((int)u);", "shr of a UInt32 (one is passed by Sample C.M)", "Sample C.Half", DisplayName = "an argument")]
        [DataRow("return Virtual((int)u);", "shr of a UInt32 (one is passed by Sample C.M)", "Sample C.Virtual", DisplayName = "an argument of a virtual method")]
        [DataRow("return new C((int)u).Int;", "shr of a UInt32 (one is passed by Sample C.M)", "Sample C..ctor", DisplayName = "an argument of a constructor")]
        [DataRow("return Does((int)u);", "a UInt32 for a delegate's Int32", "Sample C.M", DisplayName = "an argument of a delegate")]
        [DataRow("Out(out i, u); return i;", "a UInt32 behind a reference to Int32", "Sample C.Out", DisplayName = "a reference")]
        public void An_unsigned_value_is_followed_between_methods(string body, string detail, string member)
        {
            Finding warning = Warnings(body, """
                static int Half(int x) { return x >> 1; }
                public virtual int Virtual(int x) { return x >> 1; }
                static void Out(out int x, uint v) { x = (int)v; }
                public C(int x) { Int = x >> 1; }
                """).Single(candidate => detail.Contains("reference", StringComparison.Ordinal) == candidate.Detail.Contains("reference", StringComparison.Ordinal));
            Assert.AreEqual(detail, warning.Detail);
            Assert.AreEqual(member, warning.Member);
        }

        private static IReadOnlyList<Finding> Warnings(string body, string members = "")
        {
            CompiledAssembly compiled = Sample.Compile($$"""
                #pragma warning disable
                #line 1 "Sample.cs"
                public enum Kind : uint { A = 0xF0000000 }
                public class C
                {
                    public uint Uint; public int Int; public int[] Ints; public delegate int Work(int x); public Work Does; public static uint Static; public uint[] Uints; public ulong[] Ulongs;
                    public long Long; public ulong Ulong; public double Double; public float Float; public Kind Kind;
                    static void Use(uint x) { }
                    static void Use(int x) { }
                    static int Same(int x) { return x; }
                    {{members}}
                    public int M(uint u, ulong w, int i, byte b, char ch)
                    {
                        {{body}}
                    }
                }
                """);
            Assert.IsTrue(compiled.Success, string.Join(Environment.NewLine, compiled.Messages));
            return Sample.Check(compiled).Warnings;
        }
    }
}
