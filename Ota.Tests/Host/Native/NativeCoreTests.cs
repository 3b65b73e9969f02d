using System.Diagnostics;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.Native
{
    /// <summary>Builds the native half for this PC and runs its CTest: unit tests, shared scenarios, power cuts, under sanitizers.</summary>
    /// <remarks>Needs cmake 3.16, ctest and a C and C++ compiler; Debian: <c>apt-get install cmake gcc g++ make</c>. Inconclusive without.</remarks>
    [TestClass]
    public sealed class NativeCoreTests
    {
        // What compile.sh ends with when there is no checkout to compile against.
        private const int SkippedCode = 77;

        // The tests take about 10 seconds, the build about as long; more only on a machine that is busy.
        private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

        private static readonly string _source = Path.Combine(RepositoryRoot.Find(AppContext.BaseDirectory), "Ota.Bootstrap", "native");

        private static readonly string[] _tests = ["fake", "core", "segment", "guard", "boot", "no_rtc_memory", "record", "interop", "scenarios", "power_cuts"];

        [TestMethod]
        public void The_native_half_passes_its_own_tests_on_this_PC()
        {
            if (!OperatingSystem.IsLinux())
            {
                Assert.Inconclusive("The tests need a mapped POSIX file and a linker with --wrap: run them on Linux.");
            }

            foreach (string tool in new[] { "cmake", "ctest", "cc", "c++" })
            {
                if (!IsThere(tool))
                {
                    Assert.Inconclusive($"{tool} is not on the PATH.");
                }
            }

            // Kept between runs, so that only what changed is built again.
            string build = Path.Combine(AppContext.BaseDirectory, "native");
            Run("cmake", "-S", _source, "-B", build);
            Run("cmake", "--build", build, "--parallel", "2");
            string output = Run("ctest", "--test-dir", build, "--output-on-failure", "--timeout", "240");

            foreach (string test in _tests)
            {
                Assert.MatchesRegex($@"Test +#\d+: {test} \.+ +Passed", output);
            }
        }

        [TestMethod]
        public void The_native_half_compiles_against_the_headers_of_a_real_ESP_IDF()
        {
            if (!OperatingSystem.IsLinux() || !IsThere("cc"))
            {
                Assert.Inconclusive("Needs Linux and a C compiler.");
            }

            (int code, string output) = RunAnyway("sh", Path.Combine(_source, "tests", "idf", "compile.sh"));
            if (code == SkippedCode)
            {
                Assert.Inconclusive(output);
            }

            Assert.AreEqual(0, code, output);
        }

        private static bool IsThere(string tool)
        {
            string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
            return folders.Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, tool)));
        }

        private static string Run(string tool, params string[] arguments)
        {
            (int code, string output) = RunAnyway(tool, arguments);
            Assert.AreEqual(0, code, $"{tool} {string.Join(' ', arguments)}\n{output}");
            return output;
        }

        // Exit code, and what the tool said on both of its streams.
        private static (int Code, string Output) RunAnyway(string tool, params string[] arguments)
        {
            using Process process = new() { StartInfo = new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
            process.Start();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(_limit))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"{tool} took longer than {_limit}.");
            }

            return (process.ExitCode, output.Result + errors.Result);
        }
    }
}
