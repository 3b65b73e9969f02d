using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Tests.Tooling;
using NanoOta.Tooling;
using NanoOta.Tooling.Signing;
using NanoOta.Workbench;

namespace NanoOta.Tests.Workbench
{
    /// <summary>nanoota new: what the folder has, and that nothing was left to be filled in.</summary>
    [TestClass]
    [DoNotParallelize]
    public sealed partial class NewApplicationTests
    {
        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);

        [TestMethod]
        [DataRow("stock", "Resident")]
        [DataRow("ota", "Updater")]
        [DataRow("ifu", null)]
        public async Task An_application_is_complete_and_has_key_product_and_address(string board, string? part)
        {
            using TempFolder temp = new();
            using KeyFolder keys = new(temp["keys"]);

            CliRun run = await CliRun.OfAsync("new", "Night_Lamp", "--folder", temp["lamp"], "--board", board, "--url", "http://10.1.2.3:8000");

            run.Gives(ExitCode.Ok, "made now");
            PublicKey key = PublicKey.Load(temp["keys/release.pem"]);
            string[] files = [.. Directory.EnumerateFiles(temp["lamp"], "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(temp["lamp"], path).Replace('\\', '/')).Order(StringComparer.Ordinal)];
            string[] expected =
            [
                ".gitignore", "Night_Lamp.nfproj", "Night_Lamp.sln", "Program.cs", "Properties/AssemblyInfo.cs", "README.md", "Work.cs", "nanoota.json", "packages.config",
                .. board == "stock" ? (string[])[] : ["Settings.cs", "Surroundings.cs"],
                .. part == null ? (string[])[] : [$"{part}/Program.cs", $"{part}/Properties/AssemblyInfo.cs", $"{part}/Settings.cs", $"{part}/{part}Board.cs", $"{part}/packages.config", $"{part}/{part}.nfproj"],
            ];
            Assert.AreEqual(string.Join(' ', expected.Order(StringComparer.Ordinal)), string.Join(' ', files));
            foreach (string file in files)
            {
                string text = await File.ReadAllTextAsync(temp["lamp/" + file]);
                Assert.DoesNotMatchRegex("OtaApplication1|otaapplication1|key-of-releases|192\\.168|your-key", text, $"{file} has something that was to be filled in.");
                Assert.DoesNotContain("PRIVATE KEY", text, $"{file} has a private key.");
            }

            string settings = await File.ReadAllTextAsync(temp[part == null ? "lamp/Settings.cs" : $"lamp/{part}/Settings.cs"]);
            Assert.Contains(key.ToCSharp(), settings);
            Assert.Contains("\"http://10.1.2.3:8000/\"", settings);
            Assert.Contains("Product = \"night_lamp\"", settings);
            using JsonDocument project = JsonDocument.Parse(await File.ReadAllTextAsync(temp["lamp/nanoota.json"]), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            Assert.AreEqual($"night_lamp {board} release", $"{project.RootElement.GetProperty("product")} {project.RootElement.GetProperty("board")} {project.RootElement.GetProperty("key")}");
            Assert.IsEmpty(Directory.EnumerateFiles(temp["lamp"], "*.pem", SearchOption.AllDirectories), "The key lies outside of the application.");
        }

        [TestMethod]
        public async Task A_key_that_is_there_is_taken_and_none_is_written_over()
        {
            using TempFolder temp = new();
            using KeyFolder keys = new(temp["keys"]);
            await CliRun.OfAsync("keygen", "release", "--kid", "shop");
            byte[] before = await File.ReadAllBytesAsync(temp["keys/release.pem"]);

            CliRun run = await CliRun.OfAsync("new", "Lamp", "--folder", temp["lamp"], "--json");

            using JsonDocument json = JsonDocument.Parse(run.Out);
            Assert.IsFalse(json.RootElement.GetProperty("keyIsNew").GetBoolean());
            CollectionAssert.AreEqual(before, await File.ReadAllBytesAsync(temp["keys/release.pem"]));
            Assert.Contains("new TrustedKey(\"shop\"", await File.ReadAllTextAsync(temp["lamp/Resident/Settings.cs"]));
            (await CliRun.OfAsync("new", "Lamp", "--folder", temp["lamp"])).FailsWith(ExitCode.Usage, "is there already, and is not empty");
            (await CliRun.OfAsync("new", "Lamp", "--board", "otta")).FailsWith(ExitCode.Usage, "Did you mean 'ota'?");
            (await CliRun.OfAsync("new", "Lamp", "--url", "ftp://x")).FailsWith(ExitCode.Usage, "is not where releases could be given out");
        }

        [TestMethod]
        [DataRow("my-lamp", "cannot be the name of a namespace", "my_lamp")]
        [DataRow("1lamp", "no digit first", "my_1lamp")]
        [DataRow("L\u00E4mpchen", "has letters, digits and '_'", "L_mpchen")]
        [DataRow("\u706F", "has letters, digits and '_'", null)]
        [DataRow("event", "is a keyword of C#", "my_event")]
        [DataRow("Com1", "is a device of Windows", "my_Com1")]
        [DataRow("OtaAgent", "the application's own sources use", "my_OtaAgent")]
        public async Task A_name_that_no_application_can_have_is_refused_with_one_that_can(string name, string why, string? near)
        {
            foreach (string board in BoardKinds.Words)
            {
                CliRun run = await CliRun.OfAsync("new", name, "--board", board);
                run.FailsWith(ExitCode.Usage, why);
                if (near == null)
                {
                    Assert.DoesNotContain("such as", run.Error);
                }
                else
                {
                    Assert.Contains($"such as '{near}'", run.Error);
                    Assert.IsNull(NewApplication.Refusal(near, BoardKinds.Parse(board)), "The name that is offered is good.");
                }
            }

            Assert.IsFalse(Directory.Exists(name), "A refused name leaves no folder.");
        }

        [TestMethod]
        public void A_template_s_project_lists_its_files_and_the_packages_of_the_sample()
        {
            string content = Path.Combine(_root, "tools", "Ota.Templates", "content");
            string[] projects = [.. Directory.EnumerateFiles(content, "*.nfproj", SearchOption.AllDirectories)];
            HashSet<string> known = [.. ((string[])["Ota.Samples.Esp32", "Ota.Bootstrap", "Ota.Client"])
                .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(_root, folder), "packages.config", SearchOption.AllDirectories))
                .SelectMany(Packages)];
            Assert.HasCount(5, projects);
            foreach (string project in projects)
            {
                string folder = Path.GetDirectoryName(project)!;
                string board = Path.GetRelativePath(content, project).Split(Path.DirectorySeparatorChar)[0];
                string part = Path.GetFileName(folder) == board ? string.Empty : Path.GetFileName(folder) + "/";
                string[] there =
                [
                    .. NewApplication.Files(BoardKinds.Parse(board)).Select(file => file.Path)
                        .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) && path.StartsWith(part, StringComparison.Ordinal))
                        .Select(path => path[part.Length..])
                        .Where(path => !path.Contains('/', StringComparison.Ordinal) || path.StartsWith("Properties/", StringComparison.Ordinal))
                        .Order(StringComparer.Ordinal),
                ];
                XElement root = XElement.Load(project);
                string[] listed = [.. root.Descendants().Where(element => element.Name.LocalName == "Compile").Select(element => element.Attribute("Include")!.Value.Replace('\\', '/')).Order(StringComparer.Ordinal)];
                Assert.AreEqual(string.Join(' ', there), string.Join(' ', listed), $"{project} does not list what 'nanoota new' writes.");

                string[] packages = [.. Packages(Path.Combine(folder, "packages.config"))];
                string[] hints = [.. root.Descendants().Where(element => element.Name.LocalName == "HintPath").Select(element => Package().Match(element.Value).Groups["package"].Value)];
                Assert.AreEqual(string.Join(' ', packages.Order(StringComparer.Ordinal)), string.Join(' ', hints.Order(StringComparer.Ordinal)), $"packages.config and references of {project}");
                string[] others = [.. packages.Where(package => !package.StartsWith("nanoOta.", StringComparison.Ordinal) && !known.Contains(package))];
                Assert.IsEmpty(others, $"{project} has packages that nothing else of the repository has: {string.Join(", ", others)}");
            }
        }

        [TestMethod]
        public void The_package_of_dotnet_new_fills_in_what_nanoota_new_fills_in()
        {
            string file = Path.Combine(_root, "tools", "Ota.Templates", "content", ".template.config", "template.json");
            using JsonDocument template = JsonDocument.Parse(File.ReadAllText(file));
            string[] replaced = [.. template.RootElement.GetProperty("symbols").EnumerateObject()
                .Where(symbol => symbol.Value.TryGetProperty("replaces", out _))
                .Select(symbol => symbol.Value.GetProperty("replaces").GetString()!)
                .Append(template.RootElement.GetProperty("sourceName").GetString()!)
                .Order(StringComparer.Ordinal)];
            string[] tokens = [.. ((string[])[NewApplication.Tokens.Name, NewApplication.Tokens.Product, NewApplication.Tokens.Server, NewApplication.Tokens.Key, NewApplication.Tokens.KeyLine]).Order(StringComparer.Ordinal)];
            Assert.AreEqual(string.Join('\n', tokens), string.Join('\n', replaced));
            string[] boards = [.. template.RootElement.GetProperty("symbols").GetProperty("board").GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("choice").GetString()!)];
            Assert.AreEqual(string.Join(' ', BoardKinds.Words), string.Join(' ', boards));
        }

        private static IEnumerable<string> Packages(string file) =>
            XElement.Load(file).Elements().Select(package => $"{package.Attribute("id")!.Value}.{package.Attribute("version")!.Value}");

        [GeneratedRegex(@"packages\\(?<package>[^\\]+)\\")]
        private static partial Regex Package();
    }
}
