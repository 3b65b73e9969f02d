using System.Text.Json;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Tooling;

namespace NanoOta.Tests.Stock
{
    [TestClass]
    public sealed class WeekDemoTests
    {
        [TestMethod]
        public async Task A_week_with_the_agent_goes_as_it_must()
        {
            CliRun run = await CliRun.OfAsync("demo", "--agent", "--json");
            Assert.AreEqual(0, run.Code, run.Out + run.Error);
            using JsonDocument json = JsonDocument.Parse(run.Out);
            JsonElement week = json.RootElement;
            Assert.IsTrue(week.GetProperty("passed").GetBoolean());
            Assert.AreEqual("1.3", week.GetProperty("running").GetString(), "What the flash starts.");
            int reports = week.GetProperty("reports").GetArrayLength();
            Assert.IsGreaterThan(12, reports);
            if (File.Exists("/usr/sbin/mosquitto"))
            {
                Assert.AreEqual(reports, week.GetProperty("broker").GetArrayLength(), "Reports at mosquitto, beside the collector's.");
            }
            Assert.IsGreaterThan(6 * 86400L, week.GetProperty("timeline").EnumerateArray().Last().GetProperty("seconds").GetInt64());
        }

        [TestMethod]
        public async Task A_week_is_a_story_of_its_own()
        {
            CliRun run = await CliRun.OfAsync("demo", "--agent", "--stock");
            Assert.AreNotEqual(0, run.Code);
            Assert.Contains("--agent is a story of its own", run.Out + run.Error);
        }
    }
}
