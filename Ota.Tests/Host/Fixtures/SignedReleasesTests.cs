using System.Security.Cryptography;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Fixtures
{
    /// <summary>
    /// Shared/Fixtures/SignedReleases.cs holds releases signed beforehand, because the CLR has nothing to sign with. It is written by
    /// <c>NANOOTA_WRITE_VECTORS=1 dotnet test nanoOta.sln --filter SignedReleases</c>, and checked otherwise.
    /// </summary>
    [TestClass]
    public class SignedReleasesTests
    {
        [TestMethod]
        public void Signed_releases_describe_the_images_of_today()
        {
            byte[] image = TestImages.New();
            byte[] table = TestImages.Head(image);
            string path = Path.Combine(RepoFolder(), "Ota.Tests", "Shared", "Fixtures", "SignedReleases.cs");
            if (Environment.GetEnvironmentVariable("NANOOTA_WRITE_VECTORS") == "1")
            {
                File.WriteAllText(path, Write(image, table));
                File.WriteAllText(Path.Combine(RepoFolder(), "Ota.Tests", "Shared", "Agent", "SignedInstalls.cs"), WriteInstalls(image, table));
                File.WriteAllText(Path.Combine(RepoFolder(), "Ota.Tests", "Shared", "Agent", "SignedSettingsReleases.cs"), WriteSettings(image, table));
                Assert.Inconclusive($"{path} was written; build and test again.");
            }

            string expected = Payload(image, table).ToString();
            string[] parts = SignedReleases.Good.Split('.');
            Assert.AreEqual(expected, Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])));
        }

        public static string RepoFolder()
        {
            string? folder = AppContext.BaseDirectory;
            while (folder != null && !File.Exists(Path.Combine(folder, "nanoOta.sln")))
            {
                folder = Path.GetDirectoryName(folder);
            }

            return folder ?? throw new InvalidOperationException("nanoOta.sln is in no folder above the tests.");
        }

        public static ManifestText Payload(byte[] image, byte[] table)
        {
            ManifestText chunks = ManifestText.Table().With("sha256", Digest(table));
            return ManifestText.RootWith(ManifestText.Image().With("size", image.Length.ToString()).With("sha256", Digest(image))
                .With("chunks", chunks.ToString()));
        }

        private static string Digest(byte[] bytes) => "\"" + TestSigner.Encode(SHA256.HashData(bytes)) + "\"";

        private static string WriteInstalls(byte[] image, byte[] table)
        {
            string pem = File.ReadAllText(Path.Combine(RepoFolder(), "Ota.Tests", "Vectors", "keys", "shared-tests.pem"));
            using TestSigner signer = TestSigner.FromPem("shared-tests", pem);
            string With(string install) => signer.Sign(Payload(image, table).With("install", install).ToString());
            StringBuilder text = new();
            text.Append($$"""
                namespace NanoOta.Tests
                {
                    /// <summary>
                    /// <see cref="SignedReleases.Good"/> with what a manifest says of its installation. Written by a tool: see
                    /// Host/Fixtures/SignedReleasesTests.cs, which has the command.
                    /// </summary>
                    public static class SignedInstalls
                    {
                        /// <summary>From 09:00 to 10:00 UTC, an hour after <see cref="ClientFixture.Now"/>.</summary>
                        public const string Windowed = "{{With("{\"windowStart\":540,\"windowEnd\":600}")}}";

                        /// <summary>The same, and critical.</summary>
                        public const string Critical = "{{With("{\"windowStart\":540,\"windowEnd\":600,\"critical\":1}")}}";

                        /// <summary>To be deferred for an hour at most.</summary>
                        public const string ShortlyDeferred = "{{With("{\"longestDeferral\":3600}")}}";
                    }
                }

                """);
            return text.ToString().ReplaceLineEndings("\n");
        }

        private static string WriteSettings(byte[] image, byte[] table)
        {
            string pem = File.ReadAllText(Path.Combine(RepoFolder(), "Ota.Tests", "Vectors", "keys", "shared-tests.pem"));
            using TestSigner signer = TestSigner.FromPem("shared-tests", pem);
            string With(string revision, string settings) => signer.Sign(Payload(image, table).With("revision", revision).With("settings", settings).ToString());
            const string Interval = """{"interval":7200}""";
            const string All = """{"url":"http://moved.example/stable/manifest.jws","reserveUrl":"http://reserve.example/stable/manifest.jws","reportUrl":"http://hub.example/reports","interval":3600,"windowStart":60,"windowEnd":180,"utcOffset":-60,"group":"beta","network":1,"dailyBytes":65536,"authorities":"new authority\n","updates":1}""";
            StringBuilder text = new();
            text.Append($$"""
                namespace NanoOta.Tests
                {
                    /// <summary>
                    /// <see cref="SignedReleases.Good"/> with settings. Written by a tool: see Host/Fixtures/SignedReleasesTests.cs, which has the command.
                    /// </summary>
                    public static class SignedSettingsReleases
                    {
                        /// <summary>Revision 2, a check each 7200 s.</summary>
                        public const string Interval = "{{With("2", Interval)}}";

                        /// <summary>Revision 3, the same settings.</summary>
                        public const string IntervalAgain = "{{With("3", Interval)}}";

                        /// <summary>Revision 3, a check each 10800 s.</summary>
                        public const string OtherInterval = "{{With("3", """{"interval":10800}""")}}";

                        /// <summary>Revision 2, every setting, and one that says "disabled".</summary>
                        public const string All = "{{With("2", All)}}";

                        /// <summary>Revision 2, an interval that is no number.</summary>
                        public const string WrongType = "{{With("2", """{"interval":"often"}""")}}";

                        /// <summary>Revision 2, an address that is a number.</summary>
                        public const string WrongUrl = "{{With("2", """{"url":7}""")}}";

                        /// <summary>Revision 2, authorities that are no certificate.</summary>
                        public const string WrongAuthorities = "{{With("2", """{"authorities":"x"}""")}}";

                        /// <summary>Revision 2, another network rule than there are.</summary>
                        public const string WrongNetwork = "{{With("2", """{"network":2}""")}}";
                    }
                }

                """);
            return text.ToString().ReplaceLineEndings("\n");
        }

        private static string Write(byte[] image, byte[] table)
        {
            string pem = File.ReadAllText(Path.Combine(RepoFolder(), "Ota.Tests", "Vectors", "keys", "shared-tests.pem"));
            using TestSigner signer = TestSigner.FromPem("shared-tests", pem);
            using TestSigner stranger = new("shared-tests");
            ManifestText Good() => Payload(image, table);
            StringBuilder text = new();
            text.Append($$"""
                namespace NanoOta.Tests
                {
                    /// <summary>
                    /// Releases of the image of <see cref="TestImages.New"/>, signed with Vectors/keys/shared-tests.pem. Written by a tool: see
                    /// Host/Fixtures/SignedReleasesTests.cs, which has the command.
                    /// </summary>
                    public static class SignedReleases
                    {
                        /// <summary>Revision 2, for product lamp.</summary>
                        public const string Good = "{{signer.Sign(Good().ToString())}}";

                        /// <summary>The same images, published again as revision 3 with a note.</summary>
                        public const string Noted = "{{signer.Sign(Good().With("revision", "3").With("notes", "\"second edition\"").ToString())}}";

                        /// <summary>The same images, published again as revision 3 with a raised retry number.</summary>
                        public const string Retried = "{{signer.Sign(Good().With("revision", "3").With("retry", "1").ToString())}}";

                        /// <summary>Revision 2 with other bytes.</summary>
                        public const string Conflicting = "{{signer.Sign(Good().With("notes", "\"forked\"").ToString())}}";

                        /// <summary>Revision 2 of another channel.</summary>
                        public const string OtherChannel = "{{signer.Sign(Good().With("channel", "\"beta\"").ToString())}}";

                        /// <summary>The same, signed by a stranger in the right key's name.</summary>
                        public const string Forged = "{{stranger.Sign(Good().ToString())}}";

                        /// <summary>For another product.</summary>
                        public const string OtherProduct = "{{signer.Sign(Good().With("product", "\"toaster\"").ToString())}}";

                        /// <summary>Revision 1 again.</summary>
                        public const string Current = "{{signer.Sign(Good().With("revision", "1").ToString())}}";

                        /// <summary>The key in its trusted form.</summary>
                        public static TrustedKey Key()
                        {
                            byte[] key = new byte[64];
                            Base64Url.Decode(System.Text.Encoding.UTF8.GetBytes("{{TestSigner.Encode(signer.PublicKey)}}"), 0, 86, key);
                            return new TrustedKey("shared-tests", key);
                        }
                    }
                }

                """);
            return text.ToString().ReplaceLineEndings("\n");
        }
    }
}
