using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Http;
using NanoOta.Tooling;
using NanoOta.Tooling.Release;

namespace NanoOta.Tests.Tooling
{
    /// <summary>nanoota publish --settings: what a release changes on devices.</summary>
    [TestClass]
    public sealed class SettingsFileTests
    {
        [TestMethod]
        public async Task Settings_are_published_carried_over_shown_in_words_and_dropped_by_name()
        {
            using TempFolder temp = new();
            await CliRun.OfAsync("keygen", temp["k.pem"], "--kid", "test");
            await CliRun.OfAsync("pack", Thermostat.Folder("1.0.0"), "--out", temp["packed"]);
            string[] line = ["publish", temp["packed"], "--key", temp["k.pem"], "--out", temp["www"], "--product", "thermostat", "--version", "1.0.0", "--no-delta"];
            File.WriteAllText(temp["fleet.json"], """
                {"url":"https://new.example/stable/manifest.jws","interval":7200,"windowStart":120,"windowEnd":270,"utcOffset":-60,"network":1,"authorities":"roots.pem"}
                """);
            using (TestAuthority authority = new())
            {
                File.WriteAllText(temp["roots.pem"], authority.Root.ExportCertificatePem());
            }

            const string Words = "sets url https://new.example/stable/manifest.jws, a check every 2 h, window 02:00-04:30 local time, -60 min ahead of UTC, no metered network, authorities CN=";
            (await CliRun.OfAsync([.. line, "--first", "--settings", temp["fleet.json"]])).Gives(ExitCode.Ok, Words);
            string inspected = (await CliRun.OfAsync("inspect", temp["www/stable/manifest.jws"])).Out;
            StringAssert.Contains(inspected, "https://new.example/stable/manifest.jws", StringComparison.Ordinal);
            StringAssert.Contains(inspected, "7200", StringComparison.Ordinal);

            (await CliRun.OfAsync(line)).Gives(ExitCode.Ok, Words);
            CliRun dropped = await CliRun.OfAsync([.. line, "--drop", "settings"]);
            dropped.Gives(ExitCode.Ok, "now     thermostat 1.0.0, revision 3: everyone, expires ");
        }

        [TestMethod]
        [DataRow("{}", "there is no setting in the file")]
        [DataRow("[]", "is no JSON object")]
        [DataRow("{", "is no JSON")]
        [DataRow("""{"disabled":true}""", "a release cannot switch updates off")]
        [DataRow("""{"updates":1}""", "a release cannot switch updates off")]
        [DataRow("""{"intervall":7200}""", "there is no setting 'intervall'")]
        [DataRow("""{"interval":"often"}""", "there is no setting 'interval' with such a value")]
        [DataRow("""{"interval":599}""", "'interval' takes 600 to 604800 seconds")]
        [DataRow("""{"url":"ftp://x/y"}""", "'url' is no http or https address")]
        [DataRow("""{"reserveUrl":"a b"}""", "'reserveUrl' is no http or https address")]
        [DataRow("""{"windowStart":60}""", "two different minutes of the day")]
        [DataRow("""{"windowStart":60,"windowEnd":60}""", "two different minutes of the day")]
        [DataRow("""{"utcOffset":900}""", "'utcOffset' takes -720 to 840")]
        [DataRow("""{"group":"büro"}""", "'group' takes")]
        [DataRow("""{"network":2}""", "'network' takes 0")]
        [DataRow("""{"dailyBytes":1}""", "'dailyBytes' takes 0")]
        [DataRow("""{"authorities":"-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n"}""", "'authorities' is no PEM")]
        public void A_wrong_file_is_refused_in_one_line(string content, string said)
        {
            using TempFolder temp = new();
            File.WriteAllText(temp["fleet.json"], content);
            ToolException refused = Assert.ThrowsExactly<ToolException>(() => SettingsContent.Load(temp["fleet.json"]));
            StringAssert.Contains(refused.Message, said, StringComparison.Ordinal);
            Assert.AreEqual(ExitCode.BadInput, refused.Code);
        }

        [TestMethod]
        public void What_the_tool_writes_the_agent_reads()
        {
            // The fields are named in three places: the tool's writer, its reader, and the agent.
            SettingsContent all = new()
            {
                Url = "http://a.example/m.jws",
                ReserveUrl = "http://b.example/m.jws",
                ReportUrl = "http://c.example/r",
                Interval = 7200,
                Window = (60, 120),
                UtcOffset = 30,
                Group = "beta",
                Network = 1,
                DailyBytes = 65536,
                Authorities = "pem",
            };
            using MemoryStream stream = new();
            using (System.Text.Json.Utf8JsonWriter json = new(stream))
            {
                json.WriteStartObject();
                all.Write(json);
                json.WriteEndObject();
            }

            using System.Text.Json.JsonDocument written = System.Text.Json.JsonDocument.Parse(stream.ToArray());
            Assert.AreEqual(all, SettingsContent.Read(written.RootElement));
            using System.Text.Json.JsonDocument taken = System.Text.Json.JsonDocument.Parse(
                System.Buffers.Text.Base64Url.DecodeFromChars(SignedSettingsReleases.All.Split('.')[1]));
            string[] agent = [.. taken.RootElement.GetProperty("settings").EnumerateObject().Select(field => field.Name).Where(name => name != "updates").Order()];
            CollectionAssert.AreEqual(agent, written.RootElement.EnumerateObject().Select(field => field.Name).Order().ToArray());
        }
    }
}
