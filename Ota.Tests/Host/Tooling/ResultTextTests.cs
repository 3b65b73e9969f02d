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
        public void Every_code_has_advice_that_is_one_or_two_plain_sentences()
        {
            foreach (OtaResult result in Enum.GetValues<OtaResult>())
            {
                Assert.IsTrue(ResultAdvice.Has(result), $"{result} has no advice");
                Assert.EndsWith(".", ResultAdvice.Of(result), result.ToString());
            }
        }

        [TestMethod]
        public async Task The_verb_code_gives_words_and_advice_of_a_number()
        {
            (await CliRun.OfAsync("code", "205")).Gives(ExitCode.Ok, ResultText.WithCode(OtaResult.KeyInvalid));
            (await CliRun.OfAsync("code", "205")).Gives(ExitCode.Ok, ResultAdvice.Of(OtaResult.KeyInvalid));
            (await CliRun.OfAsync("code", "205", "--json")).Gives(ExitCode.Ok, "\"advice\"");
            (await CliRun.OfAsync("code", "9999")).FailsWith(ExitCode.Usage, "9999");
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
