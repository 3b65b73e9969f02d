using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;
using NanoOta.ApiGate;

namespace NanoOta.Tests.ApiGate
{
    /// <summary>The reference assemblies: what nanoFramework has compiles, what it lacks does not.</summary>
    [TestClass]
    public class ApiTests
    {
        [TestMethod]
        public void What_the_libraries_have_compiles()
        {
            CompiledAssembly compiled = Sample.Compile("""
                using System;
                using System.Collections;
                using System.IO;
                using System.Net;
                using System.Security.Cryptography;
                using System.Text;
                using System.Threading;
                using nanoFramework.Json;

                namespace Sample
                {
                    public delegate int Work(int x);

                    public class Uses
                    {
                        public event Work Done;

                        public string Run(byte[] key, Stream stream, string url)
                        {
                            Hashtable table = (Hashtable)JsonConvert.DeserializeObject("{}", typeof(Hashtable));
                            table["n"] = 1;
                            string text = $"{table.Count:X8} {key.Length}";
                            foreach (DictionaryEntry entry in table)
                            {
                                text += entry.Key.ToString();
                            }

                            switch (text)
                            {
                                case "a": case "b": case "c": case "d": case "e": case "f": case "g": text = "h"; break;
                                default: break;
                            }

                            int number;
                            if (int.TryParse(text, out number) && Done != null)
                            {
                                number = Done(number);
                            }

                            int[] numbers = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
                            lock (table)
                            {
                                Thread.Sleep(numbers[number]);
                            }

                            HttpWebRequest request = (HttpWebRequest)WebRequest.Create(url);
                            using (HttpWebResponse response = (HttpWebResponse)request.GetResponse())
                            {
                                text += response.Headers["ETag"] + (int)response.StatusCode;
                            }

                            byte[] digest = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
                            return new StringBuilder().Append(digest.Length).Append(DateTime.UtcNow - DateTime.UnixEpoch).ToString();
                        }
                    }
                }
                """);
            Assert.IsTrue(compiled.Success, string.Join(Environment.NewLine, compiled.Messages));
            Assert.IsEmpty(Sample.Check(compiled).Errors);
        }

        [TestMethod]
        [DataRow("string s = \"a\".Replace(\"a\", \"b\");", "CS1061", DisplayName = "string.Replace")]
        [DataRow("string s = string.Join(\",\", new string[0]);", "CS0117", DisplayName = "string.Join")]
        [DataRow("object l = new System.Collections.Generic.List<int>();", "CS0234", DisplayName = "List<T>")]
        [DataRow("int? n = null;", "CS0518", DisplayName = "Nullable<T>")]
        [DataRow("decimal d = 1;", "CS0518", DisplayName = "decimal")]
        [DataRow("(int, int) t = (1, 2);", "CS8179", DisplayName = "tuples")]
        [DataRow("int n = System.Linq.Enumerable.Count(new int[0]);", "CS0234", DisplayName = "LINQ")]
        [DataRow("System.Array.Sort(new int[0]);", "CS0117", DisplayName = "Array.Sort")]
        [DataRow("bool b = char.IsDigit('1');", "CS0117", DisplayName = "char.IsDigit")]
        [DataRow("System.Buffer.BlockCopy(null, 0, null, 0, 0);", "CS0234", DisplayName = "Buffer")]
        [DataRow("System.Threading.Tasks.Task t = null;", "CS0234", DisplayName = "Task")]
        [DataRow("System.ReadOnlySpan<byte> s = \"a\"u8;", "CS0518", DisplayName = "u8 literals")]
        [DataRow("int[] a = new int[3]; int[] b = a[1..];", "CS0518", DisplayName = "ranges")]
        [DataRow("var h = System.Security.Cryptography.SHA256.Create();", "CS0234", DisplayName = "SHA256")]
        public void What_the_libraries_lack_does_not_compile(string statement, string error)
        {
            CompiledAssembly compiled = Sample.Compile($"class C {{ void M() {{ {statement} }} }}");
            Assert.IsEmpty(compiled.Image);
            Assert.IsTrue(compiled.Messages.Any(message => message.Contains($"error {error}", StringComparison.Ordinal)), string.Join(Environment.NewLine, compiled.Messages));
        }

        [TestMethod]
        public void An_error_says_file_line_and_column()
        {
            CompiledAssembly compiled = Sample.Compile("class C\n{\n    int M() { return \"\".Missing; }\n}");
            StringAssert.StartsWith(compiled.Messages[0], "Sample.cs(3,25): error CS1061");
        }

        [TestMethod]
        public void A_warning_is_reported_as_well()
        {
            CompiledAssembly compiled = Sample.Compile("class C { void M() { int unused = 1; } }");
            Assert.IsFalse(compiled.Success);
            StringAssert.Contains(compiled.Messages[0], "warning CS0219");
        }

        [TestMethod]
        public void Nothing_of_dotnet_is_referenced()
        {
            using AssemblyDefinition client = AssemblyDefinition.ReadAssembly(new MemoryStream(Sample.Compile("public class C { }").Image));
            AssemblyNameReference reference = client.MainModule.AssemblyReferences.Single();
            ApiPackage core = ApiData.Packages.Single(package => package.Assembly == "mscorlib");
            Assert.AreEqual($"mscorlib, Version={core.AssemblyVersion}, Culture=neutral, PublicKeyToken=c07d481e9758c731", reference.FullName);
        }

        [TestMethod]
        public void Every_member_of_the_data_that_is_not_generic_is_declared()
        {
            foreach (ApiAssembly api in ApiData.Assemblies)
            {
                using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(new MemoryStream(ReferenceAssemblies.Shared.Find(api.Assembly)!));
                foreach (ApiType type in api.Types.Where(type => !type.Name.Contains('`', StringComparison.Ordinal)))
                {
                    TypeDefinition declared = assembly.MainModule.GetType(type.Name);
                    Assert.IsNotNull(declared, type.Name);
                    foreach (ApiMember method in (type.Members ?? []).Where(member => member.Kind == "method" && !IsGeneric(member)))
                    {
                        string signature = string.Join(',', (method.Params ?? []).Select(parameter => parameter.Type));
                        Assert.IsTrue(
                            declared.Methods.Any(candidate => candidate.Name == method.Name
                                && string.Join(',', candidate.Parameters.Select(parameter => parameter.ParameterType.FullName)) == signature),
                            $"{type.Name}.{method.Name}({signature})");
                    }
                }
            }
        }

        private static bool IsGeneric(ApiMember member) =>
            (member.Params ?? []).Select(parameter => parameter.Type).Append(member.Returns!).Any(type => type.Contains('`', StringComparison.Ordinal) || type.Contains('!', StringComparison.Ordinal));
    }
}
