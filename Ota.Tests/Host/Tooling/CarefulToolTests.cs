using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling;
using NanoOta.Tooling.Serving;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tests.Tooling
{
    /// <summary>The tool against files, names and keys that fight back (shared/cases.md, P8 to P15).</summary>
    [TestClass]
    public class CarefulToolTests
    {
        [TestMethod]
        public async Task P8_Serve_gives_out_files_of_releases_and_nothing_else()
        {
            using TempFolder temp = new();
            temp.Write("www/stable/manifest.jws", [1]);
            temp.Write("www/release.pem", [1]);
            temp.Write("www/notes.txt", [1]);
            temp.Write("www/empty.img", []);
            temp.Write("outside/other.img", [1]);
            StaticServer server = await StaticServer.StartAsync(new StaticServerOptions { Root = temp["www"] });
            await using (server)
            {
                using HttpClient client = new() { BaseAddress = server.Url };
                Assert.AreEqual(HttpStatusCode.OK, (await client.GetAsync("stable/manifest.jws")).StatusCode);
                foreach (string path in new[] { "release.pem", "notes.txt", "empty.img", "../outside/other.img", "%2e%2e/outside/other.img" })
                {
                    Assert.AreEqual(HttpStatusCode.NotFound, (await client.GetAsync(path)).StatusCode, path);
                }
            }
        }

        [TestMethod]
        public async Task P8_Serve_follows_links_within_the_folder_and_none_that_lead_out()
        {
            SkipOnWindows("A link needs a right there.");
            using TempFolder temp = new();
            temp.Write("www/2.0/app.img", [2]);
            temp.Write("outside/other.img", [1]);
            File.CreateSymbolicLink(temp["www/in.img"], temp["www/2.0/app.img"]);
            File.CreateSymbolicLink(temp["www/out.img"], temp["outside/other.img"]);
            Directory.CreateSymbolicLink(temp["www/folder"], temp["outside"]);
            StaticServer server = await StaticServer.StartAsync(new StaticServerOptions { Root = temp["www"] });
            await using (server)
            {
                using HttpClient client = new() { BaseAddress = server.Url };
                CollectionAssert.AreEqual(new byte[] { 2 }, await client.GetByteArrayAsync("in.img"));
                Assert.AreEqual(HttpStatusCode.NotFound, (await client.GetAsync("out.img")).StatusCode, "a link to a file");
                Assert.AreEqual(HttpStatusCode.NotFound, (await client.GetAsync("folder/other.img")).StatusCode, "a link to a folder");
            }
        }

        [TestMethod]
        public async Task P10_Names_from_files_cannot_command_the_terminal()
        {
            using TempFolder temp = new();
            string name = OperatingSystem.IsWindows() ? "plain\u009b31mred" : "evil\u001b[31m\u009b\u202ered\u0007";
            CliRun missing = await CliRun.OfAsync("inspect", temp[name]);

            Assert.AreEqual((int)ExitCode.InputOutput, missing.Code);
            Assert.IsFalse(missing.Error.Any(c => char.IsControl(c) && c != '\n'), missing.Error);
            StringAssert.Contains(missing.Error, "\\u009b", StringComparison.Ordinal);
        }

        [TestMethod]
        public async Task P11_A_file_without_an_end_is_read_to_a_bound()
        {
            SkipOnWindows("There is no /dev/zero there.");
            using TempFolder temp = new();
            File.CreateSymbolicLink(temp["zero.img"], "/dev/zero");
            CliRun run = await CliRun.OfAsync("inspect", temp["zero.img"]);

            Assert.AreEqual((int)ExitCode.BadInput, run.Code, run.Error);
            StringAssert.Contains(run.Error, "has more than", StringComparison.Ordinal);
        }

        [TestMethod]
        [DataRow("secp256k1", "is on another curve of 256 bits")]
        [DataRow("explicit", "describes the curve instead of naming it")]
        [DataRow("nistP384", "is on a longer curve")]
        public async Task P12_A_key_that_no_device_could_check_is_refused(string kind, string why)
        {
            using TempFolder temp = new();
            using ECDsa key = kind switch
            {
                "secp256k1" => ECDsa.Create(ECCurve.CreateFromFriendlyName("secP256k1")),
                "nistP384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
                _ => Explicit(),
            };
            File.WriteAllText(temp["k.pem"], key.ExportPkcs8PrivateKeyPem());
            CliRun run = await CliRun.OfAsync("key", "show", temp["k.pem"]);

            Assert.AreEqual((int)ExitCode.BadInput, run.Code, $"A key that {why} passed. {run.Error}");
            StringAssert.Contains(run.Error, "P-256", StringComparison.Ordinal);
            Assert.AreEqual("", run.Out);
        }

        [TestMethod]
        [DataRow("sevre .", "There is no verb 'sevre'. Did you mean 'serve'?")]
        [DataRow("keygen k.pem --frce", "There is no option '--frce'. Did you mean '--force'?")]
        [DataRow("publish packed --prodcut lamp", "There is no option '--prodcut'. Did you mean '--product'?")]
        [DataRow("frobnicate", "There is no verb 'frobnicate'. See")]
        public async Task P13_A_typing_error_is_blamed_on_the_word_that_has_it(string line, string said)
        {
            CliRun run = await CliRun.OfAsync(line.Split(' '));

            Assert.AreEqual((int)ExitCode.Usage, run.Code);
            StringAssert.StartsWith(run.Error, $"nanoota: {said}", StringComparison.Ordinal);
            Assert.AreEqual(1, run.Error.Count(c => c == '\n'), run.Error);
        }

        [TestMethod]
        public async Task P15_The_line_of_an_existing_key_is_shown_and_nothing_secret()
        {
            using TempFolder temp = new();
            CliRun made = await CliRun.OfAsync("keygen", temp["k.pem"], "--kid", "shop");
            CliRun own = await CliRun.OfAsync("key", "show", temp["k.pem"]);
            CliRun open = await CliRun.OfAsync("key", "show", temp["k.pub.pem"], "--json");
            string line = made.Out.Split('\n').Single(text => text.StartsWith("new TrustedKey", StringComparison.Ordinal));

            StringAssert.Contains(own.Out, line, StringComparison.Ordinal);
            StringAssert.Contains(open.Out, "\"kid\": \"shop\"", StringComparison.Ordinal);
            Assert.IsFalse(own.Out.Contains("PRIVATE", StringComparison.Ordinal), own.Out);
            Assert.AreEqual("", own.Error);
        }

        [TestMethod]
        public async Task A_private_key_that_others_can_read_is_named()
        {
            if (OperatingSystem.IsWindows())
            {
                Assert.Inconclusive("The rights of the folder count there.");
                return;
            }

            using TempFolder temp = new();
            await CliRun.OfAsync("keygen", temp["k.pem"]);
            File.SetUnixFileMode(temp["k.pem"], UnixFileMode.UserRead | UnixFileMode.GroupRead);
            CliRun run = await CliRun.OfAsync("key", "show", temp["k.pem"]);

            Assert.AreEqual(0, run.Code);
            StringAssert.Contains(run.Error, "others can read the private key", StringComparison.Ordinal);
            Assert.IsFalse(SigningKey.IsOpenToOthers(temp["k.pub.pem"]), "A public key is for everybody.");
        }

        private static ECDsa Explicit()
        {
            using ECDsa named = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return ECDsa.Create(named.ExportExplicitParameters(includePrivateParameters: true));
        }

        private static void SkipOnWindows(string reason)
        {
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            {
                Assert.Inconclusive(reason);
            }
        }
    }
}
