using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class ServingRulesTests
    {
        private const int Day = 86400;
        private const long Now = ClientFixture.Now;

        [TestMethod]
        [DataRow((3 * Day) - 1, 0, false, "a second before three days")]
        [DataRow(3 * Day, 0, true, "three days")]
        [DataRow(-1000, 0, false, "a clock that was put back")]
        [DataRow(0, 3 * Day, true, "three days of uptime, whatever the clock says")]
        public void A_device_is_unserved_after_three_days(int since, int unanswered, bool unserved, string name)
        {
            Assert.AreEqual(unserved, ServingRules.IsUnserved(Now - since, Now, unanswered, 3 * Day), name);
        }

        [TestMethod]
        public void An_unset_clock_makes_no_device_unserved()
        {
            Assert.IsFalse(ServingRules.IsUnserved(Now, 0, 100, 3 * Day), "unset now");
            Assert.IsFalse(ServingRules.IsUnserved(0, Now, 100, 3 * Day), "never answered");
        }

        [TestMethod]
        public void After_a_day_every_second_check_asks_a_reserve_in_turn()
        {
            int[] expected = Ints.Of("0 1 0 2 0 1 0 2");
            for (int turn = 0; turn < expected.Length; turn++)
            {
                Assert.AreEqual(0, ServingRules.UrlOf(3, Now - Day + 1, Now, 0, turn), "before a day, turn " + turn);
                Assert.AreEqual(expected[turn], ServingRules.UrlOf(3, Now - Day, Now, 0, turn), "after a day, turn " + turn);
                Assert.AreEqual(expected[turn], ServingRules.UrlOf(3, Now + Day, Now, 0, turn), "served under a clock that ran ahead, turn " + turn);
                Assert.AreEqual(expected[turn], ServingRules.UrlOf(3, 0, 0, Day, turn), "a day of uptime, turn " + turn);
                Assert.AreEqual(0, ServingRules.UrlOf(1, Now - Day, Now, Day, turn), "one address, turn " + turn);
            }
        }

        [TestMethod]
        public void Without_the_time_every_second_check_asks_a_reserve_from_the_start_on()
        {
            int[] expected = Ints.Of("0 1 0 2");
            for (int turn = 0; turn < expected.Length; turn++)
            {
                Assert.AreEqual(expected[turn], ServingRules.UrlOf(3, Now, 0, 0, turn), "turn " + turn);
            }
        }

        [TestMethod]
        [DataRow(Day - 1, false, "within a day")]
        [DataRow(Day, true, "a day later")]
        [DataRow(-1, true, "a clock that was put back")]
        public void The_last_answer_is_written_once_a_day(int since, bool due, string name)
        {
            Assert.AreEqual(due, ServingRules.IsWriteDue(Now - since, Now), name);
            Assert.IsFalse(ServingRules.IsWriteDue(Now, 0), "an unset clock");
        }
    }
}
