using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class ScheduleTests
    {
        private const long Now = ClientFixture.Now;
        private const int Day = 86400;

        // L20: two thousand devices that are switched on together.
        [TestMethod]
        public void Sisters_are_spread_over_the_interval()
        {
            int[] hours = new int[24];
            for (int i = 0; i < 2000; i++)
            {
                long next = Schedule.NextCheck(Schedule.NumberOf("30:ae:a4:00:" + (i >> 8).ToString() + ":" + (i & 255).ToString()), Now, Day);
                Assert.IsTrue(next > Now + (Day / 8) && next <= Now + Day + (Day / 8), "within nine eighths of the interval");
                hours[(int)(next / 3600 % 24)]++;
            }

            for (int i = 0; i < 24; i++)
            {
                Assert.IsTrue(hours[i] > 40 && hours[i] < 130, "devices in hour " + i + ": " + hours[i]);
            }
        }

        // A thread without a calendar waits for its place in the first interval. The checks then follow one interval apart.
        [TestMethod]
        public void L20_Devices_that_start_together_check_at_different_times()
        {
            const int Parts = 20;
            int[] parts = new int[Parts];
            for (int i = 0; i < 2000; i++)
            {
                string name = "30:ae:a4:00:" + (char)('a' + (i / 250)) + "0:" + i;
                int place = Schedule.NumberOf(name) % 3600;
                Assert.AreEqual(place, Schedule.NumberOf(name) % 3600, "the same name");
                parts[place / (3600 / Parts)]++;
            }

            for (int part = 0; part < Parts; part++)
            {
                Assert.IsTrue(parts[part] >= 60 && parts[part] <= 140, "devices of 2000 in part " + part + " of 20: " + parts[part]);
            }
        }

        [TestMethod]
        public void A_check_comes_once_an_interval_whenever_the_device_looks()
        {
            int number = Schedule.NumberOf("device-1");
            long first = Schedule.NextCheck(number, Now, Day);
            long second = Schedule.NextCheck(number, first, Day);
            Assert.AreEqual((long)Day, second - first);
            Assert.AreEqual(second + Day, Schedule.NextCheck(number, second + 1, Day), "a second after its check");
        }

        [TestMethod]
        public void Spans_that_touch_share_no_check_and_miss_none()
        {
            int number = Schedule.NumberOf("node-7");
            int checks = 0;
            for (int i = 0; i < 960; i++)
            {
                checks += Schedule.IsCheckWithin(number, Now + (i * 900L), 900, Day) ? 1 : 0;
            }

            Assert.AreEqual(10, checks, "checks of ten days");
        }

        [TestMethod]
        public void A_window_is_open_in_local_time_and_sisters_begin_one_after_the_other()
        {
            // 2027-01-15 08:00:00 UTC.
            Assert.AreEqual(8L, Now / 3600 % 24);
            Assert.IsTrue(Schedule.IsOpen(0, 480, 540, 0, Now), "at its first minute");
            Assert.IsFalse(Schedule.IsOpen(0, 480, 540, 0, Now + 3600), "at its end");
            Assert.IsFalse(Schedule.IsOpen(0, 480, 540, 60, Now), "an hour ahead");
            Assert.IsTrue(Schedule.IsOpen(0, 540, 600, 60, Now));
            Assert.IsTrue(Schedule.IsOpen(0, 1380, 30, -480, Now + (23 * 3600) + 1800), "23:30, over midnight, eight hours behind");
            Assert.IsTrue(Schedule.IsOpen(0, 1380, 30, -480, Now + 900), "00:15");
            Assert.IsFalse(Schedule.IsOpen(0, 1380, 30, -480, Now + 1800), "00:30");
            Assert.IsFalse(Schedule.IsOpen(30, 480, 540, 0, Now + (29 * 60)), "the last sister, before half of the window");
            Assert.IsTrue(Schedule.IsOpen(30, 480, 540, 0, Now + (30 * 60)));
            Assert.IsTrue(Schedule.IsOpen(30, -1, -1, 0, Now), "no window");
            Assert.IsTrue(Schedule.IsOpen(30, 480, 540, 0, 0), "no clock");
        }

        [TestMethod]
        public void Each_device_has_a_number_that_is_not_negative()
        {
            for (int i = 0; i < 300; i++)
            {
                Assert.IsTrue(Schedule.NumberOf("device-" + i) >= 0);
            }

            Assert.IsTrue(Schedule.NumberOf(string.Empty) >= 0);
        }
    }
}
