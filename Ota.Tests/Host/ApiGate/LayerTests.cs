using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;
using NanoOta.ApiGate;

namespace NanoOta.Tests.ApiGate
{
    /// <summary>Who may use whom, read from the IL of the client as the device projects compile it.</summary>
    [TestClass]
    public partial class LayerTests
    {
        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);
        private static readonly Lazy<IReadOnlyList<CompiledAssembly>> _compiled = new(() => DeviceCompiler.CompileProjects(DeviceProject.FindAll(_root)));
        private static readonly string[] _outsideWorld = ["System.Net", "System.Threading", "System.IO", "System.DateTime", "System.Environment", "System.Random"];

        private static HashSet<string> ForbiddenToPolicy { get; } =
        [
            "NanoOta.OtaPorts", "NanoOta.OtaClient",
            .. TypesOf("Ports"), .. TypesOf("Adapters"), .. TypesOf("Offer"), .. TypesOf("Staging"), .. TypesOf("Slots"),
        ];

        [TestMethod]
        public void Policy_uses_no_port_no_clock_and_no_network()
        {
            using AssemblyDefinition client = Client();
            Assert.Contains("NanoOta.ITransport", ForbiddenToPolicy);
            string[] policy = [.. TypesOf("Policy")];
            Assert.Contains("NanoOta.ReleasePolicy", policy);
            string[] breaches = [.. Breaches(client.MainModule, policy)];
            Assert.IsEmpty(breaches, string.Join(Environment.NewLine, breaches));
        }

        [TestMethod]
        [DataRow("public static long Bad(NanoOta.IClock clock) { return 0; }", "NanoOta.IClock")]
        [DataRow("public static int Bad(NanoOta.OtaOptions options) { return options.Residents.VersionOf(null); }", "NanoOta.IResidents")]
        [DataRow("public static long Bad() { return System.DateTime.UtcNow.Ticks; }", "System.DateTime")]
        [DataRow("public static void Bad() { System.Threading.Thread.Sleep(1); }", "System.Threading.Thread")]
        [DataRow("public NanoOta.OtaPorts Ports;", "NanoOta.OtaPorts")]
        public void A_policy_that_does_is_found(string member, string used)
        {
            byte[][] references = [ClientImage(), .. ReferenceAssemblies.Shared.Names.Select(name => ReferenceAssemblies.Shared.Find(name)!)];
            CompiledAssembly compiled = DeviceCompiler.Compile(new CompilationRequest("Sample", [], references)
            {
                Texts = [("Sample.cs", "namespace NanoOta { public class Sample { " + member + " } }")],
            });
            using AssemblyDefinition sample = AssemblyDefinition.ReadAssembly(new MemoryStream(compiled.Image));
            string[] breaches = [.. Breaches(sample.MainModule, ["NanoOta.Sample"])];
            Assert.IsTrue(breaches.Any(breach => breach.EndsWith(" " + used, StringComparison.Ordinal)), string.Join(Environment.NewLine, breaches));
        }

        [TestMethod]
        public void Signed_bytes_come_in_by_one_way()
        {
            string[] breaches = [.. Callers("NanoOta.Jws", "Verify").Concat(Callers("NanoOta.ManifestReader", "Read")).Distinct()];
            Assert.AreEqual("NanoOta.SignedManifest", string.Join(" ", breaches));
        }

        [TestMethod]
        [DataRow("Ports")]
        [DataRow("Offer")]
        [DataRow("Staging")]
        public void No_source_above_a_transport_has_a_word_of_HTTP(string folder)
        {
            string path = Path.Combine(_root, "Ota.Client", "Client", folder);
            string[] found = [.. Directory.EnumerateFiles(path, "*.cs").SelectMany(File.ReadAllLines).Where(line => WordOfHttp().IsMatch(line))];
            Assert.IsEmpty(found, string.Join(Environment.NewLine, found));
        }

        [TestMethod]
        [DataRow("string ETag { get; }", true)]
        [DataRow("request.IfNoneMatch = tag;", true)]
        [DataRow("// Without a Range header the whole file comes.", true)]
        [DataRow("if (outcome.Status == 404)", true)]
        [DataRow("return OtaResult.HttpNotFound;", true)]
        [DataRow("_request.RangeTag = _body.Tag;", false)]
        [DataRow("private const int WaitSlice = 200;", false)]
        public void The_words_of_HTTP_are_known(string line, bool isOfHttp)
        {
            Assert.AreEqual(isOfHttp, WordOfHttp().IsMatch(line), line);
        }

