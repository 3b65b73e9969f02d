using System.Text;
using System.Text.Json;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;

namespace NanoOta.Tests.Tooling
{
    [TestClass]
    public class PublisherTests
    {
        [TestMethod]
        public async Task A_release_is_laid_out_and_the_device_reads_every_field_of_it()
        {
            using ReleaseFixture fixture = new();

            await fixture.PublishAsync(fixture.Request("1.1.0") with
            {
                Revision = 7,
                Retry = 3,
                NotBelow = "1.0.5",
                Validity = TimeSpan.FromDays(10),
                Requires = new RequiresContent { Hardware = ["rev-a", "rev-b"], Chip = 9, Firmware = "1.17.0.5", Bootstrap = "1.0", FromVersion = "0.9" },
                Rollout = new RolloutWish(25, "salt", ["beta"]),
                Install = new InstallContent(1785600000, (1320, 240), true),
                Notes = "Größer: \"schneller\" \\ 50 %\nZeile",
            });
            VerifyReport report = await fixture.VerifyAsync();
            Manifest manifest = report.Manifest!;
            ManifestImage image = manifest.Images.Single();

            Assert.IsTrue(report.Passed);
            Assert.AreEqual("thermostat 1.1.0 7", $"{manifest.Product} {manifest.Version} {manifest.Revision}");
            Assert.AreEqual(ReleaseFixture.Now.ToUnixTimeSeconds(), manifest.Issued);
            Assert.AreEqual(ReleaseFixture.Now.AddDays(10).ToUnixTimeSeconds(), manifest.Expires);
            Assert.AreEqual("stable 3", $"{manifest.Channel} {manifest.Retry}");
            Assert.AreEqual(ReleaseVersion.Parse("1.0.5"), manifest.NotBelow);
            Assert.AreEqual("rev-a rev-b", string.Join(' ', manifest.Hardware));
            Assert.AreEqual(9, manifest.Chip);
            Assert.AreEqual(ReleaseVersion.Parse("1.17.0.5"), manifest.FirmwareMinimum);
            Assert.AreEqual(ReleaseVersion.Parse("1.0"), manifest.BootstrapMinimum);
            Assert.AreEqual(ReleaseVersion.Parse("0.9"), manifest.FromMinimum);
            Assert.AreEqual("25 salt beta", $"{manifest.RolloutPercent} {manifest.RolloutSalt} {manifest.RolloutGroups.Single()}");
            Assert.AreEqual(1785600000L, manifest.NotBefore);
            Assert.AreEqual("1320 240 True", $"{manifest.WindowStart} {manifest.WindowEnd} {manifest.IsCritical}");
            Assert.AreEqual("Größer: \"schneller\" \\ 50 %\nZeile", manifest.Notes);
            Assert.AreEqual("app 1.1.0 1.1.0/app.img 1.1.0/app.chunks", $"{image.Component} {image.Version} {image.Url} {image.TableUrl}");
            Assert.AreEqual("Thermostat.Native 0x1522C1C0", $"{image.Natives.Single().Name} 0x{image.Natives.Single().Checksum:X8}");
            CollectionAssert.AreEqual(
                File.ReadAllBytes(Path.Combine(fixture.Temp["packed-1.1.0"], "app.img")),
                File.ReadAllBytes(Path.Combine(fixture.Channel, "1.1.0", "app.img")));
        }

        [TestMethod]
        public async Task The_payload_is_compact_and_says_nothing_that_is_the_default()
        {
            using ReleaseFixture fixture = new();

            await fixture.PublishAsync("1.0.0");
            byte[] payload = Envelope.Split(await File.ReadAllBytesAsync(fixture.ManifestPath), "manifest").Payload;
            using JsonDocument json = JsonDocument.Parse(payload);

            Assert.AreEqual("format product channel revision version issued expires images", string.Join(' ', json.RootElement.EnumerateObject().Select(p => p.Name)));
            Assert.IsFalse(Encoding.UTF8.GetString(payload).Any(char.IsWhiteSpace));
        }

        [TestMethod]
        public async Task The_revision_rises_by_itself()
        {
            using ReleaseFixture fixture = new();

            Assert.AreEqual(1L, (await fixture.PublishAsync("1.0.0")).Content.Revision);
            Assert.AreEqual(2L, (await fixture.PublishAsync("1.1.0")).Content.Revision);
        }

        [TestMethod]
        [DataRow(5L)]
        [DataRow(4L)]
        public async Task A_revision_that_is_not_above_the_published_one_is_refused_and_nothing_changes(long revision)
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync(fixture.Request("1.0.0") with { Revision = 5 });
            string[] before = Snapshot(fixture);

            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(fixture.Request("1.1.0") with { Revision = revision }));

