using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class AttemptBoundsTests
    {
        [TestMethod]
        [DataRow(3599999, 2999, false, "within both bounds")]
        [DataRow(3600000, 0, true, "an hour")]
        [DataRow(0, 3000, true, "three times the bytes")]
        public void An_attempt_has_an_hour_and_three_times_the_bytes(int passed, int fetched, bool spent, string name)
        {
            AttemptBounds bounds = new AttemptBounds();
            Assert.IsTrue(bounds.Begin(5000, 700, 1000, 0), "begins");
            Assert.AreEqual(spent, bounds.IsSpent(5000 + passed, 700 + fetched), name);
        }

        [TestMethod]
        public void Eight_attempts_without_a_chunk_pause_for_a_day()
        {
            AttemptBounds bounds = new AttemptBounds();
            for (int i = 1; i <= 8; i++)
            {
                Assert.IsTrue(bounds.Begin(1000, 0, 1, 5), "attempt " + i);
                bounds.End(1000, 5);
            }

            Assert.IsFalse(bounds.Begin(1000 + 86399999, 0, 1, 5), "within the day");
            Assert.IsTrue(bounds.Begin(1000 + 86400000, 0, 1, 5), "after the day");
        }

        [TestMethod]
        public void A_chunk_begins_the_count_anew()
        {
            AttemptBounds bounds = new AttemptBounds();
            for (int i = 1; i <= 50; i++)
            {
                Assert.IsTrue(bounds.Begin(1000, 0, 1, i / 7), "attempt " + i);
                bounds.End(1000, (i + 1) / 7);
            }

            bounds.Clear();
            for (int i = 1; i <= 8; i++)
            {
                Assert.IsTrue(bounds.Begin(1000, 0, 1, 0), "another update, attempt " + i);
                bounds.End(1000, 0);
            }
        }
    }
}
