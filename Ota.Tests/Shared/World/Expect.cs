using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>Assertions on enums, which the framework would compare as boxed objects.</summary>
    public static class Expect
    {
        /// <summary>The result is that one.</summary>
        public static void Result(OtaResult expected, OtaResult actual)
        {
            Assert.AreEqual((int)expected, (int)actual);
        }

        /// <summary>The outcome has that code and is about that.</summary>
        public static void Outcome(OtaResult expected, string subject, OtaOutcome actual)
        {
            Assert.AreEqual((int)expected, (int)actual.Code);
            Assert.AreEqual(subject, actual.Subject);
        }

        /// <summary>The state is that one.</summary>
        public static void State(OtaState expected, OtaState actual)
        {
            Assert.AreEqual((int)expected, (int)actual);
        }
    }
}
