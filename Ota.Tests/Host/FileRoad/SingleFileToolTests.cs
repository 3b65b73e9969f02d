using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tests.Tooling;
using NanoOta.Tooling.Release;

namespace NanoOta.Tests.FileRoad
{
    /// <summary>What the tool does with a release in a single file.</summary>
    [TestClass]
    public class SingleFileToolTests
    {
        private static readonly string _thermostat = Path.Combine(AppContext.BaseDirectory, "Vectors", "pe", "thermostat-1.0.0");

        [TestMethod]
        public async Task Publish_writes_the_release_into_one_file_that_inspect_knows()
        {
            using TempFolder temp = new();
            Assert.AreEqual(0, (await CliRun.OfAsync("keygen", temp["k.pem"])).Code);
            Assert.AreEqual(0, (await CliRun.OfAsync("pack", _thermostat, "--out", temp["packed"])).Code);
            CliRun publish = await CliRun.OfAsync(
                "publish", temp["packed"], "--key", temp["k.pem"], "--out", temp["www"], "--product", "thermostat", "--version", "1.0.0", "--first", "--single", temp["card.ota"]);
            Assert.AreEqual(0, publish.Code, publish.Error);
            string folder = Path.Combine(temp["www"], "stable");
            byte[] expected = SingleRelease.Join(
                File.ReadAllBytes(Path.Combine(folder, "manifest.jws")),
                File.ReadAllBytes(Path.Combine(folder, "1.0.0", "app.chunks")),
                File.ReadAllBytes(Path.Combine(folder, "1.0.0", "app.img")));
            CollectionAssert.AreEqual(expected, File.ReadAllBytes(temp["card.ota"]));
            CliRun inspect = await CliRun.OfAsync("inspect", temp["card.ota"]);
            Assert.AreEqual(0, inspect.Code, inspect.Error);
            StringAssert.Contains(inspect.Out, "single file", StringComparison.Ordinal);
            StringAssert.Contains(inspect.Out, "thermostat", StringComparison.Ordinal);
        }

        [TestMethod]
        [DataRow(5)]
        [DataRow(400)]
        public async Task Inspect_says_of_a_file_that_was_cut_off_what_to_do(int length)
        {
            using TempFolder temp = new();
            byte[] file = SingleRelease.Join(new byte[300], new byte[100], new byte[100]);
            File.WriteAllBytes(temp["card.ota"], file[..(20 + length)]);
            CliRun inspect = await CliRun.OfAsync("inspect", temp["card.ota"]);
            Assert.AreEqual((int)NanoOta.Tooling.ExitCode.BadInput, inspect.Code);
            StringAssert.Contains(inspect.Error, "was cut off or damaged", StringComparison.Ordinal);
        }
    }
}
