using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class AskRulesTests
    {
        [TestMethod]
        public void An_asking_doubles_from_a_minute_to_an_hour()
        {
            int[] minutes = Ints.Of("1 1 1 1 2 2 4 4 8 8 16 16 32 32 60 60 60");
            for (int starts = 0; starts < minutes.Length; starts++)
            {
                Assert.AreEqual(minutes[starts] * 60000, AskRules.LengthOf(starts), "at start " + starts + " without life");
            }
        }

        [TestMethod]
        [DataRow((int)OtaResult.Ok, true, false, "a release")]
        [DataRow((int)OtaResult.ClockUnset, true, false, "a release, the clock unset")]
        [DataRow((int)OtaResult.UpToDate, true, true, "up to date")]
        [DataRow((int)OtaResult.NotInRollout, true, true, "not in the rollout")]
        [DataRow((int)OtaResult.Deferred, true, true, "deferred")]
        [DataRow((int)OtaResult.ReleasePaused, true, true, "paused")]
        [DataRow((int)OtaResult.ReleaseFailedBefore, true, true, "failed before")]
        [DataRow((int)OtaResult.RevisionStale, true, true, "stale")]
        [DataRow((int)OtaResult.HardwareMismatch, true, true, "other hardware")]
        [DataRow((int)OtaResult.ImageTooLarge, true, true, "too large")]
        [DataRow((int)OtaResult.ManifestExpired, false, false, "expired")]
        [DataRow((int)OtaResult.ProductMismatch, false, false, "another product")]
        [DataRow((int)OtaResult.ChannelMismatch, false, false, "another channel")]
        [DataRow((int)OtaResult.RevisionConflict, false, false, "conflict")]
        [DataRow((int)OtaResult.SignatureInvalid, false, false, "forged")]
        [DataRow((int)OtaResult.ConnectFailed, false, false, "no connection")]
        [DataRow((int)OtaResult.CaptivePortal, false, false, "a portal")]
        [DataRow((int)OtaResult.ChunkDigestMismatch, false, false, "bytes that do not match")]
        public void An_answer_is_what_a_server_that_serves_this_device_says(int result, bool answer, bool ends, string name)
        {
            Assert.AreEqual(answer, AskRules.IsAnswer((OtaResult)result), name + " is an answer");
            Assert.AreEqual(ends, AskRules.EndsAsking((OtaResult)result), name + " ends the asking");
        }
    }
}
