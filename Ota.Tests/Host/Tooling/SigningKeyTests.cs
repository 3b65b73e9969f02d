using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tests.Tooling
{
    [TestClass]
    public class SigningKeyTests
    {
        [TestMethod]
        public void The_thumbprint_is_that_of_RFC_7638()
        {
            // The key of RFC 7517, A.1; its thumbprint computed with: printf '{"crv":"P-256",...}' | openssl dgst -sha256 -binary | base64
            byte[] x = Base64.FromUrl("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4")!;
            byte[] y = Base64.FromUrl("4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM")!;

            Assert.AreEqual("cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s", KeyId.Thumbprint([.. x, .. y]));
        }

        [TestMethod]
        [DataRow(null)]
        [DataRow("factory-2026.a_B")]
        public void A_saved_key_comes_back_with_its_name_and_signs_for_the_device(string? kid)
        {
            using TempFolder temp = new();
            using SigningKey key = SigningKey.Create(kid);
            key.Save(temp["k.pem"]);
            File.WriteAllText(temp["k.pub.pem"], key.PublicKey.ToPem());

            using SigningKey read = SigningKey.Load(temp["k.pem"]);
            PublicKey readPublic = PublicKey.Load(temp["k.pub.pem"]);
            byte[] envelope = read.SignJws("{}"u8);

            Assert.AreEqual(kid ?? KeyId.Thumbprint(key.PublicKey.ToBytes()), read.PublicKey.Kid);
            Assert.AreEqual(read.PublicKey.Kid, readPublic.Kid);
            CollectionAssert.AreEqual(key.PublicKey.ToBytes(), readPublic.ToBytes());
            Assert.AreEqual(OtaResult.Ok, TrustedKeys.Create([new TrustedKey(readPublic.Kid, readPublic.ToBytes())], out TrustedKeys trusted));
            Assert.AreEqual(OtaResult.Ok, Jws.Verify(envelope, envelope.Length, trusted, out int length));
            Assert.AreEqual("{}", Encoding.ASCII.GetString(envelope, 0, length));
        }

        [TestMethod]
        public void Only_its_owner_may_read_the_private_key()
        {
            if (OperatingSystem.IsWindows())
            {
                Assert.Inconclusive("Windows has no such mode.");
                return;
            }

            using TempFolder temp = new();
            using SigningKey key = SigningKey.Create();
            key.Save(temp["new.pem"]);

            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(temp["new.pem"]));
        }

        [TestMethod]
        public void An_existing_file_is_not_overwritten()
        {
            using TempFolder temp = new();
            string path = temp.Write("k.pem", "precious"u8.ToArray());
            using SigningKey key = SigningKey.Create();

            Assert.AreEqual(ExitCode.Usage, Assert.ThrowsExactly<ToolException>(() => key.Save(path)).Code);
            Assert.AreEqual("precious", File.ReadAllText(path));
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("with space")]
        [DataRow("quote\"")]
        [DataRow("12345678901234567890123456789012345678901234567890123456789012345")]
        public void A_name_that_devices_refuse_is_refused(string kid)
        {
            Assert.AreEqual(ExitCode.Usage, Assert.ThrowsExactly<ToolException>(() => SigningKey.Create(kid)).Code);
        }

        [TestMethod]
        [DataRow("rubbish", DisplayName = "not PEM")]
        [DataRow("P-384", DisplayName = "another curve")]
        public void A_file_that_is_no_P256_key_is_refused(string what)
        {
            using TempFolder temp = new();
            using System.Security.Cryptography.ECDsa other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
            File.WriteAllText(temp["k.pem"], what == "P-384" ? other.ExportPkcs8PrivateKeyPem() : what);

            Assert.AreEqual(ExitCode.BadInput, Assert.ThrowsExactly<ToolException>(() => SigningKey.Load(temp["k.pem"])).Code);
        }

        [TestMethod]
        public void A_public_key_cannot_sign()
        {
            using TempFolder temp = new();
            using SigningKey key = SigningKey.Create();
            File.WriteAllText(temp["k.pub.pem"], key.PublicKey.ToPem());

            StringAssert.Contains(Assert.ThrowsExactly<ToolException>(() => SigningKey.Load(temp["k.pub.pem"])).Message, "only a public key", StringComparison.Ordinal);
        }

        [TestMethod]
        public void The_line_for_the_device_has_the_name_and_all_64_bytes()
        {
            PublicKey key = new("k1", [.. Enumerable.Range(0, 64).Select(i => (byte)i)]);

            string line = key.ToCSharp();

            StringAssert.StartsWith(line, "new TrustedKey(\"k1\", new byte[] { 0x00, 0x01, ", StringComparison.Ordinal);
            StringAssert.EndsWith(line, ", 0x3E, 0x3F })", StringComparison.Ordinal);
            Assert.AreEqual(64, line.Split("0x").Length - 1);
        }
    }
}
