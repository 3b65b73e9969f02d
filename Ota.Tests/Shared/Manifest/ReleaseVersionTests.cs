using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class ReleaseVersionTests
    {
        [TestMethod]
        [DataRow("0", 0L)]
        [DataRow("0.0.0.1", 1L)]
        [DataRow("0.0.1", 65536L)]
        [DataRow("0.1", 4294967296L)]
        [DataRow("1", 281474976710656L)]
        [DataRow("1.2.3.4", 281483566841860L)]
        [DataRow("1.0.9826.40000", 281475620707392L)]
        [DataRow("32767.65535.65535.65535", 9223372036854775807L)]
        public void A_version_is_one_number(string text, long expected)
        {
            Assert.AreEqual(expected, ReleaseVersion.Parse(text));
        }

        [TestMethod]
        public void Parts_that_are_left_out_are_0()
        {
            Assert.AreEqual(ReleaseVersion.Parse("1.2.0.0"), ReleaseVersion.Parse("1.2"));
            Assert.AreEqual(ReleaseVersion.Parse("7.0.0.0"), ReleaseVersion.Parse("7"));
        }

        [TestMethod]
        public void Versions_compare_as_their_numbers_do()
        {
            string[] rising = { "0", "0.0.0.1", "0.0.1", "0.9", "0.10", "1", "1.0.0.1", "1.2", "1.10", "2", "10", "10.0.32768", "10.0.65535", "10.65535", "32767" };
            for (int i = 1; i < rising.Length; i++)
            {
                Assert.IsTrue(ReleaseVersion.Parse(rising[i - 1]) < ReleaseVersion.Parse(rising[i]), rising[i]);
            }
        }

        [TestMethod]
        [DataRow("")]
        [DataRow(".")]
        [DataRow("1.")]
        [DataRow(".1")]
        [DataRow("1..2")]
        [DataRow("1.2.3.4.")]
        [DataRow("1.2.3.4.5")]
        [DataRow("01")]
        [DataRow("1.00")]
        [DataRow("1.02")]
        [DataRow("-1")]
        [DataRow("+1")]
        [DataRow("1 ")]
        [DataRow(" 1")]
        [DataRow("v1")]
        [DataRow("1.0-beta")]
        [DataRow("1,0")]
        [DataRow("1/0")]
        [DataRow("1:0")]
        [DataRow("32768")]
        [DataRow("65535")]
        [DataRow("0.0.0.65536")]
        [DataRow("4294967296")]
        [DataRow("99999999999999999999")]
        [DataRow("\u0661")]
        public void What_is_no_version_is_invalid(string text)
        {
            Assert.AreEqual(ReleaseVersion.Invalid, ReleaseVersion.Parse(text));
        }

        [TestMethod]
        public void Null_is_no_version()
        {
            Assert.AreEqual(ReleaseVersion.Invalid, ReleaseVersion.Parse(null));
        }
    }
}
