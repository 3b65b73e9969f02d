using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling;

namespace NanoOta.Tests.Tooling
{
    [TestClass]
    public class ResultTextTests
    {
        [TestMethod]
        public void Every_code_has_words_of_its_own()
        {
            OtaResult[] all = Enum.GetValues<OtaResult>();

            foreach (OtaResult result in all)
            {
                Assert.IsTrue(ResultText.Has(result), $"{result} has no words");
            }

            Assert.HasCount(all.Length, all.Select(ResultText.Of).Distinct().ToArray());
        }

        [TestMethod]
        public void An_unknown_number_is_said_to_be_one()
        {
            StringAssert.Contains(ResultText.Of((OtaResult)9999), "9999", StringComparison.Ordinal);
        }

        [TestMethod]
        public void Every_exit_code_is_in_the_table_once()
        {
            CollectionAssert.AreEqual(Enum.GetValues<ExitCode>(), ExitCodes.All.Select(e => e.Code).ToArray());
        }
    }
}
