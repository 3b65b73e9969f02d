using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;
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
        [DataRow("keygen k.pem --kdi x", "There is no option '--kdi'. Did you mean '--kid'?")]
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
        [DataRow("private.pem", "holds a private key", DisplayName = "a private key")]
        [DataRow("private.der", "holds a private key", DisplayName = "a private key in DER")]
        [DataRow("rsa.der", "holds a private key", DisplayName = "a private RSA key in DER")]
        [DataRow("README.md", "is a text", DisplayName = "a text")]
        [DataRow("App.dll", "is a .NET assembly or program for a PC", DisplayName = "a .NET assembly")]
        [DataRow("App.elf", "is an ELF file", DisplayName = "an ELF file")]
        [DataRow("App.nupkg", "is a zip archive or a NuGet package", DisplayName = "a package")]
        [DataRow("noise.bin", "is no image that nanoota knows", DisplayName = "noise")]
        public async Task P6_What_is_no_image_is_named_and_never_packed(string name, string said)
        {
            using TempFolder temp = new();
            using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using RSA rsa = RSA.Create(2048);
            byte[] bytes = name switch
            {
                "private.pem" => Encoding.ASCII.GetBytes("words before\n" + ec.ExportPkcs8PrivateKeyPem()),
                "private.der" => ec.ExportECPrivateKey(),
                "rsa.der" => rsa.ExportPkcs8PrivateKey(),
                "App.dll" => File.ReadAllBytes(typeof(CarefulToolTests).Assembly.Location),
                "App.elf" => [0x7F, .. "ELF"u8, 2, 1, 1],
                "App.nupkg" => [.. "PK"u8, 3, 4, 20],
                "noise.bin" => [1, 2, 3, 0xFF],
                _ => "# Read me\n"u8.ToArray(),
            };
            temp.Write(name, bytes);
            CliRun run = await CliRun.OfAsync("pack", temp[name], "--out", temp["out"]);
            CliRun raw = await CliRun.OfAsync("pack", temp[name], "--out", temp["raw"], "--raw");

            run.FailsWith(ExitCode.BadInput, said);
            Assert.IsFalse(Directory.Exists(temp["out"]));
            if (said.Contains("private key", StringComparison.Ordinal))
            {
                raw.FailsWith(ExitCode.BadInput, said);
            }
            else
            {
                raw.Gives(ExitCode.Ok, "app.img");
            }
        }

        [TestMethod]
        public void P6_A_firmware_that_reads_keys_is_no_key()
        {
            using TempFolder temp = new();
            byte[] words = [.. "-----BEGIN EC PRIVATE KEY-----\0-----END EC PRIVATE KEY-----\0-----BEGIN PRIVATE KEY-----\0"u8, .. new byte[300]];
            temp.Write("nanoCLR.bin", new Formats.EspImageBuilder { ChipId = 9, Version = "1.17" }.AddSegment(words).Build());

            Assert.AreEqual("firmware", Packer.Run(new PackRequest { Input = temp["nanoCLR.bin"], Out = temp["out"] }).Pack.Component);
        }

        [TestMethod]
        public async Task P7_A_folder_without_an_assembly_that_the_app_needs_is_refused_by_its_name()
        {
            using TempFolder temp = new();
            foreach (string file in Directory.EnumerateFiles(Thermostat.Folder("1.0.0")).Where(file => !file.EndsWith("Model.pe", StringComparison.Ordinal)))
            {
                temp.Write(Path.Combine("app", Path.GetFileName(file)), File.ReadAllBytes(file));
            }

            (await CliRun.OfAsync("pack", temp["app"], "--out", temp["out"])).FailsWith(ExitCode.BadInput, "needs Thermostat.Model 1.0.0.0, which is not in");
            temp.Write("app/Thermostat.Model.pe", new Formats.PeWriter { Name = "Thermostat.Model", Version = new Version(1, 1, 0, 0) }.Write());
            (await CliRun.OfAsync("pack", temp["app"], "--out", temp["out"])).FailsWith(ExitCode.BadInput, "has 1.1.0.0. Build all of it with the same packages");
            Assert.IsFalse(Directory.Exists(temp["out"]));
        }

        [TestMethod]
        public void P9_A_pack_that_is_ended_leaves_everything_as_it_was()
        {
            using TempFolder temp = new();
            PackRequest first = new() { Input = Thermostat.Folder("1.0.0"), Out = temp["packed"] };
            Packer.Run(first);
            byte[] before = File.ReadAllBytes(temp["packed/app.pack.json"]);
            using CancellationTokenSource pressed = new();
            pressed.Cancel();

            Assert.ThrowsExactly<OperationCanceledException>(() => Packer.Run(first with { Input = Thermostat.Folder("1.1.0") }, null, pressed.Token));
            Assert.ThrowsExactly<OperationCanceledException>(() => Packer.Run(first with { Out = temp["other"] }, null, pressed.Token));

            CollectionAssert.AreEqual(before, File.ReadAllBytes(temp["packed/app.pack.json"]));
            Assert.IsFalse(Directory.Exists(temp["other"]));
        }

        [TestMethod]
        public async Task P14_Every_verb_speaks_JSON_and_so_do_errors()
        {
            using TempFolder temp = new();
            JsonElement key = Json(await CliRun.OfAsync("keygen", temp["k.pem"], "--kid", "test", "--json"), ExitCode.Ok);
            JsonElement pack = Json(await CliRun.OfAsync("pack", Thermostat.Folder("1.0.0"), "--out", temp["packed"], "--json"), ExitCode.Ok);
            string[] publish = ["publish", temp["packed"], "--key", temp["k.pem"], "--out", temp["www"], "--product", "p", "--version", "1.0", "--json"];
            JsonElement unknown = Json(await CliRun.OfAsync(publish), ExitCode.Usage);
            JsonElement published = Json(await CliRun.OfAsync([.. publish, "--first"]), ExitCode.Ok);
            JsonElement typo = Json(await CliRun.OfAsync("publish", "--json", "--frist"), ExitCode.Usage);
            JsonElement missing = Json(await CliRun.OfAsync("inspect", temp["nothing"], "--json"), ExitCode.InputOutput);

            Assert.AreEqual("test", key.GetProperty("kid").GetString());
            Assert.AreEqual("app", pack.GetProperty("component").GetString());
            Assert.AreEqual(1, published.GetProperty("now").GetProperty("revision").GetInt64());
            Assert.AreEqual("Usage", unknown.GetProperty("error").GetProperty("name").GetString());
            Assert.AreEqual(2, typo.GetProperty("error").GetProperty("code").GetInt32());
            StringAssert.Contains(missing.GetProperty("error").GetProperty("message").GetString(), "is not there", StringComparison.Ordinal);
        }

        [TestMethod]
        public async Task P16_Versions_are_four_numbers_as_NET_has_them_and_others_are_told_the_form()
        {
            using ReleaseFixture fixture = new();
            PublishResult real = await fixture.PublishAsync(fixture.Request("1.0.0") with { Version = "1.0.9826.40000" });
            Assert.AreEqual("1.0.9826.40000", (await fixture.VerifyAsync()).Manifest!.Version);
            Assert.IsTrue(real.Report.Passed);
            foreach ((string version, string said) in ((string, string)[])
                [("v1.2", "Leave the 'v' out: 1.2."), ("1.2.0-rc.1", "publish 1.2.0 in a channel of its own"), ("v2.0-beta", "publish 2.0 in a channel"), ("1.65536", "the others to 65535"), ("40000.1", "the first to 32767")])
            {
                ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(fixture.Request("1.1.0") with { Version = version }));
                StringAssert.Contains(e.Message, said, StringComparison.Ordinal);
            }
        }

        [TestMethod]
        public async Task Keys_are_made_outside_of_the_repository_and_found_by_name()
        {
            using TempFolder temp = new();
            string? before = Environment.GetEnvironmentVariable(KeyStore.Variable);
            Environment.SetEnvironmentVariable(KeyStore.Variable, temp["keys"]);
            try
            {
                (await CliRun.OfAsync("keygen", "shop")).Gives(ExitCode.Ok, temp["keys/shop.pem"]);
                (await CliRun.OfAsync("key", "show", "shop")).Gives(ExitCode.Ok, "new TrustedKey(");
                (await CliRun.OfAsync("key", "show", "shpo")).FailsWith(ExitCode.InputOutput, "There is no key 'shpo'");
                Directory.CreateDirectory(temp["repo/.git"]);
                CliRun inside = await CliRun.OfAsync("keygen", temp["repo/k.pem"]);
                StringAssert.Contains(inside.Error, "lies in the git repository", StringComparison.Ordinal);
            }
            finally
            {
                Environment.SetEnvironmentVariable(KeyStore.Variable, before);
            }
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

        private static JsonElement Json(CliRun run, ExitCode code)
        {
            Assert.AreEqual((int)code, run.Code, run.Out + run.Error);
            using JsonDocument document = JsonDocument.Parse(run.Out);
            return document.RootElement.Clone();
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
