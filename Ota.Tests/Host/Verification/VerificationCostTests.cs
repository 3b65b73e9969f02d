using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Bench;

namespace NanoOta.Tests.Verification
{
    // Counts, not times: nearly the same on every machine and far from the limits.
    [TestClass]
    public class VerificationCostTests
    {
        public TestContext TestContext { get; set; } = null!;

        [TestMethod]
        public void Hashing_and_verification_stay_within_their_instructions()
        {
            VerificationCost cost = VerificationCost.Measure(20);
            TestContext.WriteLine(cost.ToString());
            Assert.IsLessThanOrEqualTo(VerificationCost.HashLimit, cost.HashPerByte);
            Assert.IsLessThanOrEqualTo(VerificationCost.VerifyLimit, cost.VerifyMax);
            Assert.IsLessThanOrEqualTo(VerificationCost.RatioGoal, cost.Ratio);
        }

        [TestMethod]
        public void The_count_is_of_instructions()
        {
            // A loop of n rounds: the difference between two runs is n times its body, however the compiler wrote the rest.
            string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".cs");
            File.WriteAllText(file, "public static class Loop { public static void Run(int n) { while (n > 0) { n--; } } }");
            try
            {
                using InstructionCounter counter = new([file]);
                Action<int> run = counter.GetType("Loop").GetMethod("Run")!.CreateDelegate<Action<int>>();
                long ten = counter.Count(() => run(10));
                long thousand = counter.Count(() => run(1000));

                // ldarg, ldc, sub, starg; ldarg, ldc, bgt.
                Assert.AreEqual(990 * 7, thousand - ten);
            }
            finally
            {
                File.Delete(file);
            }
        }
    }
}
