using System.Text.Json;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Serving;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tests.Tooling
{
    /// <summary>What becomes of a release after it was published: status, promote, withdraw, pause, resume, prune, history.</summary>
    [TestClass]
    public class ChannelLifeTests
    {
        [TestMethod]
        public async Task Withdraw_goes_back_once_for_each_time_and_never_forward()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            await fixture.PublishAsync(fixture.Request("1.1.0") with { NotBelow = "1.1.0", Install = new InstallContent(null, (60, 120)) });
            await fixture.PublishAsync(fixture.Request("2.0.0") with { Retry = 3 });

            PublishResult first = await WithdrawAsync(fixture);
            PublishResult second = await WithdrawAsync(fixture);
            ToolException third = await Assert.ThrowsExactlyAsync<ToolException>(() => WithdrawAsync(fixture));

            Assert.AreEqual("1.1.0 4 1.1.0 3", $"{first.Content.Version} {first.Content.Revision} {first.Content.NotBelow} {first.Content.Retry}");
            Assert.AreEqual("1.0.0 5", $"{second.Content.Version} {second.Content.Revision}");
            Assert.IsNull(second.Content.NotBelow, "The limit of the withdrawn release would forbid the one before.");
            Assert.AreEqual((60, 120), second.Content.Install.Window);
            StringAssert.Contains(third.Message, "knows no release before 1.0.0", StringComparison.Ordinal);
            Assert.IsTrue((await fixture.VerifyAsync()).Passed);

            // What was withdrawn may come again, as a new decision.
            PublishResult again = await fixture.PublishAsync(fixture.Request("2.0.0"));
            Assert.AreEqual(6L, again.Content.Revision);
            Assert.AreEqual("1.0.0", (await WithdrawAsync(fixture)).Content.Version);
        }

        [TestMethod]
        public async Task Withdraw_reaches_whoever_got_the_bad_release()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            await fixture.PublishAsync(fixture.Request("1.1.0") with { Rollout = new RolloutWish(5, null, ["beta"]) });
            Assert.IsNull((await WithdrawAsync(fixture)).Content.Rollout, "Everyone may have had 1.0.0.");

            using ReleaseFixture narrow = new();
            await narrow.PublishAsync(narrow.Request("1.0.0") with { Rollout = new RolloutWish(20, null, []) });
            await narrow.PublishAsync(narrow.Request("1.1.0") with { Rollout = new RolloutWish(5, "salt", ["beta"]) });
            await RunAsync(narrow, ChannelLife.Pause);
            RolloutContent reached = (await WithdrawAsync(narrow)).Content.Rollout!;
            Assert.AreEqual("5 salt beta", $"{reached.Percent} {reached.Salt} {reached.Groups.Single()}");
        }

        [TestMethod]
        public async Task Pause_gives_the_release_to_nobody_new_and_resume_to_the_share_before()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync(fixture.Request("1.0.0") with { Rollout = new RolloutWish(5, null, ["beta"]) });
            byte[] identity = (await fixture.VerifyAsync()).Manifest!.Images[0].TableDigest;

            PublishResult paused = await RunAsync(fixture, ChannelLife.Pause);
            Manifest manifest = (await fixture.VerifyAsync()).Manifest!;
            Assert.AreEqual("nobody new, expires 2027-08-01", AudienceText.Of(paused.Content));
            Assert.AreEqual("1.0.0 0 0", $"{manifest.Version} {manifest.RolloutPercent} {manifest.RolloutGroups.Length}");
            CollectionAssert.AreEqual(identity, manifest.Images[0].TableDigest, "Devices that have the release must stay as they are.");
            await Assert.ThrowsExactlyAsync<ToolException>(() => RunAsync(fixture, ChannelLife.Pause));
            ToolException next = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync("1.1.0"));
            StringAssert.Contains(next.Message, "is paused. Say who gets the release", StringComparison.Ordinal);

            PublishResult resumed = await RunAsync(fixture, ChannelLife.Resume);
            Assert.AreEqual("5 %, group beta, expires 2027-08-01", AudienceText.Of(resumed.Content));
            await Assert.ThrowsExactlyAsync<ToolException>(() => RunAsync(fixture, ChannelLife.Resume));
        }

        [TestMethod]
        public async Task Promote_takes_the_images_over_and_leaves_the_channel_its_audience()
        {
            using ReleaseFixture fixture = new();
            PublishRequest beta = fixture.Request("1.1.0") with { Channel = "beta", Requires = new RequiresContent { Firmware = "1.17" } };
            await fixture.PublishAsync(beta);
            await fixture.PublishAsync(fixture.Request("1.0.0") with { Rollout = new RolloutWish(10, null, []), Begin = ChannelBegin.First });

            PublishRequest asked = fixture.Request("1.0.0") with { Product = string.Empty, Version = string.Empty, Packs = [] };
            PublishResult promoted = await fixture.PublishAsync(ChannelLife.Promote(asked with { Begin = ChannelBegin.Goes }, "beta", fixture.Key));

            Assert.AreEqual("stable 1.1.0 2 10 %, firmware 1.17 or newer, expires 2027-08-01", $"{promoted.Content.Channel} {promoted.Content.Version} {promoted.Content.Revision} {AudienceText.Of(promoted.Content)}");
            Assert.AreEqual("Thermostat.Native", promoted.Content.Images.Single().Natives.Single().Name);
            Assert.IsTrue((await fixture.VerifyAsync()).Passed);
            Assert.ThrowsExactly<ToolException>(() => ChannelLife.Promote(asked, "stable", fixture.Key));
            Assert.ThrowsExactly<ToolException>(() => ChannelLife.Promote(asked, "../x", fixture.Key));
        }

        [TestMethod]
        public async Task A_foreign_channel_or_an_image_that_changed_is_never_signed_again()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            await fixture.PublishAsync("1.1.0");
            string image = Path.Combine(fixture.Channel, "1.0.0", "app.img");
            byte[] bytes = await File.ReadAllBytesAsync(image);
            bytes[^1] ^= 1;
            await File.WriteAllBytesAsync(image, bytes);
            StringAssert.Contains((await Assert.ThrowsExactlyAsync<ToolException>(() => WithdrawAsync(fixture))).Message, "is not the image that was signed", StringComparison.Ordinal);

            using SigningKey stranger = SigningKey.Create("test");
            await File.WriteAllBytesAsync(fixture.ManifestPath, stranger.SignJws(Envelope.Split(await File.ReadAllBytesAsync(fixture.ManifestPath), "m").Payload));
            StringAssert.Contains((await Assert.ThrowsExactlyAsync<ToolException>(() => WithdrawAsync(fixture))).Message, "was not signed by your keys", StringComparison.Ordinal);
        }

        [TestMethod]
        public async Task Prune_removes_what_nothing_refers_to_and_nothing_else()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            await fixture.PublishAsync("1.1.0");
            await fixture.PublishAsync("2.0.0");
            fixture.Temp.Write("www/stable/3.0.0/app.img", [1, 2, 3]);
            fixture.Temp.Write("www/stable/.manifest.jws.0123.tmp", [1]);
            fixture.Temp.Write("www/stable/notes.txt", [1]);
            fixture.Temp.Write("www/other/app.img", [1]);
            fixture.Temp.Write("outside/x.img", [1]);
            if (!OperatingSystem.IsWindows())
            {
                Directory.CreateSymbolicLink(Path.Combine(fixture.Channel, "linked"), fixture.Temp["outside"]);
            }

            string[] listed = await PruneAsync(fixture, null, PublishMode.DryRun);
            Assert.IsTrue(File.Exists(Path.Combine(fixture.Channel, "3.0.0", "app.img")), "A dry run removed.");
            string[] removed = await PruneAsync(fixture, null, PublishMode.Publish);
            CollectionAssert.AreEqual(listed, removed);
            Assert.AreEqual("stable/.manifest.jws.0123.tmp stable/3.0.0/app.img", string.Join(' ', removed));
            Assert.IsTrue(File.Exists(fixture.Temp["outside/x.img"]) && File.Exists(fixture.Temp["www/other/app.img"]) && File.Exists(fixture.Temp["www/stable/notes.txt"]));

            Assert.AreEqual(
                "stable/1.0.0/app.chunks stable/1.0.0/app.img stable/history/1.jws",
                string.Join(' ', await PruneAsync(fixture, 2, PublishMode.Publish)));
            Assert.IsFalse(Directory.Exists(Path.Combine(fixture.Channel, "1.0.0")));
            Assert.IsTrue((await fixture.VerifyAsync()).Passed);
            Assert.AreEqual("1.1.0", (await WithdrawAsync(fixture)).Content.Version);
            await PruneAsync(fixture, 1, PublishMode.Publish);
            Assert.IsTrue((await fixture.VerifyAsync()).Passed, "What is published always stays.");

            await File.WriteAllTextAsync(Path.Combine(fixture.Channel, "history", "9.jws"), "eyJ.e30.e30");
            await Assert.ThrowsExactlyAsync<ToolException>(() => PruneAsync(fixture, null, PublishMode.Publish));
        }

        [TestMethod]
        public async Task Status_says_what_is_published_and_what_is_wrong()
        {
            using TempFolder temp = new();
            await CliRun.OfAsync("keygen", temp["k.pem"], "--kid", "test");
            await CliRun.OfAsync("keygen", temp["other.pem"], "--kid", "test");
            await CliRun.OfAsync("pack", Thermostat.Folder("1.0.0"), "--out", temp["packed"]);
            string[] publish = ["publish", temp["packed"], "--key", temp["k.pem"], "--out", temp["www"], "--product", "thermostat", "--version", "1.0.0", "--no-delta"];
            await CliRun.OfAsync([.. publish, "--first", "--rollout", "5", "--group", "beta"]);

            CliRun good = await CliRun.OfAsync("status", temp["www"], "--key", temp["k.pem"]);
            CliRun blind = await CliRun.OfAsync("status", temp["www"]);
            CliRun foreign = await CliRun.OfAsync("status", temp["www"], "--key", temp["other.pem"], "--record", temp["none"]);
            string manifest = temp["www/stable/manifest.jws"];
            byte[] old = await File.ReadAllBytesAsync(manifest);
            await CliRun.OfAsync(publish);
            await File.WriteAllBytesAsync(manifest, old);
            CliRun behind = await CliRun.OfAsync("status", temp["www"], "--key", temp["k.pem"]);
            StaticServer server = await StaticServer.StartAsync(new StaticServerOptions { Root = temp["www"] });
            await using (server)
            {
                CliRun web = await CliRun.OfAsync("status", server.Url.ToString(), "--key", temp["k.pem"], "--json");
                using JsonDocument json = JsonDocument.Parse(web.Out);
                Assert.AreEqual(1, json.RootElement.GetProperty("channels")[0].GetProperty("release").GetProperty("revision").GetInt64());
                Assert.AreEqual(2, json.RootElement.GetProperty("channels")[0].GetProperty("recordRevision").GetInt64());
            }

            good.Gives(ExitCode.Ok, "thermostat 1.0.0, channel stable, revision 1");
            good.Gives(ExitCode.Ok, "5 %, group beta, expires ");
            good.Gives(ExitCode.Ok, "test (the signature holds)");
            blind.Gives(ExitCode.Ok, "signature not checked: name your key with --key");
            foreign.Gives(ExitCode.CheckFailed, "WRONG    not signed by your keys: SignatureInvalid (204)");
            behind.Gives(ExitCode.CheckFailed, "WRONG    the record knows revision 2");
        }

        [TestMethod]
        public async Task History_lists_what_was_done_with_the_newest_first()
        {
            using TempFolder temp = new();
            await CliRun.OfAsync("keygen", temp["k.pem"], "--kid", "test");
            foreach (string version in (string[])["1.0.0", "1.1.0"])
            {
                await CliRun.OfAsync("pack", Thermostat.Folder(version), "--out", temp["packed"]);
                (await CliRun.OfAsync(["publish", temp["packed"], "--key", temp["k.pem"], "--out", temp["www"], "--product", "thermostat", "--version", version, "--no-delta", .. version == "1.0.0" ? ["--first"] : Array.Empty<string>()]))
                    .Gives(ExitCode.Ok, "Published: ");
            }

            string[] channel = ["--out", temp["www"], "--key", temp["k.pem"]];
            (await CliRun.OfAsync(["pause", .. channel])).Gives(ExitCode.Ok, "nobody new");
            (await CliRun.OfAsync(["withdraw", .. channel])).Gives(ExitCode.Ok, "now     thermostat 1.0.0, revision 4: everyone");
            CliRun history = await CliRun.OfAsync("history", "--product", "thermostat", "--key", temp["k.pem"]);
            CliRun missing = await CliRun.OfAsync("history", "--product", "toaster", "--key", temp["k.pem"]);

            string[] lines = [.. history.Out.Split('\n').Where(line => line.Contains(" UTC  ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("UTC  ", StringComparison.Ordinal) + 5)..])];
            Assert.AreEqual("withdraw 1.0.0; pause 1.1.0; publish 1.1.0; publish 1.0.0", string.Join("; ", lines));
            Assert.IsTrue(history.Out.Split('\n').All(line => line.Length <= 80), history.Out);
            missing.FailsWith(ExitCode.InputOutput, "is not there");
        }

        private static Task<PublishResult> WithdrawAsync(ReleaseFixture fixture) => RunAsync(fixture, ChannelLife.Withdraw);

        private static Task<PublishResult> RunAsync(ReleaseFixture fixture, Func<PublishRequest, SigningKey, PublishRequest> change)
        {
            PublishRequest request = new() { Packs = [], Out = fixture.Www, Channel = "stable", Product = string.Empty, Version = string.Empty, RecordFolder = fixture.Records };
            return fixture.PublishAsync(change(request, fixture.Key) with { DeltaFrom = null });
        }

        private static async Task<string[]> PruneAsync(ReleaseFixture fixture, int? keep, PublishMode mode) =>
            [.. (await ChannelPruner.RunAsync(fixture.Www, keep, mode, TimeSpan.Zero, CancellationToken.None)).Select(file => file.Path.Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }
}
