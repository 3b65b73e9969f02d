using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Cli;
using NanoOta.Tooling;

namespace NanoOta.Tests.Tooling
{
    /// <summary>What one command line came to, on a console that is no terminal.</summary>
    internal sealed record CliRun(int Code, string Out, string Error)
    {
        public static async Task<CliRun> OfAsync(params string[] args)
        {
            using StringWriter output = new();
            using StringWriter error = new();
            int code = await NanoOtaCli.RunAsync(args, new CliConsole(output, error, isTerminal: false));
            return new CliRun(code, output.ToString(), error.ToString());
        }

        public void Gives(ExitCode code, string part)
        {
            Assert.AreEqual((int)code, Code, Error);

            // A long line goes on under its first word.
            StringAssert.Contains(Out.Replace("\n        ", " ", StringComparison.Ordinal), part, StringComparison.Ordinal);
        }

        // Work that takes over a second says so in a line that ends with three dots.
        public void FailsWith(ExitCode code, string part = "nanoota: ")
        {
            Assert.AreEqual((int)code, Code, Error);
            string[] said = [.. Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.EndsWith(" ...", StringComparison.Ordinal))];
            Assert.HasCount(1, said, Error);
            StringAssert.StartsWith(said[0], "nanoota: ", StringComparison.Ordinal);
            StringAssert.Contains(Error, part, StringComparison.Ordinal);
        }
    }
}
