using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>Where in an interval a device makes its checks.</summary>
    [TestClass]
    public class CheckSpreadTests
    {
        private const int Devices = 2000;
        private const int Parts = 20;

        [TestMethod]
        public void L20_Devices_that_start_together_check_at_different_times()
        {
            int[] parts = new int[Parts];
            for (int i = 0; i < Devices; i++)
            {
                int offset = CheckSpread.OffsetOf("30:ae:a4:00:" + (char)('a' + (i / 250)) + "0:" + i, 3600);
                Assert.IsTrue(offset >= 0 && offset < 3600, "offset " + offset);
                parts[offset / (3600 / Parts)]++;
            }

            for (int part = 0; part < Parts; part++)
            {
                Assert.IsTrue(parts[part] >= 60 && parts[part] <= 140, "devices of 2000 in part " + part + " of 20: " + parts[part]);
            }
        }

        [TestMethod]
        [DataRow(1)]
        [DataRow(2)]
        [DataRow(86400000)]
        [DataRow(int.MaxValue)]
        public void An_offset_lies_in_the_interval_and_is_the_same_each_time(int interval)
        {
            for (int i = 0; i < 50; i++)
            {
                int offset = CheckSpread.OffsetOf("device-" + i, interval);
                Assert.IsTrue(offset >= 0 && offset < interval, "offset " + offset);
                Assert.AreEqual(offset, CheckSpread.OffsetOf("device-" + i, interval), "the same name");
            }
        }
    }
}
