using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling;
using NanoOta.Tooling.Chunks;
using NanoOta.Tooling.Delta;
using NanoOta.Tooling.Inspection;
using NanoOta.Tooling.Release;

namespace NanoOta.Tests.Tooling
{
    /// <summary>The delta files that publish makes, and the history that says which old images are still there.</summary>
    [TestClass]
    public sealed class PublishDeltaTests
    {
        [TestMethod]
        public async Task A_release_has_a_section_for_each_release_of_the_history_and_one_without_an_old_image()
        {
            using ReleaseFixture fixture = new();
            await PublishAsync(fixture, "1.0.0");
            await PublishAsync(fixture, "1.1.0");
            await PublishAsync(fixture, "2.0.0");

            Assert.AreEqual("2.0.0/app.delta", await DeltaUrlAsync(fixture));
            CollectionAssert.AreEqual(new[] { Identity(fixture, "1.1.0"), Identity(fixture, "1.0.0"), "no old image" }, Sections(fixture, "2.0.0/app.delta"));
            foreach (string old in (string[])["1.0.0", "1.1.0"])
            {
                byte[] image = Image(fixture, old);
                byte[] made = Image(fixture, "2.0.0");
                byte[] file = File.ReadAllBytes(Path.Combine(fixture.Channel, "2.0.0", "app.delta"));
                DeltaCheck check = DeltaCheck.Run(file, image, ImageDigests.Of(image).Identity, made, ImageDigests.Of(made), canReadNew: false);
                Assert.IsLessThan(made.Length / 4, check.BytesRead, $"bytes for a device with {old}");
            }
        }

        [TestMethod]
        public async Task Every_manifest_is_kept_under_its_revision()
        {
            using ReleaseFixture fixture = new();
            await PublishAsync(fixture, "1.0.0");
            byte[] first = File.ReadAllBytes(fixture.ManifestPath);
            await PublishAsync(fixture, "1.1.0");

            CollectionAssert.AreEqual(first, File.ReadAllBytes(Path.Combine(fixture.Channel, "history", "1.jws")));
            CollectionAssert.AreEqual(File.ReadAllBytes(fixture.ManifestPath), File.ReadAllBytes(Path.Combine(fixture.Channel, "history", "2.jws")));
        }

        [TestMethod]
        public async Task Images_that_are_gone_and_files_that_are_no_manifests_are_left_out()
        {
            using ReleaseFixture fixture = new();
            await PublishAsync(fixture, "1.0.0");
            await PublishAsync(fixture, "1.1.0");
            File.Delete(Path.Combine(fixture.Channel, "1.0.0", "app.img"));
            await File.WriteAllTextAsync(Path.Combine(fixture.Channel, "history", "9.jws"), "not a manifest");
            await PublishAsync(fixture, "2.0.0");

            CollectionAssert.AreEqual(new[] { Identity(fixture, "1.1.0"), "no old image" }, Sections(fixture, "2.0.0/app.delta"));
        }

        [TestMethod]
        public async Task A_release_that_comes_back_gets_a_delta_file_for_the_releases_since()
        {
            using ReleaseFixture fixture = new();
            await PublishAsync(fixture, "1.0.0");
            byte[] before = File.ReadAllBytes(Path.Combine(fixture.Channel, "1.0.0", "app.delta"));
            await PublishAsync(fixture, "1.1.0");
            await PublishAsync(fixture, "1.0.0");

            Assert.AreEqual("1.0.0/app.3.delta", await DeltaUrlAsync(fixture));
            CollectionAssert.AreEqual(new[] { Identity(fixture, "1.1.0"), "no old image" }, Sections(fixture, "1.0.0/app.3.delta"));
            CollectionAssert.AreEqual(before, File.ReadAllBytes(Path.Combine(fixture.Channel, "1.0.0", "app.delta")), "Published files never change.");
        }

        [TestMethod]
        public async Task A_release_published_again_keeps_its_delta_file()
        {
            using ReleaseFixture fixture = new();
            await PublishAsync(fixture, "1.0.0");
            await PublishAsync(fixture, "1.1.0");
            await PublishAsync(fixture, "1.1.0");

            Assert.AreEqual("1.1.0/app.delta", await DeltaUrlAsync(fixture));
        }

        [TestMethod]
        public async Task Named_images_take_the_place_of_the_history()
        {
            using ReleaseFixture fixture = new();
            await PublishAsync(fixture, "1.0.0");
            await fixture.PublishAsync(fixture.Request("2.0.0") with { DeltaFrom = DeltaSources.Named([Thermostat.Folder("1.1.0")]) });

            fixture.Pack("1.1.0");
            CollectionAssert.AreEqual(
                new[] { IdentityOf(File.ReadAllBytes(Path.Combine(fixture.Temp["packed-1.1.0"], "app.img"))), "no old image" },
                Sections(fixture, "2.0.0/app.delta"));
        }

        [TestMethod]
        public async Task Without_delta_files_the_manifest_names_none()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");

            Assert.IsNull(await DeltaUrlAsync(fixture));
            Assert.IsFalse(File.Exists(Path.Combine(fixture.Channel, "1.0.0", "app.delta")));
        }

        [TestMethod]
        public void More_old_images_than_a_file_has_room_for_are_refused() =>
            Assert.AreEqual(ExitCode.Usage, Assert.ThrowsExactly<ToolException>(() => DeltaSources.Named([.. Enumerable.Repeat("x.img", 31)])).Code);

        [TestMethod]
        public async Task A_delta_file_that_gives_another_image_fails_the_verification()
        {
            using ReleaseFixture fixture = new();
            await PublishAsync(fixture, "1.0.0");
            string path = Path.Combine(fixture.Channel, "1.0.0", "app.delta");
            byte[] file = File.ReadAllBytes(path);
            file[^1] ^= 1;
            await File.WriteAllBytesAsync(path, file);

            VerifyReport report = await fixture.VerifyAsync();
            Assert.AreEqual("1.0.0/app.delta", report.Findings.Single(finding => !finding.IsGood).Subject);
        }

        private static Task<PublishResult> PublishAsync(ReleaseFixture fixture, string version) =>
            fixture.PublishAsync(fixture.Request(version) with { DeltaFrom = DeltaSources.History(), Allowed = [ChannelRisk.OlderVersion] });

        private static async Task<string?> DeltaUrlAsync(ReleaseFixture fixture)
        {
            VerifyReport report = await fixture.VerifyAsync();
            Assert.IsTrue(report.Passed, string.Join("; ", report.Findings.Where(finding => !finding.IsGood)));
            return report.Manifest!.Images.Single().DeltaUrl;
        }

        private static string[] Sections(ReleaseFixture fixture, string name) =>
            [.. Inspector.Inspect(File.ReadAllBytes(Path.Combine(fixture.Channel, name)), name)["sections"]!.AsArray().Select(section => (string)section!["from"]!)];

        private static string Identity(ReleaseFixture fixture, string version) => IdentityOf(Image(fixture, version));

        private static string IdentityOf(byte[] image) => Convert.ToHexStringLower(ImageDigests.Of(image).Identity.AsSpan(0, DeltaDirectory.IdentityLength));

        private static byte[] Image(ReleaseFixture fixture, string version) => File.ReadAllBytes(Path.Combine(fixture.Channel, version, "app.img"));
    }
}
