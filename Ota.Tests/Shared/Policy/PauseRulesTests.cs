using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class PauseRulesTests
    {
        private const long Began = ClientFixture.Now;

        [TestMethod]
        public void A_pause_doubles_from_ten_minutes_without_a_cap()
        {
            Assert.AreEqual(0L, PauseRules.LengthOf(PauseRules.First, 0));
            long expected = 600;
            for (int steps = 1; steps <= PauseRules.MaxSteps; steps++)
            {
                Assert.AreEqual(expected, PauseRules.LengthOf(PauseRules.First, steps), "steps " + steps);
                expected *= 2;
            }

            Assert.AreEqual(20L, PauseRules.LengthOf(5, 3), "another first pause");
            Assert.AreEqual(PauseRules.LengthOf(PauseRules.First, PauseRules.MaxSteps), PauseRules.LengthOf(PauseRules.First, 255), "more steps than are counted");
        }

        [TestMethod]
        [DataRow(1, 599, 0, false, "a second before ten minutes")]
        [DataRow(1, 600, 0, true, "ten minutes")]
        [DataRow(4, 4799, 0, false, "a second before 80 minutes")]
        [DataRow(4, 4800, 0, true, "80 minutes")]
        [DataRow(4, -100000, 0, false, "a clock that was put back")]
        [DataRow(4, 0, 7200, true, "two starts without a clock")]
        [DataRow(4, 1200, 3600, true, "20 minutes and one start")]
        [DataRow(4, 1199, 3600, false, "a second less than that")]
        public void A_pause_is_over_when_time_and_starts_make_up_its_length(int steps, int passed, int waited, bool over, string name)
        {
            Assert.AreEqual(over, PauseRules.IsOver(PauseRules.First, steps, Began, waited, Began + passed), name);
        }

        [TestMethod]
        public void Without_a_clock_only_starts_count()
        {
            Assert.IsFalse(PauseRules.IsOver(PauseRules.First, 3, Began, 0, 0), "the clock was set when the pause began and is unset now");
            Assert.IsFalse(PauseRules.IsOver(PauseRules.First, 3, 0, 0, Began), "the clock was unset when the pause began and is set now");
            Assert.IsTrue(PauseRules.IsOver(PauseRules.First, 3, 0, PauseRules.StartWorth, 0), "one start covers 40 minutes");
        }
    }
}
