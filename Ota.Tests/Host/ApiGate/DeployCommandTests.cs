using System.Globalization;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Formats;
using NanoOta.Tests.Docs.Commands;
using NanoOta.Tests.Tooling;
using NanoOta.Tooling.Pe;

namespace NanoOta.Tests.ApiGate
{
    /// <summary>
    /// The verb deploy, around stand-ins: the compiler is the real one, and a script in the place of the metadata processor writes PE files that the test
    /// has made. RealBuildTests has the real processor, where somebody has one.
    /// </summary>
    [TestClass]
    public sealed class DeployCommandTests
    {
        private const string Program = "public static class Program { public static void Main() { System.Console.WriteLine(Words.One + System.Net.IPAddress.Loopback); } }";

        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);
        private static readonly string[] _own = ["Words", "Tiny"];

        [TestMethod]
        public void A_program_with_all_that_it_needs_becomes_one_file_of_which_each_part_is_aligned()
        {
            using Toolchain toolchain = Toolchain.Make();
            (int code, string said) = toolchain.Deploy([]);
            Assert.AreEqual(0, code, said);

            byte[] image = File.ReadAllBytes(toolchain.Out(DeployCommand.Image));
            List<string> order = [];
            for (int at = 0; at < image.Length; at += (PeLength(image, at) + 3) & ~3)
            {
                Assert.AreEqual(0, at % 4, "The CLR looks for an assembly at multiples of 4.");
                byte[] part = image.AsSpan(at, PeLength(image, at)).ToArray();
                PeAssembly assembly = PeAssembly.Parse(part, "deploy.bin");
                order.Add(assembly.Name);
                CollectionAssert.AreEqual(File.ReadAllBytes(toolchain.Out(assembly.Name + ".pe")), part, assembly.Name);
            }

            // Each assembly lies behind those that it needs: libraries, then the program's own, the program last.
            CollectionAssert.AreEqual(_own, order[^2..]);
            Assert.Contains("mscorlib", order[..^2]);
            Assert.Contains("System.Net", order[..^2]);
            CollectionAssert.AreEqual(order.Distinct().ToArray(), order);
            Assert.Contains($"{image.Length} bytes, {order.Count} assemblies", said);
        }

        [TestMethod]
        public void A_source_is_replaced_by_the_file_that_somebody_names()
        {
            using Toolchain toolchain = Toolchain.Make();
            string other = toolchain.Write("mine.cs", Program.Replace("Words.One", "\"another one\"", StringComparison.Ordinal));
            (int code, string said) = toolchain.Deploy(["Tiny/Program.cs=" + other]);
            Assert.AreEqual(0, code, said);
            byte[] words = Encoding.Unicode.GetBytes("another one");
            Assert.IsGreaterThanOrEqualTo(0, File.ReadAllBytes(toolchain.Out("Tiny.dll")).AsSpan().IndexOf(words), "The program is compiled from the other source.");

            (code, said) = toolchain.Deploy(["Program.cs=" + other + ".none"]);
            Assert.AreEqual(1, code);
            Assert.Contains("no SOURCE=FILE with a FILE that is there", said);
        }

        [TestMethod]
        public void What_does_not_compile_or_is_not_there_is_named_and_gives_1()
        {
            using Toolchain toolchain = Toolchain.Make();
            string wrong = toolchain.Write("wrong.cs", Program.Replace("Words.One", "Nowhere", StringComparison.Ordinal));
            (int code, string said) = toolchain.Deploy(["Tiny/Program.cs=" + wrong]);
            Assert.AreEqual(1, code);
            Assert.Contains("Nowhere", said);

            File.Delete(toolchain.Library("System.Net.pe"));
            (code, said) = toolchain.Deploy([]);
            Assert.AreEqual(1, code);
            Assert.Contains("System.Net.pe is not there, and the program needs it.", said);
        }