            Assert.AreEqual(ExitCode.Usage, e.Code);
            CollectionAssert.AreEqual(before, Snapshot(fixture));
        }

        [TestMethod]
        public async Task An_older_version_is_published_again_under_the_next_revision()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            await fixture.PublishAsync(fixture.Request("1.1.0") with { Retry = 4 });

            await fixture.PublishAsync(fixture.Request("1.0.0") with { Allowed = [ChannelRisk.OlderVersion] });
            Manifest manifest = (await fixture.VerifyAsync()).Manifest!;

            Assert.AreEqual("1.0.0 3 4", $"{manifest.Version} {manifest.Revision} {manifest.Retry}");
        }

        [TestMethod]
        public async Task A_release_that_would_forbid_itself_is_refused()
        {
            using ReleaseFixture fixture = new();

            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(fixture.Request("1.1.0") with { NotBelow = "1.2" }));

            StringAssert.Contains(e.Message, "--not-below 1.2", StringComparison.Ordinal);
        }

        [TestMethod]
        public async Task A_published_version_never_gets_other_bytes()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            string[] before = Snapshot(fixture);

            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(fixture.Request("2.0.0") with { Version = "1.0.0" }));

            StringAssert.Contains(e.Message, "never change", StringComparison.Ordinal);
            CollectionAssert.AreEqual(before, Snapshot(fixture));
        }

        [TestMethod]
        public async Task The_same_images_for_more_of_the_fleet_are_the_same_release_under_the_next_revision()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync(fixture.Request("1.0.0") with { Revision = 7, Rollout = new RolloutWish(10, "salt", []) });

            PublishResult again = await fixture.PublishAsync(fixture.Request("1.0.0") with { Rollout = new RolloutWish(50, "salt", []), Validity = TimeSpan.FromDays(3) });
            Manifest manifest = (await fixture.VerifyAsync()).Manifest!;

            Assert.AreEqual(8L, again.Content.Revision);
            Assert.AreEqual("8 50", $"{manifest.Revision} {manifest.RolloutPercent}");
            Assert.AreEqual(ReleaseFixture.Now.AddDays(3).ToUnixTimeSeconds(), manifest.Expires);
        }

        [TestMethod]
        public async Task Other_images_never_come_under_a_published_revision()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");

            // The same version without its files, which would be the only other guard.
            Directory.Delete(Path.Combine(fixture.Channel, "1.0.0"), recursive: true);
            PublishResult other = await fixture.PublishAsync(fixture.Request("2.0.0") with { Version = "1.0.0" });

            Assert.AreEqual(2L, other.Content.Revision);
        }

        [TestMethod]
        public async Task Texts_that_begin_with_a_quotation_mark_are_refused_in_words()
        {
            using ReleaseFixture fixture = new();

            ToolException notes = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(fixture.Request("1.0.0") with { Notes = "\"New\"" }));
            ToolException salt = await Assert.ThrowsExactlyAsync<ToolException>(
                () => fixture.PublishAsync(fixture.Request("1.0.0") with { Rollout = new RolloutWish(1, "\"", []) }));

            Assert.AreEqual((ExitCode.Usage, ExitCode.Usage), (notes.Code, salt.Code));
            StringAssert.Contains(notes.Message, "quotation mark", StringComparison.Ordinal);
        }

        [TestMethod]
        public async Task What_devices_would_refuse_is_not_published_and_leaves_nothing_behind()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            string[] before = Snapshot(fixture);

            // More names than a device takes: only the device's own parser knows.
            string[] tooMany = [.. Enumerable.Range(0, 200).Select(i => $"board-{i}")];
            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(
                () => fixture.PublishAsync(fixture.Request("1.1.0") with { Requires = new RequiresContent { Hardware = tooMany } }));

            Assert.AreEqual(ExitCode.CheckFailed, e.Code);
            StringAssert.Contains(e.Message, nameof(OtaResult.FieldTooLong), StringComparison.Ordinal);
            CollectionAssert.AreEqual(before, Snapshot(fixture));
        }

        [TestMethod]
        public async Task An_image_that_changed_after_packing_is_refused()
        {
            using ReleaseFixture fixture = new();
            PublishRequest request = fixture.Request("1.0.0");
            string image = Path.Combine(request.Packs[0], "app.img");
            byte[] bytes = await File.ReadAllBytesAsync(image);
            bytes[^1] ^= 1;
            await File.WriteAllBytesAsync(image, bytes);

            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(request));

            StringAssert.Contains(e.Message, "changed after it was packed", StringComparison.Ordinal);
            Assert.IsFalse(File.Exists(fixture.ManifestPath));
        }

        [TestMethod]
        public async Task A_channel_of_another_product_is_left_alone()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");

            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(fixture.Request("1.1.0") with { Product = "toaster" }));

            StringAssert.Contains(e.Message, "'thermostat', not of 'toaster'", StringComparison.Ordinal);
        }

        [TestMethod]
        [DataRow("..")]
        [DataRow("a/b")]
        [DataRow(".hidden")]
        [DataRow("")]
        public async Task A_channel_that_leaves_the_folder_is_refused(string channel)
        {
            using ReleaseFixture fixture = new();

            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(fixture.Request("1.0.0") with { Channel = channel }));

            Assert.AreEqual(ExitCode.Usage, e.Code);
            Assert.IsFalse(Directory.Exists(fixture.Www));
        }

        [TestMethod]
        [DataRow("1.2.3.4.5")]
        [DataRow("../1")]
        [DataRow("v1")]
        [DataRow("1.99999")]
        public async Task A_version_that_devices_cannot_compare_is_refused(string version)
        {
            using ReleaseFixture fixture = new();

            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(fixture.Request("1.0.0") with { Version = version }));

            Assert.AreEqual(ExitCode.Usage, e.Code);
        }

        [TestMethod]
        public async Task Two_publishers_take_turns()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            await using FileStream other = new(Path.Combine(fixture.Channel, Publisher.LockName), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);

            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(fixture.Request("1.1.0") with { Patience = TimeSpan.Zero }));

            StringAssert.Contains(e.Message, "Another 'nanoota'", StringComparison.Ordinal);
        }

        private static string[] Snapshot(ReleaseFixture fixture) => [.. Directory
            .EnumerateFileSystemEntries(fixture.Www, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => File.Exists(path) ? $"{path} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}" : path)];
    }
}
