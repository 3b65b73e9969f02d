using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class RetryPolicyTests
    {
        [TestMethod]
        public void Delays_double_up_to_the_longest_and_lie_in_the_upper_half()
        {
            int[] full = new int[] { 1000, 2000, 4000, 8000, 10000, 10000, 10000 };
            for (uint seed = 0; seed < 200u; seed++)
            {
                RetryPolicy policy = new RetryPolicy(1000, 10000, RetryPolicy.Unlimited, seed);
                for (int i = 0; i < full.Length; i++)
                {
                    int delay = policy.NextDelayMilliseconds(i + 1);
                    Assert.IsTrue(delay >= full[i] / 2 && delay <= full[i], "seed " + seed + ", attempt " + (i + 1) + ": " + delay);
                }
            }
        }

        [TestMethod]
        public void Neighbouring_seeds_spread_over_the_whole_upper_half()
        {
            // 400 devices with serial numbers in a row, in ten classes: none stays empty.
            int[] classes = new int[10];
            for (uint seed = 0; seed < 400u; seed++)
            {
                int delay = new RetryPolicy(10000, 10000, 1000, seed).NextDelayMilliseconds(1);
                int index = (delay - 5000) / 501;
                classes[index] = classes[index] + 1;
            }

            for (int i = 0; i < classes.Length; i++)
            {
                Assert.IsTrue(classes[i] > 10, "class " + i + ": " + classes[i]);
            }
        }

        [TestMethod]
        public void The_same_seed_gives_the_same_delays()
        {
            RetryPolicy left = new RetryPolicy(1000, 60000, 100, 42u);
            RetryPolicy right = new RetryPolicy(1000, 60000, 100, 42u);
            for (int i = 1; i < 20; i++)
            {
                Assert.AreEqual(left.NextDelayMilliseconds(i), right.NextDelayMilliseconds(i));
            }
        }

        [TestMethod]
        public void After_the_last_attempt_there_is_no_delay()
        {
            RetryPolicy policy = new RetryPolicy(1, 1, 3, 0u);
            Assert.IsTrue(policy.NextDelayMilliseconds(1) > 0);
            Assert.IsTrue(policy.NextDelayMilliseconds(2) > 0);
            Assert.AreEqual(-1, policy.NextDelayMilliseconds(3));
            Assert.AreEqual(-1, policy.NextDelayMilliseconds(4));
        }

        [TestMethod]
        public void Without_a_limit_it_goes_on_for_ever_within_bounds()
        {
            RetryPolicy policy = new RetryPolicy(1, RetryPolicy.MaxDelayMilliseconds, RetryPolicy.Unlimited, 7u);
            int delay = policy.NextDelayMilliseconds(int.MaxValue);
            Assert.IsTrue(delay >= RetryPolicy.MaxDelayMilliseconds / 2 && delay <= RetryPolicy.MaxDelayMilliseconds, delay.ToString());
        }

        [TestMethod]
        [DataRow(0, 1, 1)]
        [DataRow(2, 1, 1)]
        [DataRow(1, 86400001, 1)]
        [DataRow(1, 1, -1)]
        public void Bounds_outside_their_range_are_a_bug_of_the_caller(int first, int longest, int attempts)
        {
            Assert.ThrowsException(
                typeof(System.ArgumentOutOfRangeException),
                () => Assert.IsNotNull(new RetryPolicy(first, longest, attempts, 1u)));
        }

        [TestMethod]
        [DataRow(100)]
        [DataRow(101)]
        [DataRow(102)]
        [DataRow(106)]
        [DataRow(112)]
        [DataRow(400)]
        public void What_may_pass_is_transient(int result)
        {
            Assert.IsTrue(RetryPolicy.IsTransient((OtaResult)result), result.ToString());
        }

        [TestMethod]
        public void All_else_is_not_transient()
        {
            for (int result = 0; result < 1000; result++)
            {
                bool isListed = result == 100 || result == 101 || result == 102 || result == 106 || result == 112 || result == 400;
                Assert.IsTrue(isListed || !RetryPolicy.IsTransient((OtaResult)result), result.ToString());
            }
        }
    }
}
