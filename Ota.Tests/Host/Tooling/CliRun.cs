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
            StringAssert.Contains(Out, part, StringComparison.Ordinal);
        }

        public void FailsWith(ExitCode code, string part = "nanoota: ")
        {
            Assert.AreEqual((int)code, Code, Error);
            Assert.AreEqual(1, Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, Error);
            StringAssert.StartsWith(Error, "nanoota: ", StringComparison.Ordinal);
            StringAssert.Contains(Error, part, StringComparison.Ordinal);
        }
    }
}
