using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Device
{
    [TestClass]
    public class SystemClockTests
    {
        [TestMethod]
        public void Utc_is_in_unix_seconds()
        {
            long before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            long now = new SystemClock().UtcSeconds;
            long after = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            Assert.IsTrue(before <= now && now <= after, $"{before} {now} {after}");
        }

        [TestMethod]
        [DataRow(1970, 0L)]
        [DataRow(2023, 0L)]
        [DataRow(2024, 1704067200L)]
        public void A_year_before_2024_is_an_unset_clock(int year, long expected) =>
            Assert.AreEqual(expected, SystemClock.SecondsOf(new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc)));

        [TestMethod]
        public void Ticks_go_on_by_the_time_slept()
        {
            SystemClock clock = new();
            long before = clock.TickMilliseconds;
            clock.Sleep(30);
            long after = clock.TickMilliseconds;

            // TickCount64 moves in steps of up to 16 ms.
            Assert.IsGreaterThanOrEqualTo(14, after - before);
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(-1)]
        [DataRow(int.MinValue)]
        public void Sleeping_for_nothing_returns(int milliseconds)
        {
            Task sleep = Task.Run(() => new SystemClock().Sleep(milliseconds));
            Assert.IsTrue(sleep.Wait(TimeSpan.FromSeconds(20)));
        }
    }
}
