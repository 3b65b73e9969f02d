using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class InstallWindowTests
    {
        [TestMethod]
        [DataRow("02:00 to 04:00", 120, 240, 0, false)]
        [DataRow("02:00 to 04:00", 120, 240, 7199, false)]
        [DataRow("02:00 to 04:00", 120, 240, 7200, true)]
        [DataRow("02:00 to 04:00", 120, 240, 10800, true)]
        [DataRow("02:00 to 04:00", 120, 240, 14399, true)]
        [DataRow("02:00 to 04:00", 120, 240, 14400, false)]
        [DataRow("02:00 to 04:00", 120, 240, 86399, false)]
        [DataRow("02:00 to 04:00", 120, 240, 93600, true)]
        [DataRow("over midnight", 1380, 60, 82799, false)]
        [DataRow("over midnight", 1380, 60, 82800, true)]
        [DataRow("over midnight", 1380, 60, 86399, true)]
        [DataRow("over midnight", 1380, 60, 86400, true)]
        [DataRow("over midnight", 1380, 60, 0, true)]
        [DataRow("over midnight", 1380, 60, 3599, true)]
        [DataRow("over midnight", 1380, 60, 3600, false)]
        [DataRow("over midnight", 1380, 60, 43200, false)]
        [DataRow("from midnight", 0, 1, 86399, false)]
        [DataRow("from midnight", 0, 1, 0, true)]
        [DataRow("from midnight", 0, 1, 59, true)]
        [DataRow("from midnight", 0, 1, 60, false)]
        [DataRow("to midnight", 1439, 0, 86339, false)]
        [DataRow("to midnight", 1439, 0, 86340, true)]
        [DataRow("to midnight", 1439, 0, 86399, true)]
        [DataRow("to midnight", 1439, 0, 0, false)]
        public void A_window_opens_with_its_first_minute_and_closes_with_its_last(string window, int start, int end, int second, bool isOpen)
        {
            PolicyCase c = Window(start, end).With("device.second=" + second);
            c.Gives(isOpen ? OtaResult.Ok : OtaResult.Deferred, window + ", second " + second);
        }

        [TestMethod]
        [DataRow("the day counts in the window too", "install.notBefore=1800000001", (int)OtaResult.Deferred)]
        [DataRow("a critical release waits for nothing", "install.notBefore=1800000001;install.critical=1", (int)OtaResult.Ok)]
        [DataRow("without a clock nothing waits", "device.now=0", (int)OtaResult.Ok)]
        public void A_window_is_one_rule_of_several(string rule, string settings, int expected)
        {
            // At eight o'clock the first window is open, and the second one is not.
            Window(0, 1439).With(settings).Gives((OtaResult)expected, rule);
            Window(600, 601).With(settings).Gives((OtaResult)expected, rule);
        }

        private static PolicyCase Window(int start, int end)
        {
            return new PolicyCase().With("install.windowStart=" + start + ";install.windowEnd=" + end);
        }
    }
}
