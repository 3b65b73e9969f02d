using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class TimeRulesTests
    {
        private const long Made = 1780000000;

        [TestMethod]
        [DataRow(0L, Made, false, "unset")]
        [DataRow(946684800L, 0L, false, "2000, nothing known")]
        [DataRow(1704067199L, 0L, false, "a second before 2024, nothing known")]
        [DataRow(1704067200L, 0L, true, "2024, nothing known")]
        [DataRow(Made - 1, Made, false, "a second before what runs was made")]
        [DataRow(Made, Made, true, "when what runs was made")]
        [DataRow(Made + TimeRules.LongestAge, Made, true, "8 years later")]
        [DataRow(Made + TimeRules.LongestAge + 1, Made, false, "a second more than 8 years later")]
        [DataRow(2085978496L, Made, false, "2036, where NTP's seconds begin anew")]
        [DataRow(4102444800L, Made, false, "2100")]
        public void L15_A_clock_is_believed_between_what_was_made_and_eight_years_later(long now, long floor, bool believed, string name)
        {
            Assert.AreEqual(believed ? now : 0L, TimeRules.Trust(now, floor), name);
        }
    }
}
