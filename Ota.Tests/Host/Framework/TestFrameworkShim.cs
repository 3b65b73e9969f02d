// The surface of nanoFramework.TestFramework that the shared tests use, on MSTest.
using System.Collections;
using Ms = Microsoft.VisualStudio.TestTools.UnitTesting;

[assembly: Ms.Parallelize(Scope = Ms.ExecutionScope.ClassLevel, Workers = 2)]

namespace nanoFramework.TestFramework
{
    /// <summary>A class of tests.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class TestClassAttribute : Ms.TestClassAttribute
    {
    }

    /// <summary>A test. The base constructor records where it stands, for the runner's list.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class TestMethodAttribute : Ms.TestMethodAttribute
    {
        public TestMethodAttribute(
            [System.Runtime.CompilerServices.CallerFilePath] string file = "",
            [System.Runtime.CompilerServices.CallerLineNumber] int line = -1)
            : base(file, line)
        {
        }
    }

    /// <summary>One row of arguments.</summary>
    [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
    public sealed class DataRowAttribute : Ms.DataRowAttribute
    {
        public DataRowAttribute(params object[] values)
            : base(values)
        {
        }
    }

    /// <summary>nanoFramework's assertions; overloads that only box are folded into one.</summary>
    public static class Assert
    {
        public static void AreEqual(int expected, int actual, string message = "") => Ms.Assert.AreEqual(expected, actual, message);

        public static void AreEqual(uint expected, uint actual, string message = "") => Ms.Assert.AreEqual(expected, actual, message);

        public static void AreEqual(long expected, long actual, string message = "") => Ms.Assert.AreEqual(expected, actual, message);

        public static void AreEqual(bool expected, bool actual, string message = "") => Ms.Assert.AreEqual(expected, actual, message);

        public static void AreEqual(string expected, string actual, string message = "") => Ms.Assert.AreEqual(expected, actual, message);

        public static void AreNotEqual(int notExpected, int actual, string message = "") => Ms.Assert.AreNotEqual(notExpected, actual, message);

        public static void AreNotEqual(string notExpected, string actual, string message = "") => Ms.Assert.AreNotEqual(notExpected, actual, message);

        public static void AreSame(object expected, object actual, string message = "") => Ms.Assert.AreSame(expected, actual, message);

        public static void IsTrue(bool condition, string message = "") => Ms.Assert.IsTrue(condition, message);

        public static void IsFalse(bool condition, string message = "") => Ms.Assert.IsFalse(condition, message);

        public static void IsNull(object? value, string message = "") => Ms.Assert.IsNull(value, message);

        public static void IsNotNull(object? value, string message = "") => Ms.Assert.IsNotNull(value, message);

        public static void SkipTest(string message = "") => Ms.Assert.Inconclusive(message);

        public static void ThrowsException(Type exception, Action action, string message = "")
        {
            try
            {
                action();
            }
            catch (Exception e) when (exception.IsInstanceOfType(e))
            {
                return;
            }

            Ms.Assert.Fail($"{exception.Name} was not thrown. {message}");
        }
    }

    /// <summary>nanoFramework's comparison of collections.</summary>
    public static class CollectionAssert
    {
        public static void AreEqual(ICollection expected, ICollection actual, string message = "") =>
            Ms.CollectionAssert.AreEqual(expected, actual, message);
    }
}