        [TestMethod]
        public void Only_transports_know_what_a_URL_looks_like()
        {
            string[] callers = [.. Callers("NanoOta.ReleaseUrl", null).Order(StringComparer.Ordinal)];
            Assert.AreEqual("NanoOta.HttpReporter NanoOta.HttpTransport NanoOta.ReleaseUrl", string.Join(" ", callers));
        }

        // The types that the files of a folder of the client declare: by syntax, not by name.
        private static IEnumerable<string> TypesOf(string folder) =>
            Directory.EnumerateFiles(Path.Combine(_root, "Ota.Client", "Client", folder), "*.cs", SearchOption.AllDirectories)
                .SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes())
                .OfType<Microsoft.CodeAnalysis.CSharp.Syntax.BaseTypeDeclarationSyntax>()
                .Select(type => "NanoOta." + type.Identifier.Text)
                .Distinct();

        private static IEnumerable<string> Breaches(ModuleDefinition module, string[] layer) =>
            from type in module.GetTypes()
            where layer.Contains(type.FullName.Split('/')[0])
            from used in Used(type)
            where ForbiddenToPolicy.Contains(used) || _outsideWorld.Any(part => used == part || used.StartsWith(part + ".", StringComparison.Ordinal))
            select $"{type.FullName} uses {used}";

        private static IEnumerable<string> Used(TypeDefinition type)
        {
            IEnumerable<TypeReference> declared = type.Fields.Select(field => field.FieldType)
                .Concat(type.Interfaces.Select(implemented => implemented.InterfaceType))
                .Concat(type.Methods.SelectMany(method => method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType)));
            if (type.BaseType != null)
            {
                declared = declared.Append(type.BaseType);
            }

            IEnumerable<MethodDefinition> bodies = type.Methods.Where(method => method.HasBody);
            IEnumerable<TypeReference> inBodies = bodies.SelectMany(method => method.Body.Variables.Select(local => local.VariableType))
                .Concat(bodies.SelectMany(method => method.Body.Instructions).SelectMany(instruction => TypesIn(instruction.Operand)));
            return declared.Concat(inBodies).Select(reference => reference.GetElementType().FullName).Distinct();
        }

        private static IEnumerable<TypeReference> TypesIn(object? operand) => operand switch
        {
            FieldReference field => [field.DeclaringType, field.FieldType],
            MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(parameter => parameter.ParameterType)],
            TypeReference type => [type],
            _ => [],
        };

        // Of all device assemblies and of the tool's library, without the tests.
        private static IEnumerable<string> Callers(string type, string? method)
        {
            IEnumerable<byte[]> images = _compiled.Value.Where(compiled => compiled.Name != "NFUnitTest").Select(compiled => compiled.Image)
                .Append(File.ReadAllBytes(typeof(NanoOta.Tooling.ToolException).Assembly.Location));
            foreach (byte[] image in images)
            {
                using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(new MemoryStream(image));
                foreach (TypeDefinition caller in assembly.MainModule.GetTypes().Where(caller => caller.Methods.Any(Calls)).ToArray())
                {
                    yield return caller.FullName;
                }
            }

            bool Calls(MethodDefinition caller) => caller.HasBody && caller.Body.Instructions.Any(instruction =>
                instruction.Operand is MethodReference called && called.DeclaringType.FullName == type && (method == null || called.Name == method));
        }

        private static AssemblyDefinition Client() => AssemblyDefinition.ReadAssembly(new MemoryStream(ClientImage()));

        private static byte[] ClientImage() => _compiled.Value.Single(compiled => compiled.Name == "Ota.Client").Image;

        [GeneratedRegex(@"HTTP|\bHttp|OtaResult\.Http|E-?Tag\b|If-?(None|Match|Range)|Content-?(Length|Range)|Location|Status (==|!=|>|<)=? ?[1-5]\d\d|[Hh]eaders?\b")]
        private static partial Regex WordOfHttp();
    }
}
