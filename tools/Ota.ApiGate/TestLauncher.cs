using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Mono.Cecil;

namespace NanoOta.ApiGate
{
    /// <summary>
    /// Writes the program that runs the tests of an assembly on a nanoCLR: no reflection, one line for each test, every exception shown.
    /// nanoFramework's own launcher needs the CLR's reflection and tells a test that never ran from one that passed only by its absence.
    /// </summary>
    public static class TestLauncher
    {
        /// <summary>What begins the line of a test that passed; its name follows.</summary>
        public const string Passed = "nanoOta+";

        /// <summary>What begins the line of a test that failed.</summary>
        public const string Failed = "nanoOta-";

        /// <summary>What begins the line of a test that was skipped.</summary>
        public const string Skipped = "nanoOta?";

        /// <summary>What begins a line that a test prints for people, something measured.</summary>
        public const string Note = "nanoOta=";

        private const string Framework = "nanoFramework.TestFramework.";

        /// <summary>The source of the program, and how many tests it runs: those whose name contains <paramref name="filter"/>.</summary>
        public static (string Source, int Count) Write(AssemblyDefinition tests, string filter)
        {
            StringBuilder calls = new();
            // A type of its own for each test class: the CLR has room for 255 static methods in one.
            StringBuilder types = new();
            int count = 0;
            foreach (TypeDefinition type in tests.MainModule.GetTypes().Where(type => Has(type, "TestClassAttribute")))
            {
                StringBuilder mine = new();
                StringBuilder bodies = new();
                string holder = $"Of{type.FullName.Replace('.', '_')}";
                foreach (MethodDefinition method in type.Methods.Where(IsTest))
                {
                    if (!$"{type.Name}.{method.Name}".Contains(filter, StringComparison.OrdinalIgnoreCase))
                    {
                        continue;
                    }

                    // Names are put together on the device: an assembly holds few strings, and rows can be whole test vectors.
                    // "new Test": for a bare method's name the compiler keeps the delegate in a static, and the CLR has few of those in a type.
                    int number = 0;
                    foreach (string row in Rows(method))
                    {
                        int shown = row.Length == 0 ? 0 : ++number;
                        mine.Append($"            Run({Literal(type.Name)}, {Literal(method.Name)}, {shown}, new Test({holder}.Test{count}));\n");
                        bodies.Append($"        internal static void Test{count++}() {{ {Target(method)}.{method.Name}({row}); }}\n\n");
                    }
                }

                if (mine.Length > 0)
                {
                    AddFixtures(type, "SetupAttribute", holder, calls, bodies);
                    calls.Append(mine);
                    AddFixtures(type, "CleanupAttribute", holder, calls, bodies);
                    types.Append($"    static class {holder}\n    {{\n{bodies}    }}\n\n");
                }
            }

            return (Frame(calls, types), count);
        }

        private static void AddFixtures(TypeDefinition type, string attribute, string holder, StringBuilder calls, StringBuilder bodies)
        {
            foreach (MethodDefinition method in type.Methods.Where(method => Has(method, attribute)))
            {
                calls.Append($"            Prepare({Literal(type.Name + "." + method.Name)}, new Test({holder}.{method.Name}));\n");
                bodies.Append($"        internal static void {method.Name}() {{ {Target(method)}.{method.Name}(); }}\n\n");
            }
        }

        private static string Frame(StringBuilder calls, StringBuilder types) => $$"""
            using System;
            using nanoFramework.TestFramework;

            namespace NanoOta.Launcher
            {
                delegate void Test();

                static class Program
                {
                    static void Main()
                    {
            {{calls}}        }

                    static void Run(string type, string method, int row, Test test)
                    {
                        string name = type + "." + method + (row == 0 ? "" : " row " + row.ToString());
                        try
                        {
                            test();
                            Console.WriteLine("{{Passed}}" + name);
                        }
                        catch (SkipTestException e)
                        {
                            Console.WriteLine("{{Skipped}}" + name + ": " + e.Message);
                        }
                        catch (Exception e)
                        {
                            Console.WriteLine("{{Failed}}" + name + ": " + e.GetType().FullName + ": " + e.Message);
                            Console.WriteLine(e.StackTrace);
                        }
                    }

                    static void Prepare(string name, Test test)
                    {
                        try
                        {
                            test();
                        }
                        catch (Exception e)
                        {
                            Console.WriteLine("{{Failed}}" + name + ": " + e.GetType().FullName + ": " + e.Message);
                        }
                    }

                }

            {{types}}}
            """;

        private static bool IsTest(MethodDefinition method) => Has(method, "TestMethodAttribute") || Has(method, "DataRowAttribute");

        private static bool Has(ICustomAttributeProvider member, string attribute) =>
            member.CustomAttributes.Any(candidate => candidate.AttributeType.FullName == Framework + attribute);

        private static string Target(MethodDefinition method)
        {
            string type = method.DeclaringType.FullName.Replace('/', '.');
            return method.IsStatic ? type : $"new {type}()";
        }

        private static IEnumerable<string> Rows(MethodDefinition method)
        {
            CustomAttribute[] rows = [.. method.CustomAttributes.Where(attribute => attribute.AttributeType.FullName == Framework + "DataRowAttribute")];
            return rows.Length == 0 ? [string.Empty] : rows.Select(row => string.Join(", ", Values(row)));
        }

        private static IEnumerable<string> Values(CustomAttribute row) =>
            row.ConstructorArguments[0].Value is CustomAttributeArgument[] values ? values.Select(Value) : ["null"];

        private static string Value(CustomAttributeArgument argument)
        {
            CustomAttributeArgument inner = argument.Value is CustomAttributeArgument boxed ? boxed : argument;
            return inner.Value switch
            {
                null => "null",
                string or bool or char => SymbolDisplay.FormatPrimitive(inner.Value, quoteStrings: true, useHexadecimalNumbers: false)!,
                sbyte or byte or short or ushort or int or uint or long or ulong =>
                    $"({inner.Type.FullName.Replace('/', '.')})({SymbolDisplay.FormatPrimitive(inner.Value, quoteStrings: false, useHexadecimalNumbers: false)})",
                _ => throw new NotSupportedException($"A DataRow with a {inner.Type.FullName}: use numbers, strings, booleans or characters."),
            };
        }

        private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
    }
}
