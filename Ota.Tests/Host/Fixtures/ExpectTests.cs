using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests
{
    /// <summary>What a failure of the shared tests says.</summary>
    [TestClass]
    public class ExpectTests
    {
        [TestMethod]
        public void Every_result_and_every_state_has_its_name()
        {
            foreach (OtaResult result in Enum.GetValues<OtaResult>())
            {
                Assert.AreEqual(result.ToString(), CodeNames.Of(result), $"number {(int)result}: the table is in Shared/Fixtures/CodeNames.cs");
            }

            foreach (OtaState state in Enum.GetValues<OtaState>())
            {
                Assert.AreEqual(state.ToString(), CodeNames.Of(state), $"number {(int)state}: the table is in Shared/Fixtures/CodeNames.cs");
            }
        }

        [TestMethod]
        public void A_number_without_a_name_is_its_own()
        {
            Assert.AreEqual("9999", CodeNames.Of((OtaResult)9999));
            Assert.AreEqual("-1", CodeNames.Of((OtaState)(-1)));
        }

        [TestMethod]
        public void A_failure_names_both_codes_and_the_expression()
        {
            OtaResult found = OtaResult.TrialFailed;
            AssertFailedException failure = Assert.ThrowsExactly<AssertFailedException>(() => Expect.Result(OtaResult.UpToDate, found));
            foreach (string part in new[] { nameof(OtaResult.UpToDate), nameof(OtaResult.TrialFailed), nameof(found) })
            {
                Assert.Contains(part, failure.Message);
            }

            failure = Assert.ThrowsExactly<AssertFailedException>(() => Expect.State(OtaState.Idle, OtaState.OnTrial, "after the cut"));
            foreach (string part in new[] { nameof(OtaState.Idle), nameof(OtaState.OnTrial), "after the cut" })
            {
                Assert.Contains(part, failure.Message);
            }
        }
    }
}