        [TestMethod]
        public async Task The_verb_says_what_a_machine_lacks_and_how_the_verb_is_called()
        {
            using TempFolder temp = new();
            string[] variables = ["NANOCLR", "NANOFRAMEWORK_REFS", "NANOFRAMEWORK_PE", "METADATA_PROCESSOR"];
            if (Array.Exists(variables, variable => Environment.GetEnvironmentVariable(variable) != null))
            {
                Assert.Inconclusive("This machine has parts of the toolchain.");
            }

            CliRun lacking = await Programs.RunAsync("tools/Ota.ApiGate", ["deploy", Path.Combine(_root, "Ota.Samples.Esp32", "Blink", "Blink.nfproj"), temp["out"]], _root);
            Assert.AreEqual(NanoClrCommand.Missing, lacking.Code, lacking.Error);
            foreach (string variable in variables)
            {
                Assert.Contains($"{variable} is not set", lacking.Out);
            }

            CliRun wrong = await Programs.RunAsync("tools/Ota.ApiGate", ["deploy", "Blink.nfproj"], _root);
            Assert.AreEqual(2, wrong.Code);
            foreach (string verb in (string[])["check", "nanoclr", "size", "deploy PROJECT FOLDER", "solution"])
            {
                Assert.Contains($"dotnet run --project tools/Ota.ApiGate -- {verb}", wrong.Error);
            }
        }

        // The length of a PE stands behind its tables, as the offset of the end.
        private static int PeLength(byte[] image, int at) => BitConverter.ToInt32(image, at + 40 + (4 * 15));

        // Four folders and a script, as the variables of the environment name them.
        private sealed class Toolchain : IDisposable
        {
            private readonly TempFolder _temp = new();

            public static Toolchain Make()
            {
                if (OperatingSystem.IsWindows())
                {
                    Assert.Inconclusive("The stand-in of the metadata processor is a script of a Unix shell.");
                }

                Toolchain made = new();
                foreach (string library in ReferenceAssemblies.Shared.Names.Append(CoreLibraryPackage.Assembly).Distinct())
                {
                    made._temp.Write($"refs/{library}.dll", ReferenceAssemblies.Shared.Find(library)!);
                    made._temp.Write($"pe/{library}.pe", new PeWriter { Name = library, Payload = Encoding.ASCII.GetBytes(library + new string('.', library.Length % 4)) }.Write());
                }

                foreach (string own in _own)
                {
                    made._temp.Write($"own/{own}.pe", new PeWriter { Name = own, HasEntryPoint = own == "Tiny", Payload = new byte[own.Length] }.Write());
                }

                made.Project("Words", "Library", "public static class Words { public static string One { get { return \"one\"; } } }", string.Empty);
                made.Project("Tiny", "Exe", Program, "<ProjectReference Include=\"..\\Words\\Words.nfproj\" />");
                string script = made.Write("processor", $"""
                    #!/bin/sh
                    while [ "$1" != -parse ]; do shift; done
                    cp "{made._temp["own"]}/$(basename "$2" .dll).pe" "$4"
                    """);
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
                }

                return made;
            }

            public string Write(string name, string text) => _temp.Write(name, Encoding.UTF8.GetBytes(text));

            public string Out(string name) => _temp["out/" + name];

            public string Library(string name) => _temp["pe/" + name];

            public (int Code, string Said) Deploy(string[] replacements)
            {
                using StringWriter said = new(CultureInfo.InvariantCulture);
                int code = DeployCommand.Run(_temp["Tiny/Tiny.nfproj"], _temp["out"], replacements, Variable, said);
                return (code, said.ToString());
            }

            public void Dispose() => _temp.Dispose();

            private void Project(string name, string kind, string source, string reference)
            {
                Write($"{name}/Program.cs", source);
                Write($"{name}/{name}.nfproj", $"""
                    <Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
                      <PropertyGroup>
                        <OutputType>{kind}</OutputType>
                        <AssemblyName>{name}</AssemblyName>
                        <LangVersion>13.0</LangVersion>
                      </PropertyGroup>
                      <ItemGroup>
                        <Compile Include="Program.cs" />
                        <Reference Include="mscorlib" />
                        <Reference Include="System.Net" />
                        {reference}
                      </ItemGroup>
                    </Project>
                    """);
            }

            private string? Variable(string name) => name switch
            {
                "NANOCLR" => "true",
                "NANOFRAMEWORK_REFS" => _temp["refs"],
                "NANOFRAMEWORK_PE" => _temp["pe"],
                "METADATA_PROCESSOR" => _temp["processor"],
                _ => null,
            };
        }
    }
}
