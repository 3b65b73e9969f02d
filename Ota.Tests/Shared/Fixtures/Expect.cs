using System.Runtime.CompilerServices;
using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>Assertions on enums, which the framework would compare as boxed objects. A failure gives the names and what was asked.</summary>
    public static class Expect
    {
        /// <summary>The result is that one. The label is the expression that gave the result, unless a test has a better one.</summary>
        public static void Result(OtaResult expected, OtaResult actual, [CallerArgumentExpression("actual")] string label = "")
        {
            // Names are looked up for a failure only: an interpreter takes long to split a table.
            if (expected != actual)
            {
                Assert.AreEqual(CodeNames.Of(expected), CodeNames.Of(actual), label);
            }
        }

        /// <summary>The outcome has that code and is about that.</summary>
        public static void Outcome(OtaResult expected, string subject, OtaOutcome actual, [CallerArgumentExpression("actual")] string label = "")
        {
            Result(expected, actual.Code, label);
            Assert.AreEqual(subject, actual.Subject, label);
        }

        /// <summary>The state is that one.</summary>
        public static void State(OtaState expected, OtaState actual, [CallerArgumentExpression("actual")] string label = "")
        {
            if (expected != actual)
            {
                Assert.AreEqual(CodeNames.Of(expected), CodeNames.Of(actual), label);
            }
        }
    }
}
