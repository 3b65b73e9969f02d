using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class SeenRevisionsTests
    {
        [TestMethod]
        [DataRow(4L, 1, (int)OtaResult.RevisionStale, "lower, other bytes")]
        [DataRow(4L, 2, (int)OtaResult.RevisionStale, "lower, the same bytes")]
        [DataRow(5L, 2, (int)OtaResult.Ok, "equal, the same bytes")]
        [DataRow(5L, 1, (int)OtaResult.RevisionConflict, "equal, other bytes")]
        [DataRow(6L, 1, (int)OtaResult.Ok, "higher")]
        [DataRow(4294967301L, 1, (int)OtaResult.Ok, "higher by 2^32")]
        public void A_revision_is_judged_by_the_highest_seen(long revision, int payload, int expected, string name)
        {
            SeenRevisions seen = Empty();
            Assert.IsTrue(seen.Keep(Bytes(10), 5, Bytes(2)), "kept");
            Assert.AreEqual(expected, (int)seen.Judge(Bytes(10), revision, Bytes(payload)), name);
            Assert.AreEqual((int)OtaResult.Ok, (int)seen.Judge(Bytes(11), 1, Bytes(payload)), "another channel");
        }

        [TestMethod]
        public void What_is_seen_never_goes_down_and_the_same_again_costs_no_write()
        {
            SeenRevisions seen = Empty();
            seen.Keep(Bytes(10), 5, Bytes(2));
            Assert.IsFalse(seen.Keep(Bytes(10), 5, Bytes(2)), "the same again");
            Assert.IsFalse(seen.Keep(Bytes(10), 4, Bytes(3)), "a lower one");
            Assert.AreEqual(5L, seen.HighestOf(Bytes(10)));
        }

        [TestMethod]
        public void A_baseline_has_a_number_and_takes_the_first_bytes_that_come_under_it()
        {
            SeenRevisions seen = Empty();
            Assert.IsTrue(seen.Keep(Bytes(10), 5, null), "baseline");
            Assert.AreEqual((int)OtaResult.RevisionStale, (int)seen.Judge(Bytes(10), 4, Bytes(1)), "below it");
            Assert.AreEqual((int)OtaResult.Ok, (int)seen.Judge(Bytes(10), 5, Bytes(1)), "under it");
            Assert.IsTrue(seen.Keep(Bytes(10), 5, Bytes(1)), "its bytes are kept");
            Assert.AreEqual((int)OtaResult.RevisionConflict, (int)seen.Judge(Bytes(10), 5, Bytes(2)), "other bytes under it");
            Assert.IsFalse(seen.Keep(Bytes(10), 5, null), "a baseline takes no bytes away");
        }

        [TestMethod]
        public void The_last_four_channels_are_kept()
        {
            SeenRevisions seen = Empty();
            for (int channel = 1; channel <= 4; channel++)
            {
                seen.Keep(Bytes(channel), channel, Bytes(channel));
            }

            seen.Keep(Bytes(1), 9, Bytes(9));
            seen.Keep(Bytes(5), 5, Bytes(5));
            Assert.AreEqual(9L, seen.HighestOf(Bytes(1)), "used again");
            Assert.AreEqual(0L, seen.HighestOf(Bytes(2)), "the one that was used longest ago");
            Assert.AreEqual(3L, seen.HighestOf(Bytes(3)), "third");
            Assert.AreEqual(4L, seen.HighestOf(Bytes(4)), "fourth");
            Assert.AreEqual(5L, seen.HighestOf(Bytes(5)), "new");
        }

        private static SeenRevisions Empty()
        {
            return new SeenRevisions(new byte[SeenRevisions.Length + 7], 7);
        }

        private static byte[] Bytes(int seed)
        {
            byte[] bytes = new byte[32];
            for (int i = 0; i < 32; i++)
            {
                bytes[i] = (byte)((seed * 7) + i);
            }

            return bytes;
        }
    }
}
