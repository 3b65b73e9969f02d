using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class InstallWindowTests
    {
        private const int Minute = 60;
        private const int Hour = 3600;
        private const int Day = 86400;

        [TestMethod]
        public void A_release_waits_for_its_day()
        {
            PolicyCase c = new PolicyCase();
            c.Set("install", "notBefore", PolicyCase.Eight + 1);
            c.Gives(OtaResult.Deferred);
            c.Set("install", "notBefore", PolicyCase.Eight);
            c.Gives(OtaResult.Ok);
        }

        [TestMethod]
        public void A_window_opens_with_its_first_minute_and_closes_with_its_last()
        {
            PolicyCase c = Window(2 * 60, 4 * 60);
            c.GivesAt(0, OtaResult.Deferred);
            c.GivesAt((2 * Hour) - 1, OtaResult.Deferred);
            c.GivesAt(2 * Hour, OtaResult.Ok);
            c.GivesAt(3 * Hour, OtaResult.Ok);
            c.GivesAt((4 * Hour) - 1, OtaResult.Ok);
            c.GivesAt(4 * Hour, OtaResult.Deferred);
            c.GivesAt(Day - 1, OtaResult.Deferred);
            c.GivesAt(Day + (2 * Hour), OtaResult.Ok);
        }

        [TestMethod]
        public void A_window_may_span_midnight()
        {
            PolicyCase c = Window(23 * 60, 60);
            c.GivesAt((23 * Hour) - 1, OtaResult.Deferred);
            c.GivesAt(23 * Hour, OtaResult.Ok);
            c.GivesAt(Day - 1, OtaResult.Ok);
            c.GivesAt(Day, OtaResult.Ok);
            c.GivesAt(0, OtaResult.Ok);
            c.GivesAt(Hour - 1, OtaResult.Ok);
            c.GivesAt(Hour, OtaResult.Deferred);
            c.GivesAt(12 * Hour, OtaResult.Deferred);
        }

        [TestMethod]
        public void A_window_from_midnight_and_one_to_midnight_end_there()
        {
            PolicyCase from = Window(0, 1);
            from.GivesAt(Day - 1, OtaResult.Deferred);
            from.GivesAt(0, OtaResult.Ok);
            from.GivesAt(Minute - 1, OtaResult.Ok);
            from.GivesAt(Minute, OtaResult.Deferred);

            PolicyCase to = Window(1439, 0);
            to.GivesAt(Day - Minute - 1, OtaResult.Deferred);
            to.GivesAt(Day - Minute, OtaResult.Ok);
            to.GivesAt(Day - 1, OtaResult.Ok);
            to.GivesAt(0, OtaResult.Deferred);
        }

        [TestMethod]
        public void In_the_window_the_day_counts_still()
        {
            PolicyCase c = Window(0, 1439);
            c.Set("install", "notBefore", PolicyCase.Eight + 1);
            c.Gives(OtaResult.Deferred);
        }

        [TestMethod]
        public void A_critical_release_waits_for_nothing()
        {
            PolicyCase c = Window(0, 1);
            c.Gives(OtaResult.Deferred);
            c.Set("install", "notBefore", PolicyCase.Eight + 1);
            c.Set("install", "critical", 1);
            c.Gives(OtaResult.Ok);
        }

        [TestMethod]
        public void A_critical_release_is_still_for_its_part_of_the_fleet()
        {
            PolicyCase c = new PolicyCase();
            c.Set("install", "critical", 1);
            c.Set("rollout", "percent", 0);
            c.Gives(OtaResult.NotInRollout);
        }

        private static PolicyCase Window(int start, int end)
        {
            PolicyCase c = new PolicyCase();
            c.Set("install", "windowStart", start);
            c.Set("install", "windowEnd", end);
            return c;
        }
    }
}
