using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;
using NanoOta.ApiGate;

namespace NanoOta.Tests.Native
{
    /// <summary>
    /// The two halves of Ota.Esp32 agree: numbers of results, table of methods, checksum, version. The order of methods and the checksum
    /// are those of nanoFramework's metadata processor 3.x (nanoTablesContext.GetOrderedMethods, NativeMethodsCrc).
    /// </summary>
    [TestClass]
    public sealed partial class NativeInteropTests
    {
        private const string AssemblyName = "Ota.Esp32";

        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);
        private static readonly string _native = Path.Combine(_root, "Ota.Bootstrap", "native", AssemblyName);
        private static readonly Lazy<AssemblyDefinition> _assembly = new(Compile);

        [TestMethod]
        public void Every_number_of_ota_result_h_is_the_one_of_OtaResult()
        {
            Assert.IsGreaterThan(10, CompareNumbers<OtaResult>("ota_result.h", ResultNumber()));
        }

        [TestMethod]
        public void Every_event_of_ota_boot_h_is_the_one_of_GuardEvent()
        {
            Assert.HasCount(CompareNumbers<GuardEvent>("ota_boot.h", EventNumber()), Enum.GetValues<GuardEvent>());
        }

        [TestMethod]
        public void Every_reason_of_ota_guard_h_is_the_one_of_StartReason()
        {
            Assert.HasCount(CompareNumbers<StartReason>("ota_guard.h", ReasonNumber()), Enum.GetValues<StartReason>());
        }

        [TestMethod]
        public void The_native_table_has_a_line_for_every_managed_method_in_the_metadata_processors_order()
        {
            string expected = string.Join('\n', Methods().Select(method => IsNative(method) ? NativeName(method) : "NULL"));
            Assert.AreEqual(expected, string.Join('\n', Table()));
        }

        [TestMethod]
        public void The_checksum_is_the_one_that_the_metadata_processor_puts_into_the_PE()
        {
            uint crc = 0;
            bool any = false;
            foreach (MethodDefinition method in Methods())
            {
                // Until the first native method the processor begins anew each time.
                string[] parts = IsNative(method) ? [AssemblyName, ClassName(method), MethodName(method)] : ["NULL"];
                foreach (string part in parts)
                {
                    crc = Crc(part, any ? crc : 0);
                }

                any |= IsNative(method);
            }

            string stated = Declared().Groups["checksum"].Value;
            Assert.AreEqual($"0x{crc:X8}", stated, "Put the expected checksum into Ota_Esp32.cpp and raise the native version on both sides.");
        }

        [TestMethod]
        public void The_native_version_is_the_managed_sides_AssemblyNativeVersion()
        {
            CustomAttribute attribute = _assembly.Value.CustomAttributes.Single(one => one.AttributeType.Name == "AssemblyNativeVersionAttribute");
            string stated = Declared().Groups["version"].Value.Replace(" ", "", StringComparison.Ordinal).Replace(',', '.');
            Assert.AreEqual((string)attribute.ConstructorArguments[0].Value, stated);
        }

        [TestMethod]
        public void The_header_declares_every_native_method()
        {
            string header = File.ReadAllText(Path.Combine(_native, "Ota_Esp32.h"));
            MethodDefinition[] natives = [.. Methods().Where(IsNative)];
            Assert.HasCount(natives.Length, NativeDeclaration().Matches(header));
            foreach (MethodDefinition method in natives)
            {
                Assert.Contains($"NANOCLR_NATIVE_DECLARE({MethodName(method)});", header);
            }
        }

        [GeneratedRegex(@"OTA_RESULT_(?<name>[A-Z_]+) = (?<value>\d+)")]
        private static partial Regex ResultNumber();

        [GeneratedRegex(@"OTA_TELL_(?<name>[A-Z_]+) = (?<value>\d+)")]
        private static partial Regex EventNumber();

        [GeneratedRegex(@"OTA_REASON_(?<name>[A-Z_]+) = (?<value>\d+)")]
        private static partial Regex ReasonNumber();

