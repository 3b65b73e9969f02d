using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.ApiGate;

namespace NanoOta.Tests.ApiGate
{
    /// <summary>The gate itself: all device projects, as they are in the repository.</summary>
    [TestClass]
    public class DeviceSourcesTests
    {
        private static readonly string _root = RepositoryRoot.Find(AppContext.BaseDirectory);
        private static readonly Lazy<GateResult> _result = new(() => GateResult.OfProjects(DeviceProject.FindAll(_root)));

        [TestMethod]
        public void Every_device_project_compiles_against_nanoFrameworks_api_without_a_warning()
        {
            Assert.IsEmpty(_result.Value.CompilerMessages, string.Join(Environment.NewLine, _result.Value.CompilerMessages));
        }

        [TestMethod]
        public void The_il_of_every_device_project_has_nothing_that_the_clr_cannot_run()
        {
            Assert.IsEmpty(_result.Value.Errors, string.Join(Environment.NewLine, _result.Value.Errors));
        }

        [TestMethod]
        public void Unsigned_values_used_as_signed_are_those_of_the_baseline_and_no_others()
        {
            IEnumerable<string> found = _result.Value.Warnings.Select(warning => warning.BaselineLine).Distinct().Order(StringComparer.Ordinal);
            IEnumerable<string> known = CheckCommand.Baseline(_root).Order(StringComparer.Ordinal);
            Assert.AreEqual(
                string.Join(Environment.NewLine, known),
                string.Join(Environment.NewLine, found),
                string.Join(Environment.NewLine, _result.Value.Warnings));
        }

        [TestMethod]
        public void The_projects_include_the_client_the_interop_and_the_shared_tests()
        {
            string[] names = [.. DeviceProject.FindAll(_root).Select(project => project.AssemblyName)];
            Assert.Contains("Ota.Client", names);
            Assert.Contains("Ota.Esp32", names);
            Assert.Contains("NFUnitTest", names);
        }
    }
}
