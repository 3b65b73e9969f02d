using System.Text.Json;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Tooling;

namespace NanoOta.Tests.Stock
{
    /// <summary>The story, told twice: each step passes, and costs what it must.</summary>
    [TestClass]
    public sealed class StockDemoTests
    {
        [TestMethod]
        public async Task The_story_on_stock_firmware_passes_from_an_empty_board_to_two_dead_slots()
        {
            JsonElement[] steps = await RunAsync("demo", "--stock", "--json");
            string[] expected =
            [
                "recovery 1.0",
                "1.0 1.1",
                "1.1 1.2 1.1",
                "1.1",
                "1.1 1.1 1.4",
                "1.4 1.5 1.4",
                "1.4 1.6 1.4",
                "recovery 1.7",
            ];
            CollectionAssert.AreEqual(expected, steps.Select(Runs).ToArray());
            Assert.IsGreaterThan(3 * Number(steps[1], "bytesFetched"), Number(steps[1], "bytesReused"), "What the device has is not fetched.");
            Assert.AreEqual(0, Number(steps[3], "sectorsErased"), "A forgery does not reach the drive.");
            Assert.IsGreaterThan(0, Number(steps[4], "bytesResumed"));
        }

        [TestMethod]
        public async Task The_story_on_two_ota_slots_passes()
        {
            JsonElement[] steps = await RunAsync("demo", "--json");
            string[] expected = ["0.9 0.9 updater 1.0", "1.0 1.1", "1.1 1.2 1.1", "1.1", "1.1 1.1 1.4"];
            CollectionAssert.AreEqual(expected, steps.Select(Runs).ToArray());
            Assert.IsGreaterThan(300, Number(steps[0], "sectorsErased"), "The first update fills the other slot.");
            Assert.IsLessThan(30, Number(steps[1], "sectorsErased"), "From the second on, the firmware is there already.");
            Assert.IsLessThan(50_000, Number(steps[0], "bytesFetched"), "Of 1.4 MB, what is in the running image is not fetched.");
            Assert.IsTrue(steps.All(step => step.GetProperty("outcome").GetString()!.Contains("inspect reads", StringComparison.Ordinal)), "What runs is what the flash says.");
        }

        private static string Runs(JsonElement step) => string.Join(' ', step.GetProperty("runs").EnumerateArray().Select(run => run.GetString()));

        private static long Number(JsonElement step, string name) => step.GetProperty(name).GetInt64();

        private static async Task<JsonElement[]> RunAsync(params string[] arguments)
        {
            CliRun run = await CliRun.OfAsync(arguments);
            using JsonDocument json = JsonDocument.Parse(run.Out);
            Assert.AreEqual(0, run.Code, run.Out + run.Error);
            Assert.IsTrue(json.RootElement.GetProperty("passed").GetBoolean());
            return [.. json.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.Clone())];
        }
    }
}