        [GeneratedRegex(@"NANOCLR_NATIVE_DECLARE\(")]
        private static partial Regex NativeDeclaration();

        // The shape that nf-interpreter's AddNativeAssemblyVersion looks for, too.
        [GeneratedRegex(@"\sCLR_RT_NativeAssemblyData\s+g_CLR_AssemblyNative_Ota_Esp32\s*=[^{]+{[^0]+(?<checksum>0x[0-9A-F]{8})[^{]+{\s*(?<version>\d+, \d+, \d+, \d+)")]
        private static partial Regex Declaration();

        [GeneratedRegex(@"method_lookup\[\] =\s*{(?<lines>[^}]*)}")]
        private static partial Regex Lookup();

        // How many numbers the header has; each is the one of the same name.
        private static int CompareNumbers<T>(string header, Regex pattern)
            where T : struct, Enum
        {
            MatchCollection numbers = pattern.Matches(File.ReadAllText(Path.Combine(_native, header)));
            foreach (Match number in numbers)
            {
                string name = number.Groups["name"].Value.Replace("_", "", StringComparison.Ordinal);
                Assert.IsTrue(Enum.TryParse(name, ignoreCase: true, out T value), number.Value);
                Assert.AreEqual(Convert.ToInt32(value, CultureInfo.InvariantCulture), int.Parse(number.Groups["value"].Value, CultureInfo.InvariantCulture), number.Value);
            }

            return numbers.Count;
        }

        private static AssemblyDefinition Compile()
        {
            CompiledAssembly compiled = DeviceCompiler.CompileProjects(DeviceProject.FindAll(_root)).Single(one => one.Name == AssemblyName);
            Assert.IsTrue(compiled.Success, string.Join('\n', compiled.Messages));
            return AssemblyDefinition.ReadAssembly(new MemoryStream(compiled.Image));
        }

        private static IEnumerable<MethodDefinition> Methods()
        {
            return _assembly.Value.MainModule.Types
                .Where(type => type.IsClass && type.Name != "<Module>")
                .OrderBy(type => type.FullName, StringComparer.Ordinal)
                .SelectMany(type => type.Methods.OrderBy(method => method.IsVirtual ? 0 : method.IsStatic ? 2 : 1));
        }

        private static Match Declared()
        {
            Match match = Declaration().Match(File.ReadAllText(Path.Combine(_native, "Ota_Esp32.cpp")));
            Assert.IsTrue(match.Success);
            return match;
        }

        private static IEnumerable<string> Table()
        {
            string lines = Lookup().Match(File.ReadAllText(Path.Combine(_native, "Ota_Esp32.cpp"))).Groups["lines"].Value;
            return lines.Split('\n').Select(line => line.Trim().TrimEnd(',')).Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal));
        }

        private static bool IsNative(MethodDefinition method) => method.RVA == 0 && !method.IsAbstract;

        private static string NativeName(MethodDefinition method) => $"Library_Ota_Esp32_{ClassName(method)}::{MethodName(method)}";

        private static string ClassName(MethodDefinition method) => method.DeclaringType.FullName.Replace('.', '_');

        private static string MethodName(MethodDefinition method)
        {
            IEnumerable<TypeReference> types = method.Parameters.Select(parameter => parameter.ParameterType).Prepend(method.ReturnType);
            return method.Name + (method.IsStatic ? "___STATIC__" : "___") + string.Join("__", types.Select(NameOf));
        }

        // Natives of this assembly have no other types.
        private static string NameOf(TypeReference type) => type.FullName switch
        {
            "System.Void" => "VOID",
            "System.Int32" => "I4",
            "System.Byte[]" => "SZARRAY_U1",
            _ => throw new NotSupportedException($"{type.FullName} in a native method: add its name in the metadata processor."),
        };

        // CRC-32 with polynomial 0x04C11DB7, not reflected, no complements.
        private static uint Crc(string text, uint crc)
        {
            foreach (byte value in Encoding.ASCII.GetBytes(text))
            {
                crc ^= (uint)value << 24;
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ 0x04C11DB7 : crc << 1;
                }
            }

            return crc;
        }
    }
}
