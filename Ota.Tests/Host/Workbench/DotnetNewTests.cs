using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;
using NanoOta.Packages;
using NanoOta.Tests.Docs.Commands;
using NanoOta.Tests.Tooling;
using NanoOta.Tooling;
using NanoOta.Tooling.Signing;
using NanoOta.Workbench;

namespace NanoOta.Tests.Workbench
{
    /// <summary>
    /// The package of templates, as a user of the SDK meets the package: packed, installed into a hive of the test's own, and each command of the package's
    /// README run.
    /// </summary>
    [TestClass]
    [DoNotParallelize]
    public sealed class DotnetNewTests
    {
        private const string DefaultServer = "http://192.168.1.10:8080/";
        private const string DefaultKeyLine = "new TrustedKey(\"your-key\", new byte[64])";

        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);

        [TestMethod]
        public async Task The_commands_of_the_templates_README_make_what_nanoota_new_makes()
        {
            using TempFolder temp = new();
            using KeyFolder keys = new(temp["keys"]);
            await PackAsync(temp);
            string[] commands =
            [
                .. File.ReadLines(Path.Combine(_root, "tools", "Ota.Templates", "README.md"))
                    .Where(line => line.StartsWith("dotnet new ", StringComparison.Ordinal)),
            ];
            Assert.HasCount(4, commands, "One installs, and one makes each kind of application.");
            List<BoardKind> made = [];
            foreach (string command in commands)
            {
                string[] args = [.. ShellWords.Split(command).Skip(1)];
                if (args is ["new", "install", "nanoOta.Templates"])
                {
                    await DotnetAsync(temp, temp.Path, ["new", "install", temp[$"packages/nanoOta.Templates.{RepositoryVersion.Read(_root)}.nupkg"]]);
                    continue;
                }

                made.Add(await CompareAsync(temp, args));
            }

            CollectionAssert.AreEquivalent(Enum.GetValues<BoardKind>(), made);
        }

        private static async Task<BoardKind> CompareAsync(TempFolder temp, string[] args)
        {
            Assert.IsTrue(args is ["new", "nanoota", "--name", _, ..], string.Join(' ', args));
            string name = args[3];
            string board = Value(args, "--board") ?? "stock";
            string given = Directory.CreateDirectory(temp["dotnet-" + board]).FullName;
            string[] rest = args[4..];

            // nanoota fills in a key and the address of this machine. The first is compared below, and the second is given.
            string[] filled = Value(args, "--url") == null ? ["--url", DefaultServer] : [];
            string folder = temp["nanoota-" + board];
            (await CliRun.OfAsync([.. (string[])["new", name, "--folder", folder], .. rest, .. filled])).Gives(ExitCode.Ok, "README.md has all commands");
            string keyLine = PublicKey.Load(temp[$"keys/{Value(args, "--key") ?? "release"}.pem"]).ToCSharp();

            // One of the three with the key, and the two others without, as somebody meets the template.
            bool hasKey = board == "ota";
            await DotnetAsync(temp, given, [.. args, .. hasKey ? (string[])["--keyLine", keyLine] : []]);
            string made = Path.Combine(given, name);
            string[] files = Files(folder);
            CollectionAssert.AreEqual(files, Files(made), $"{board}: {string.Join(' ', Files(made))}");
            foreach (string file in files)
            {
                string expected = await File.ReadAllTextAsync(Path.Combine(folder, file));
                expected = hasKey ? expected : expected.Replace(keyLine, DefaultKeyLine, StringComparison.Ordinal);
                Assert.AreEqual(expected, await File.ReadAllTextAsync(Path.Combine(made, file)), $"{board}: {file} of 'dotnet new' is another than that of 'nanoota new'.");
            }

            BoardKind kind = BoardKinds.Parse(board);
            using VirtualWorld world = new(made);
            Assert.AreEqual("1.0", VirtualApp.Compile(made, kind, world).Version);
            return kind;
        }

        private static string? Value(string[] args, string option) => Array.IndexOf(args, option) is int at and >= 0 ? args[at + 1] : null;

        private static string[] Files(string folder) =>
            [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];

        private static async Task PackAsync(TempFolder temp)
        {
            CliRun run = await Programs.RunProcessAsync("dotnet", ["pack", Path.Combine(_root, "tools", "Ota.Templates"), "--output", temp["packages"], "--nologo"], temp.Path);
            Assert.AreEqual(0, run.Code, run.Out + run.Error);
        }

        // A hive of the test's own: the user's templates stay as they are.
        private static async Task DotnetAsync(TempFolder temp, string folder, string[] args)
        {
            CliRun run = await Programs.RunProcessAsync("dotnet", [.. args, "--debug:custom-hive", temp["hive"]], folder);
            Assert.AreEqual(0, run.Code, $"dotnet {string.Join(' ', args)}\n{run.Out}{run.Error}");
        }
    }
}
