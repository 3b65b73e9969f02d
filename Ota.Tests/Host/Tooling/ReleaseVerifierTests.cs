using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tests.Tooling
{
    [TestClass]
    public class ReleaseVerifierTests
    {
        [TestMethod]
        public async Task A_sound_release_passes_and_every_part_is_named()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");

            VerifyReport report = await fixture.VerifyAsync();

            Assert.IsTrue(report.Passed);
            Assert.AreEqual(
                "signature; manifest; expiry; 1.0.0/app.img; 1.0.0/app.chunks; 1.0.0/app.img chunks; 1.0.0/app.img natives",
                string.Join("; ", report.Findings.Select(f => f.Subject)));
        }

        [TestMethod]
        public async Task A_stranger_s_key_is_not_enough()
        {
            using ReleaseFixture fixture = new();
            using SigningKey sameName = SigningKey.Create("test");
            using SigningKey otherName = SigningKey.Create("other");
            await fixture.PublishAsync("1.0.0");

            Assert.AreEqual(OtaResult.SignatureInvalid, Only(await fixture.VerifyAsync(null, sameName.PublicKey)).Code);
            Assert.AreEqual(OtaResult.KeyUnknown, Only(await fixture.VerifyAsync(null, otherName.PublicKey)).Code);
            Assert.IsTrue((await fixture.VerifyAsync(null, otherName.PublicKey, fixture.Key.PublicKey)).Passed);
        }

        [TestMethod]
        public async Task An_expired_manifest_fails()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync(fixture.Request("1.0.0") with { Validity = TimeSpan.FromDays(1) });

            Assert.IsTrue((await fixture.VerifyAsync(ReleaseFixture.Now.AddDays(1).AddSeconds(-1))).Passed);
            Assert.AreEqual(OtaResult.ManifestExpired, Only(await fixture.VerifyAsync(ReleaseFixture.Now.AddDays(1))).Code);
        }

        [TestMethod]
        public async Task Everything_that_is_wrong_is_listed()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            Flip(fixture, "1.0.0/app.img");
            Flip(fixture, "1.0.0/app.chunks");

            VerifyReport report = await fixture.VerifyAsync();

            Assert.AreEqual("1.0.0/app.img; 1.0.0/app.chunks", string.Join("; ", report.Findings.Where(f => !f.IsGood).Select(f => f.Subject)));
            Assert.AreEqual(OtaResult.TableDigestMismatch, report.Findings.Last(f => !f.IsGood).Code);
        }

        [TestMethod]
        public async Task A_changed_image_fails_by_its_hash_and_by_its_chunks()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            Flip(fixture, "1.0.0/app.img");

            string bad = string.Join("; ", (await fixture.VerifyAsync()).Findings.Where(f => !f.IsGood).Select(f => $"{f.Subject} {f.Code}"));

            Assert.AreEqual($"1.0.0/app.img ; 1.0.0/app.img chunks {OtaResult.ChunkDigestMismatch}", bad);
        }

        [TestMethod]
        [DataRow("1.0.0/app.img")]
        [DataRow("1.0.0/app.chunks")]
        public async Task A_missing_or_cut_or_longer_file_fails(string file)
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            string path = Path.Combine(fixture.Channel, file);
            byte[] bytes = await File.ReadAllBytesAsync(path);

            await File.WriteAllBytesAsync(path, bytes[..^1]);
            StringAssert.Contains(FirstBad(await fixture.VerifyAsync(), file), $"has {bytes.Length - 1} bytes", StringComparison.Ordinal);
            await File.WriteAllBytesAsync(path, [.. bytes, 0]);
            StringAssert.Contains(FirstBad(await fixture.VerifyAsync(), file), "has more than", StringComparison.Ordinal);
            File.Delete(path);
            StringAssert.Contains(FirstBad(await fixture.VerifyAsync(), file), "is not there", StringComparison.Ordinal);
        }

        [TestMethod]
        public async Task Natives_that_the_manifest_does_not_ask_for_fail()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            fixture.Tamper("354599360", "354599361");

            StringAssert.Contains(Only(await fixture.VerifyAsync()).Detail, "Thermostat.Native 0x1522C1C0", StringComparison.Ordinal);
        }

        [TestMethod]
        public async Task A_signed_manifest_that_devices_cannot_read_fails()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            fixture.Tamper("\"product\":\"thermostat\"", "\"product\":5");

            Assert.AreEqual(OtaResult.FieldWrongType, Only(await fixture.VerifyAsync()).Code);
        }

        [TestMethod]
        [DataRow("../../secret")]
        [DataRow("..%2F..%2Fsecret")]
        [DataRow("/etc/hostname")]
        [DataRow("http://localhost/x")]
        public async Task A_manifest_cannot_point_out_of_its_folder(string url)
        {
            using ReleaseFixture fixture = new();
            fixture.Temp.Write("secret", new byte[26696]);
            await fixture.PublishAsync("1.0.0");
            fixture.Tamper("1.0.0/app.img", url);

            StringAssert.Contains(FirstBad(await fixture.VerifyAsync(), url), "does not lie in the manifest's folder", StringComparison.Ordinal);
        }

        private static Finding Only(VerifyReport report) => report.Findings.Single(f => !f.IsGood);

        private static string FirstBad(VerifyReport report, string subject) => report.Findings.First(f => !f.IsGood && f.Subject == subject).Detail;

        private static void Flip(ReleaseFixture fixture, string file)
        {
            string path = Path.Combine(fixture.Channel, file);
            byte[] bytes = File.ReadAllBytes(path);
            bytes[^1] ^= 1;
            File.WriteAllBytes(path, bytes);
        }
    }
}
