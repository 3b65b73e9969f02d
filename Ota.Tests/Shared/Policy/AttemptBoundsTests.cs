using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class AttemptBoundsTests
    {
        private const long Noon = (20000L * 86400) + 43200;
        private const long Day = 86400;

        [TestMethod]
        [DataRow(3599999, 2999, false, "within both bounds")]
        [DataRow(3600000, 0, true, "an hour")]
        [DataRow(0, 3000, true, "three times the bytes")]
        public void An_attempt_has_an_hour_and_three_times_the_bytes(int passed, int fetched, bool spent, string name)
        {
            AttemptBounds bounds = new AttemptBounds();
            Assert.IsTrue(bounds.Begin(5000, Noon, 700, 1000, 0, false), "begins");
            Assert.AreEqual(spent, bounds.IsSpent(5000 + passed, 700 + fetched), name);
        }

        [TestMethod]
        public void Eight_attempts_without_a_chunk_pause_until_the_second_day_after()
        {
            AttemptBounds bounds = new AttemptBounds();
            Fail(bounds, 8, Noon);
            Assert.IsFalse(bounds.Begin(1000, Noon + 1, 0, 1, 5, false), "at once");
            Assert.IsFalse(bounds.Begin(1000, Noon + Day, 0, 1, 5, false), "on the next day");
            Assert.IsTrue(bounds.Begin(1000, Noon + (3 * Day / 2), 0, 1, 5, false), "on the second day after");
            Assert.AreEqual(0, bounds.Idle, "attempts count anew");
        }

        [TestMethod]
        public void Without_the_time_eight_attempts_pause_for_a_day()
        {
            AttemptBounds bounds = new AttemptBounds();
            Fail(bounds, 8, 0);
            Assert.IsFalse(bounds.Begin(1000 + 86399999, 0, 0, 1, 5, false), "within the day");
            Assert.IsTrue(bounds.Begin(1000 + 86400000, 0, 0, 1, 5, false), "after the day");
            Assert.AreEqual(0, bounds.Idle, "attempts count anew");
        }

        [TestMethod]
        public void The_pause_outlives_a_restart()
        {
            AttemptBounds after = new AttemptBounds();
            after.Idle = 8;
            after.IdleDay = 20000;
            Assert.IsFalse(after.Begin(0, Noon + 60, 0, 1, 5, false), "a minute later");
            Assert.IsTrue(after.Begin(0, Noon + (2 * Day), 0, 1, 5, false), "two days later");
        }

        [TestMethod]
        public void A_restart_without_the_time_gives_one_attempt()
        {
            AttemptBounds after = new AttemptBounds();
            after.Idle = 8;
            Fail(after, 1, 0);
            Assert.IsFalse(after.Begin(1000, 0, 0, 1, 5, false), "a second attempt");
        }

        [TestMethod]
        public void A_clock_that_was_put_back_ends_the_pause()
        {
            AttemptBounds bounds = new AttemptBounds();
            Fail(bounds, 8, Noon);
            Assert.IsTrue(bounds.Begin(1000, Noon - (100 * Day), 0, 1, 5, false), "a hundred days before");
        }

        [TestMethod]
        public void A_chunk_begins_the_count_anew()
        {
            AttemptBounds bounds = new AttemptBounds();
            for (int i = 1; i <= 50; i++)
            {
                Assert.IsTrue(bounds.Begin(1000, Noon, 0, 1, i / 7, false), "attempt " + i);
                bounds.End(1000, Noon, (i + 1) / 7);
            }

            bounds.Clear();
            Fail(bounds, 8, Noon);
        }

        [TestMethod]
        public void In_a_pause_the_update_program_makes_one_attempt_each_start()
        {
            AttemptBounds bounds = new AttemptBounds();
            bounds.Idle = 8;
            bounds.IdleDay = 20000;
            Assert.IsTrue(bounds.Begin(0, Noon + 60, 0, 1, 5, true), "the first one");
            bounds.End(0, Noon + 60, 5);
            Assert.AreEqual(8, bounds.Idle, "the pause goes on");
            Assert.IsFalse(bounds.Begin(0, Noon + 60, 0, 1, 5, true), "the second one");
            Assert.IsFalse(bounds.Begin(0, Noon + 60, 0, 1, 5, false), "one of the application");
        }

        [TestMethod]
        [DataRow(401, true, "memory")]
        [DataRow(502, true, "a write of the slot")]
        [DataRow(100, false, "no server")]
        [DataRow(402, false, "an hour without a chunk")]
        [DataRow(510, false, "the image")]
        public void Eight_attempts_that_the_device_itself_ends_are_stuck(int cause, bool isStuck, string name)
        {
            AttemptBounds bounds = new AttemptBounds();
            Fail(bounds, 7, Noon);
            Assert.IsFalse(bounds.IsStuck((OtaResult)cause), name + ", seven attempts");
            Fail(bounds, 1, Noon);
            Assert.AreEqual(isStuck, bounds.IsStuck((OtaResult)cause), name + ", eight attempts");
        }

        [TestMethod]
        public void Without_the_time_a_restart_does_not_lead_to_a_restart()
        {
            AttemptBounds after = new AttemptBounds();
            after.Idle = 8;
            Fail(after, 1, 0);
            Assert.IsFalse(after.IsStuck(OtaResult.OutOfMemory), "the one attempt of the start");
            Assert.IsTrue(after.Begin(1000 + 86400000, 0, 0, 1, 5, false), "after a day");
            after.End(1000 + 86400000, 0, 5);
            Assert.IsFalse(after.IsStuck(OtaResult.OutOfMemory), "the first one of that day");
            for (int i = 2; i <= 8; i++)
            {
                Assert.IsTrue(after.Begin(1000 + 86400000, 0, 0, 1, 5, false), "attempt " + i);
                after.End(1000 + 86400000, 0, 5);
            }

            Assert.IsTrue(after.IsStuck(OtaResult.OutOfMemory), "the eighth one of that day");
        }

        private static void Fail(AttemptBounds bounds, int attempts, long now)
        {
            for (int i = 1; i <= attempts; i++)
            {
                Assert.IsTrue(bounds.Begin(1000, now, 0, 1, 5, false), "attempt " + i);
                bounds.End(1000, now, 5);
            }
        }
    }
}
