using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Cli;

namespace NanoOta.Tests.Tooling
{
    [TestClass]
    public class LongTaskTests
    {
        [TestMethod]
        public async Task Work_that_takes_long_says_so_in_one_plain_line_where_no_one_looks()
        {
            using SignalWriter error = new();
            CliConsole console = new(TextWriter.Null, error, isTerminal: false);

            // The work goes on until the line appears, so it is long on any machine.
            string line = await LongTask.RunAsync(console, "Packing x", (_, _) => error.FirstLine, CancellationToken.None);

            Assert.AreEqual("Packing x ...", line);
        }

        [TestMethod]
        public async Task Work_that_fails_fails_as_itself()
        {
            CliConsole console = new(TextWriter.Null, TextWriter.Null, isTerminal: false);

            await Assert.ThrowsExactlyAsync<InvalidOperationException>(
                () => LongTask.RunAsync<int>(console, "x", (_, _) => throw new InvalidOperationException(), CancellationToken.None));
        }
    }
}
