using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;
using NanoOta.Tooling.Serving;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tests.Tooling
{
    /// <summary>What a publisher believes, and what it wants to hear said (shared/cases.md, P1 to P5).</summary>
    [TestClass]
    public class CarefulPublisherTests
    {
        [TestMethod]
        [DataRow(999999999999998L, DisplayName = "a revision near the end")]
        [DataRow(999999999999999L, DisplayName = "the last revision that there is")]
        public async Task P1_A_revision_that_somebody_wrote_into_the_web_root_does_not_count(long revision)
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            using SigningKey stranger = SigningKey.Create("test");
            ManifestContent altered = ManifestParser.Parse(Envelope.Split(File.ReadAllBytes(fixture.ManifestPath), "m").Payload) with { Revision = revision };
            File.WriteAllBytes(fixture.ManifestPath, stranger.SignJws(ManifestWriter.Write(altered)));

            ToolException e = await RefusedAsync(fixture, fixture.Request("1.1.0"), ChannelRisk.ForeignManifest);
            PublishResult meant = await fixture.PublishAsync(fixture.Request("1.1.0") with { Allowed = [ChannelRisk.ForeignManifest] });

            StringAssert.Contains(e.Message, "SignatureInvalid (204)", StringComparison.Ordinal);
            Assert.AreEqual(2L, meant.Content.Revision);
        }

        [TestMethod]
        public async Task P1_Bytes_changed_under_a_right_signature_do_not_count()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            string text = await File.ReadAllTextAsync(fixture.ManifestPath);
            string[] parts = text.Split('.');
            string payload = Encoding.UTF8.GetString(Base64.FromUrl(parts[1])!).Replace("\"revision\":1", "\"revision\":9", StringComparison.Ordinal);
            await File.WriteAllTextAsync(fixture.ManifestPath, $"{parts[0]}.{Base64.Url(Encoding.UTF8.GetBytes(payload))}.{parts[2]}");

            await RefusedAsync(fixture, fixture.Request("1.1.0"), ChannelRisk.ForeignManifest);
        }

        [TestMethod]
        public async Task P1_An_old_manifest_in_the_web_root_takes_no_number_back()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync(fixture.Request("1.0.0") with { Rollout = new RolloutWish(5, null, []) });
            byte[] old = await File.ReadAllBytesAsync(fixture.ManifestPath);
            await fixture.PublishAsync(fixture.Request("1.1.0") with { Rollout = new RolloutWish(7, null, []) });
            await File.WriteAllBytesAsync(fixture.ManifestPath, old);

            PublishResult next = await fixture.PublishAsync("1.1.0");

            Assert.AreEqual("3 7", $"{next.Content.Revision} {next.Content.Rollout!.Percent}");
            StringAssert.Contains(next.Notes.Single(), "has revision 1, and the record knows 2", StringComparison.Ordinal);
        }

        [TestMethod]
        public async Task P1_A_newer_manifest_of_ones_own_is_a_lower_bound_and_wants_a_number()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            byte[] record = await File.ReadAllBytesAsync(fixture.RecordPath);
            await fixture.PublishAsync("1.1.0");
            await File.WriteAllBytesAsync(fixture.RecordPath, record);

            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync("2.0.0"));
            PublishResult next = await fixture.PublishAsync(fixture.Request("2.0.0") with { Revision = 3 });

            StringAssert.Contains(e.Message, "another machine published", StringComparison.Ordinal);
            Assert.AreEqual(3L, next.Content.Revision);
        }

        [TestMethod]
        [DataRow(true, DisplayName = "a changed byte")]
        [DataRow(false, DisplayName = "a stranger's signature")]
        public async Task P1_A_record_that_the_key_did_not_sign_is_refused(bool flip)
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            byte[] record = await File.ReadAllBytesAsync(fixture.RecordPath);
            if (flip)
            {
                record[^10] ^= 1;
            }
            else
            {
                using SigningKey stranger = SigningKey.Create("test");
                record = stranger.SignJws(Envelope.Split(record, "record").Payload, "nanoota-channel");
            }

            await File.WriteAllBytesAsync(fixture.RecordPath, record);
            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync("1.1.0"));

            Assert.IsTrue(e.Code is ExitCode.CheckFailed or ExitCode.BadInput, e.Message);
            Assert.IsFalse(Directory.Exists(Path.Combine(fixture.Channel, "1.1.0")));
        }

        [TestMethod]
        public async Task P1_A_record_is_no_manifest_for_a_device_and_a_manifest_no_record()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");

            OtaResult result = EnvelopeReader.Open([.. File.ReadAllBytes(fixture.RecordPath).Take(Jws.MaxLength)], [fixture.Key.PublicKey], out _);
            File.Copy(fixture.ManifestPath, fixture.RecordPath, overwrite: true);
            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync("1.1.0"));

            Assert.AreEqual(OtaResult.JwsHeaderUnsupported, result);
            StringAssert.Contains(e.Message, "is not the record of a channel", StringComparison.Ordinal);
        }

        [TestMethod]
        public async Task P1_A_jump_in_numbers_needs_a_word()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync(fixture.Request("1.0.0") with { Begin = ChannelBegin.Goes, Revision = 500 });

            await RefusedAsync(fixture, fixture.Request("1.1.0") with { Revision = 5000 }, ChannelRisk.RevisionJump);
            PublishResult ci = await fixture.PublishAsync(fixture.Request("1.1.0") with { Revision = 520 });
            PublishResult meant = await fixture.PublishAsync(fixture.Request("2.0.0") with { Revision = 5000, Allowed = [ChannelRisk.RevisionJump] });

            Assert.AreEqual("520 5000", $"{ci.Content.Revision} {meant.Content.Revision}");
        }

        [TestMethod]
        public async Task P2_Targeting_is_carried_over_and_nothing_falls_away()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync(fixture.Request("1.0.0") with
            {
                Rollout = new RolloutWish(5, "s", ["beta"]),
                Requires = new RequiresContent { Hardware = ["revB"], Chip = 9, Firmware = "1.17", Bootstrap = "1.0", FromVersion = "0.9" },
                Install = new InstallContent(1785600000, (120, 240), true, 86400),
                NotBelow = "0.9",
                Notes = "words",
            });
            ManifestContent first = Read(fixture);

            await fixture.PublishAsync(fixture.Request("1.0.0") with { Validity = TimeSpan.FromDays(30) });
            ManifestContent again = Read(fixture);
            await fixture.PublishAsync(fixture.Request("1.1.0"));
            ManifestContent next = Read(fixture);

            Assert.AreEqual(
                "5 %, group beta, hardware revB, chip esp32s3, firmware 1.17 or newer, Bootstrap 1.0 or newer, from version 0.9 on, not before 2026-08-01 16:00 UTC, from 02:00 to 04:00 UTC, critical, put off at most 24 h, never below 0.9, expires 2026-08-31",
                AudienceText.Of(again));
            Assert.AreEqual(AudienceText.Of(first with { Expires = next.Expires }), AudienceText.Of(next), "A new version dropped a part.");
            Assert.AreEqual("s s", $"{again.Rollout!.Salt} {next.Rollout!.Salt}");
            Assert.AreEqual("words", again.Notes);
            Assert.IsNull(next.Notes, "The notes are about another version.");
        }

        [TestMethod]
        public async Task P2_A_part_is_dropped_by_name_and_a_share_is_raised_by_number()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync(fixture.Request("1.0.0") with
            {
                Rollout = new RolloutWish(5, null, ["beta"]),
                Requires = new RequiresContent { Hardware = ["revB"] },
                Install = new InstallContent(null, (120, 240), LongestDeferral: 90),
            });

            await fixture.PublishAsync(fixture.Request("1.0.0") with { Rollout = new RolloutWish(50, null, []), Dropped = [TargetPart.Window] });
            Assert.AreEqual("50 %, group beta, hardware revB, put off at most 90 s, expires 2027-08-01", AudienceText.Of(Read(fixture)));
            await fixture.PublishAsync(fixture.Request("1.0.0") with { Dropped = [TargetPart.Rollout, TargetPart.Group, TargetPart.Hardware, TargetPart.LongestDeferral] });
            Assert.AreEqual("everyone, expires 2027-08-01", AudienceText.Of(Read(fixture)));
        }

        [TestMethod]
        public async Task P2_The_command_line_says_who_gets_it_before_and_after()
        {
            using TempFolder temp = new();
            await CliRun.OfAsync("keygen", temp["k.pem"], "--kid", "test");
            await CliRun.OfAsync("pack", Thermostat.Folder("1.0.0"), "--out", temp["packed"]);
            string[] line = ["publish", temp["packed"], "--key", temp["k.pem"], "--out", temp["www"], "--product", "thermostat", "--version", "1.0.0", "--no-delta"];
            (await CliRun.OfAsync([.. line, "--first", "--rollout", "5", "--group", "beta", "--longest-deferral", "721"])).FailsWith(ExitCode.Usage, "--longest-deferral takes 0 to 720");
            await CliRun.OfAsync([.. line, "--first", "--rollout", "5", "--group", "beta"]);

            CliRun again = await CliRun.OfAsync([.. line, "--expires-days", "30"]);

            again.Gives(ExitCode.Ok, "before  thermostat 1.0.0, revision 1: 5 %, group beta, expires ");
            again.Gives(ExitCode.Ok, "now     thermostat 1.0.0, revision 2: 5 %, group beta, expires ");
        }

        [TestMethod]
        public async Task P3_Another_key_needs_a_word_and_the_former_key()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            using SigningKey other = SigningKey.Create("new");
            PublishRequest next = fixture.Request("1.1.0");

            ToolException unknown = await Assert.ThrowsExactlyAsync<ToolException>(() => Publisher.RunAsync(next, other, ReleaseFixture.Now));
            PublishRequest known = next with { Trusted = [fixture.Key.PublicKey] };
            ToolException changed = await Assert.ThrowsExactlyAsync<ToolException>(() => Publisher.RunAsync(known, other, ReleaseFixture.Now));
            PublishResult meant = await Publisher.RunAsync(known with { Allowed = [ChannelRisk.AnotherKey] }, other, ReleaseFixture.Now);

            StringAssert.Contains(unknown.Message, "--trust", StringComparison.Ordinal);
            StringAssert.Contains(changed.Message, "signed by 'test', and this key is 'new'", StringComparison.Ordinal);
            StringAssert.Contains(changed.Message, "--allow another-key", StringComparison.Ordinal);
            Assert.AreEqual(2L, meant.Content.Revision);
        }

        [TestMethod]
        public async Task P3_Without_a_record_the_key_of_what_is_published_counts()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            Directory.Delete(fixture.Records, recursive: true);
            using SigningKey other = SigningKey.Create("new");
            PublishRequest next = fixture.Request("1.1.0") with { Begin = ChannelBegin.Goes, Revision = 2 };

            ToolException foreign = await Assert.ThrowsExactlyAsync<ToolException>(() => Publisher.RunAsync(next, other, ReleaseFixture.Now));
            ToolException changed = await Assert.ThrowsExactlyAsync<ToolException>(() => Publisher.RunAsync(next with { Trusted = [fixture.Key.PublicKey] }, other, ReleaseFixture.Now));

            StringAssert.Contains(foreign.Message, "--allow foreign-manifest", StringComparison.Ordinal);
            StringAssert.Contains(changed.Message, "--allow another-key", StringComparison.Ordinal);
        }

        [TestMethod]
        public async Task P4_Without_a_record_a_number_or_a_word_is_wanted()
        {
            using ReleaseFixture fixture = new();
            PublishRequest request = fixture.Request("1.0.0") with { Begin = ChannelBegin.Goes };

            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(request));
            PublishResult ci = await fixture.PublishAsync(request with { Revision = 312 });

            StringAssert.Contains(e.Message, "For its first release add --first; else give a --revision", StringComparison.Ordinal);
            Assert.AreEqual(312L, ci.Content.Revision);
        }

        [TestMethod]
        public async Task P4_First_is_refused_where_something_is_known()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            ToolException record = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(fixture.Request("1.1.0") with { Begin = ChannelBegin.First }));
            Directory.Delete(fixture.Records, recursive: true);
            ToolException published = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(fixture.Request("1.1.0")));

            StringAssert.Contains(record.Message, "has revision 1 already: leave --first out", StringComparison.Ordinal);
            StringAssert.Contains(published.Message, "is published already, with revision 1", StringComparison.Ordinal);
        }

        [TestMethod]
        public async Task P4_A_clean_machine_reads_what_is_published_from_its_URL()
        {
            using ReleaseFixture fixture = new();
            DateTimeOffset now = DateTimeOffset.UtcNow;
            await Publisher.RunAsync(fixture.Request("1.0.0") with { Rollout = new RolloutWish(5, null, []) }, fixture.Key, now);
            StaticServer server = await StaticServer.StartAsync(new StaticServerOptions { Root = fixture.Www });
            await using (server)
            {
                PublishRequest clean = fixture.Request("1.1.0") with
                {
                    Out = fixture.Temp["clean"],
                    RecordFolder = fixture.Temp["none"],
                    Begin = ChannelBegin.Goes,
                    Previous = server.Url.ToString(),
                };
                ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => Publisher.RunAsync(clean, fixture.Key, now));
                ToolException below = await Assert.ThrowsExactlyAsync<ToolException>(() => Publisher.RunAsync(clean with { Revision = 1 }, fixture.Key, now));
                PublishResult next = await Publisher.RunAsync(clean with { Revision = 7 }, fixture.Key, now);

                StringAssert.Contains(e.Message, "Revision 1 is published, and a newer one may have been", StringComparison.Ordinal);
                StringAssert.Contains(below.Message, "not above 1", StringComparison.Ordinal);
                Assert.AreEqual("7 5", $"{next.Content.Revision} {next.Content.Rollout!.Percent}");
                ToolException clock = await Assert.ThrowsExactlyAsync<ToolException>(
                    () => Publisher.RunAsync(clean with { Out = fixture.Temp["other"], RecordFolder = null, Revision = 7 }, fixture.Key, now.AddDays(2)));
                StringAssert.Contains(clock.Message, "--allow wrong-clock", StringComparison.Ordinal);
            }

            ToolException away = await Assert.ThrowsExactlyAsync<ToolException>(
                () => Publisher.RunAsync(fixture.Request("1.1.0") with { Previous = "http://127.0.0.1:9/" }, fixture.Key, now));
            Assert.AreEqual(ExitCode.Network, away.Code);
        }

        [TestMethod]
        public async Task P5_An_older_version_needs_a_word()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("2.0.0");

            await RefusedAsync(fixture, fixture.Request("1.1.0"), ChannelRisk.OlderVersion);
        }

        [TestMethod]
        public async Task P5_The_same_bytes_under_a_new_version_need_a_word()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");
            await fixture.PublishAsync("1.1.0");

            await RefusedAsync(fixture, fixture.Request("1.1.0") with { Version = "1.2.0" }, ChannelRisk.SameBytes);
            ToolException older = await RefusedAsync(fixture, fixture.Request("1.0.0") with { Version = "1.2.0" }, ChannelRisk.SameBytes);
            StringAssert.Contains(older.Message, "are those of 1.0.0", StringComparison.Ordinal);
        }

        [TestMethod]
        public async Task P5_A_clock_behind_the_last_release_needs_a_word()
        {
            using ReleaseFixture fixture = new();
            await fixture.PublishAsync("1.0.0");

            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => Publisher.RunAsync(fixture.Request("1.1.0"), fixture.Key, ReleaseFixture.Now.AddSeconds(-1)));

            StringAssert.Contains(e.Message, "--allow wrong-clock", StringComparison.Ordinal);
        }

        [TestMethod]
        public async Task A_dry_run_judges_everything_and_writes_nothing()
        {
            using ReleaseFixture fixture = new();
            PublishResult first = await fixture.PublishAsync(fixture.Request("1.0.0") with { Mode = PublishMode.DryRun });
            Assert.IsFalse(Directory.Exists(fixture.Www) || Directory.Exists(fixture.Records), "A dry run wrote.");
            Assert.IsTrue(first.Report.Passed);
            Assert.AreEqual("1.0.0/app.img 1.0.0/app.chunks", string.Join(' ', first.NewFiles.Select(file => file.Url)));

            await fixture.PublishAsync("2.0.0");
            await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(fixture.Request("1.0.0") with { Mode = PublishMode.DryRun }));
        }

        [TestMethod]
        public async Task Neither_record_nor_key_may_lie_where_they_are_served()
        {
            using ReleaseFixture fixture = new();
            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(fixture.Request("1.0.0") with { RecordFolder = Path.Combine(fixture.Www, "records") }));
            StringAssert.Contains(e.Message, "which is served", StringComparison.Ordinal);

            await CliRun.OfAsync("keygen", fixture.Temp["www.pem"]);
            Directory.CreateDirectory(fixture.Www);
            File.Move(fixture.Temp["www.pem"], Path.Combine(fixture.Www, "k.pem"));
            CliRun run = await CliRun.OfAsync("publish", fixture.Pack("1.0.0"), "--key", Path.Combine(fixture.Www, "k.pem"), "--out", fixture.Www, "--product", "p", "--version", "1", "--first");
            run.FailsWith(ExitCode.Usage, "lies in");
        }

        private static async Task<ToolException> RefusedAsync(ReleaseFixture fixture, PublishRequest request, ChannelRisk risk)
        {
            byte[] manifest = await File.ReadAllBytesAsync(fixture.ManifestPath);
            byte[] record = await File.ReadAllBytesAsync(fixture.RecordPath);
            ToolException e = await Assert.ThrowsExactlyAsync<ToolException>(() => fixture.PublishAsync(request));
            Assert.AreEqual(ExitCode.Usage, e.Code, e.Message);
            StringAssert.Contains(e.Message, $"--allow {ChannelRisks.WordOf(risk)}", StringComparison.Ordinal);
            CollectionAssert.AreEqual(manifest, await File.ReadAllBytesAsync(fixture.ManifestPath));
            CollectionAssert.AreEqual(record, await File.ReadAllBytesAsync(fixture.RecordPath));
            return e;
        }

        private static ManifestContent Read(ReleaseFixture fixture) =>
            ManifestParser.Open(File.ReadAllBytes(fixture.ManifestPath), [fixture.Key.PublicKey], out _) ?? throw new InvalidOperationException("The manifest does not verify.");
    }
}
