using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NanoOta.ApiGate
{
    /// <summary>
    /// An application of about 25 KB, and programs that tell the free heap beside it. The application lies once where the CLR finds its own
    /// assemblies, as in the segment of an OTA slot, and once in an array, as stock firmware loads it.
    /// </summary>
    public static partial class AppMemory
    {
        /// <summary>The application's assembly.</summary>
        public const string App = "Attached";

        /// <summary>The programs, one a run.</summary>
        public const string Teller = "Teller";

        private const int Types = 35;
        private const int MethodsOfType = 12;

        /// <summary>The application: types with a field, methods and a few strings, none of them like another.</summary>
        public static string AppSource()
        {
            StringBuilder text = new("namespace Attached\n{\n");
            for (int type = 0; type < Types; type++)
            {
                text.Append(CultureInfo.InvariantCulture, $"    public class Sensor{type}\n    {{\n        private int _level{type};\n");
                for (int method = 0; method < MethodsOfType; method++)
                {
                    text.Append(CultureInfo.InvariantCulture, $"        public string Read{type}x{method}(int raw)\n        {{\n");
                    text.Append(CultureInfo.InvariantCulture, $"            _level{type} = (raw * {method + 3}) + _level{type};\n");
                    text.Append(CultureInfo.InvariantCulture, $"            return raw > {type} ? \"s{type}.{method}\" : null;\n        }}\n");
                }

                text.Append("    }\n");
            }

            return text.Append("}\n").ToString();
        }

        /// <summary>A program that tells the free heap; with an image, also what is left once the image is loaded from an array.</summary>
        public static string TellerSource(byte[]? image)
        {
            string load = image is null
                ? string.Empty
                : $"byte[] image = new byte[] {{ {string.Join(", ", image)} }}; System.Reflection.Assembly app = System.Reflection.Assembly.Load(image); Tell(); System.Console.WriteLine(app.FullName);";
            return $$"""
                public class Teller
                {
                    public static void Main() { Tell(); {{load}} }
                    private static void Tell() { System.Console.WriteLine("{{Mark}}" + nanoFramework.Runtime.Native.GC.Run(true).ToString()); }
                }
                """;
        }

        /// <summary>The figures that a run told, in order.</summary>
        public static IReadOnlyList<long> Told(string said) =>
            [.. Figures().Matches(said).Select(figure => long.Parse(figure.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];

        private const string Mark = "nanoOta free ";

        [GeneratedRegex(Mark + "([0-9]+)")]
        private static partial Regex Figures();
    }
}
