using System.Security.Cryptography;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Fixtures;

namespace NanoOta.Tests.Bootstrap
{
    /// <summary>
    /// Shared/Bootstrap/SignedApps.cs holds releases signed beforehand, because the CLR has nothing to sign with. It is written by
    /// <c>NANOOTA_WRITE_VECTORS=1 dotnet test nanoOta.sln --filter SignedApps</c>, and checked otherwise.
    /// </summary>
    [TestClass]
    public class SignedAppsTests
    {
        private static readonly (string Name, string Summary, Func<string> Payload)[] _releases =
        [
            ("First", "Release 1.", () => Payload(1).ToString()),
            ("Second", "Release 2.", () => Payload(2).ToString()),
            ("Third", "Release 3.", () => Payload(3).ToString()),
            ("Return", "Release 4, whose image is release 1's.", () => Payload(1).With("revision", "4").With("version", "\"4.0\"").ToString()),
            ("Unlinkable", "Release 2, which needs an assembly that the device has not.", () =>
                Payload(2).With("images", $"[{App(2).With("residents", """[{"name":"Ota.Client","version":"0.1"},{"name":"Other","version":"1.0"}]""")}]").ToString()),
        ];

        [TestMethod]
        public void Signed_apps_describe_the_images_of_today()
        {
            string path = Path.Combine(SignedReleasesTests.RepoFolder(), "Ota.Tests", "Shared", "Bootstrap", "SignedApps.cs");
            if (Environment.GetEnvironmentVariable("NANOOTA_WRITE_VECTORS") == "1")
            {
                File.WriteAllText(path, Write());
                Assert.Inconclusive($"{path} was written; build and test again.");
            }

            foreach ((string name, _, Func<string> payload) in _releases)
            {
                string envelope = (string)typeof(SignedApps).GetField(name)!.GetRawConstantValue()!;
                Assert.AreEqual(payload(), Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(envelope.Split('.')[1])));
            }
        }

        private static ManifestText Payload(int release) =>
            ManifestText.RootWith(App(release)).With("revision", release.ToString()).With("version", $"\"{release}.0\"");

        private static ManifestText App(int release)
        {
            byte[] image = TestApps.Image(release);
            return ManifestText.Image().With("component", "\"app\"").With("version", $"\"{release}.0\"").With("size", image.Length.ToString())
                .With("sha256", Digest(image)).With("url", $"\"{release}/app.img\"")
                .With("chunks", ManifestText.Table().With("url", $"\"{release}/app.chunks\"").With("sha256", Digest(TestImages.Head(image))).ToString());
        }

        private static string Digest(byte[] bytes) => "\"" + TestSigner.Encode(SHA256.HashData(bytes)) + "\"";

        private static string Write()
        {
            string pem = File.ReadAllText(Path.Combine(SignedReleasesTests.RepoFolder(), "Ota.Tests", "Vectors", "keys", "shared-tests.pem"));
            using TestSigner signer = TestSigner.FromPem("shared-tests", pem);
            StringBuilder text = new();
            foreach ((string name, string summary, Func<string> payload) in _releases)
            {
                text.Append($"\n        /// <summary>{summary}</summary>\n        public const string {name} = \"{signer.Sign(payload())}\";\n");
            }

            return $$"""
                namespace NanoOta.Tests
                {
                    /// <summary>
                    /// Releases of <see cref="TestApps"/>, signed with Vectors/keys/shared-tests.pem. Written by a tool: see
                    /// Host/Bootstrap/SignedAppsTests.cs, which has the command.
                    /// </summary>
                    public static class SignedApps
                    {
                {{text.ToString().TrimStart('\n').TrimEnd()}}
                    }
                }

                """.ReplaceLineEndings("\n");
        }
    }
}
