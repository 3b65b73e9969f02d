using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class FailedReleasesTests
    {
        private const long Now = ClientFixture.Now;

        [TestMethod]
        public void Three_faults_condemn_until_the_images_change_or_retry_rises()
        {
            FailedReleases failed = Empty();
            for (int i = 1; i <= 3; i++)
            {
                Expect(OtaResult.Ok, failed.Judge(Bytes(1), 0, Now + (i * 100000), 0, PauseRules.First), "before fault " + i);
                failed.Note(Bytes(1), 0, OtaResult.AppFailed, Blame.Release, 1, Now + (i * 100000));
            }

            long later = Now + 1000000000;
            Expect(OtaResult.ReleaseFailedBefore, failed.Judge(Bytes(1), 0, later, 0, PauseRules.First), "condemned");
            Expect(OtaResult.Ok, failed.Judge(Bytes(2), 0, later, 0, PauseRules.First), "other images");
            Expect(OtaResult.Ok, failed.Judge(Bytes(1), 1, later, 0, PauseRules.First), "retry raised");
            Assert.IsTrue(failed.IsCondemned(Bytes(1)), "the list remembers");

            failed.Note(Bytes(1), 1, OtaResult.AppFailed, Blame.Release, 1, later);
            Assert.AreEqual(1, failed.FaultsOf(Bytes(1)), "retry begins the count anew");
            Expect(OtaResult.ReleasePaused, failed.Judge(Bytes(1), 1, later + 599, 0, PauseRules.First), "and the pause");
            Expect(OtaResult.Ok, failed.Judge(Bytes(1), 1, later + 600, 0, PauseRules.First), "of ten minutes");
        }

        [TestMethod]
        public void What_is_undecided_never_condemns_and_pauses_ever_longer()
        {
            FailedReleases failed = Empty();
            long now = Now;
            long pause = 600;
            for (int i = 1; i <= 12; i++)
            {
                failed.Note(Bytes(1), 0, OtaResult.NoAnswer, Blame.Undecided, 1, now);
                Expect(OtaResult.ReleasePaused, failed.Judge(Bytes(1), 0, now + pause - 1, 0, PauseRules.First), "trial " + i);
                now += pause;
                Expect(OtaResult.Ok, failed.Judge(Bytes(1), 0, now, 0, PauseRules.First), "after the pause of trial " + i);
                pause *= 2;
            }

            Assert.AreEqual(0, failed.FaultsOf(Bytes(1)), "faults");
            Expect(OtaResult.NoAnswer, failed.CauseOf(Bytes(1)), "cause");
        }

        [TestMethod]
        public void A_new_manifest_ends_the_pause_only_if_it_raises_retry()
        {
            FailedReleases failed = Empty();
            failed.Note(Bytes(1), 0, OtaResult.NoAnswer, Blame.Undecided, 1, Now);
            Expect(OtaResult.ReleasePaused, failed.Judge(Bytes(1), 0, Now, 0, PauseRules.First), "whatever manifest names the images");
            Expect(OtaResult.Ok, failed.Judge(Bytes(1), 1, Now, 0, PauseRules.First), "retry raised");
            failed.Note(Bytes(1), 0, OtaResult.AppFailed, Blame.Release, 1, Now);
            failed.Note(Bytes(1), 0, OtaResult.AppFailed, Blame.Release, 1, Now);
            Assert.AreEqual(2, failed.FaultsOf(Bytes(1)), "faults add up");
        }

        [TestMethod]
        public void Without_a_clock_starts_and_uptime_count()
        {
            FailedReleases failed = Empty();
            failed.Note(Bytes(1), 0, OtaResult.NoAnswer, Blame.Undecided, 4, 0);
            Expect(OtaResult.ReleasePaused, failed.Judge(Bytes(1), 0, 0, 4799, PauseRules.First), "80 minutes less a second");
            Expect(OtaResult.Ok, failed.Judge(Bytes(1), 0, 0, 4800, PauseRules.First), "80 minutes");
            Assert.IsTrue(failed.Wait(Bytes(1), 0, true), "a start");
            Assert.IsFalse(failed.Wait(Bytes(1), 0, false), "the same start again");
            Expect(OtaResult.Ok, failed.Judge(Bytes(1), 0, 0, 1200, PauseRules.First), "an hour for the start");
            Assert.IsFalse(failed.Wait(Bytes(2), 0, true), "another release");
        }

        [TestMethod]
        [DataRow(0L, "the clock was unset when the pause began")]
        [DataRow(2209032000L, "the clock ran ahead when the pause began")]
        public void A_clock_that_is_set_later_makes_no_pause_endless(long began, string name)
        {
            FailedReleases failed = Empty();
            failed.Note(Bytes(1), 0, OtaResult.NoAnswer, Blame.Undecided, 1, began);
            Expect(OtaResult.ReleasePaused, failed.Judge(Bytes(1), 0, Now, 0, PauseRules.First), name);
            Assert.IsTrue(failed.Wait(Bytes(1), Now, true), name + ": the pause begins now");
            Assert.IsFalse(failed.Wait(Bytes(1), Now + 1, true), name + ": and once");
            Expect(OtaResult.Ok, failed.Judge(Bytes(1), 0, Now + 600, 0, PauseRules.First), name);
        }

        [TestMethod]
        public void A_clock_of_the_year_2040_fits()
        {
            FailedReleases failed = Empty();
            failed.Note(Bytes(1), 0, OtaResult.NoAnswer, Blame.Undecided, 1, 2209032000);
            Expect(OtaResult.ReleasePaused, failed.Judge(Bytes(1), 0, 2209032599, 0, PauseRules.First), "a second before");
            Expect(OtaResult.Ok, failed.Judge(Bytes(1), 0, 2209032600, 0, PauseRules.First), "ten minutes");
        }

        [TestMethod]
        public void The_last_eight_are_kept()
        {
            FailedReleases failed = Empty();
            for (int i = 1; i <= 8; i++)
            {
                failed.Note(Bytes(i), 0, OtaResult.AppFailed, Blame.Release, 1, Now);
            }

            failed.Note(Bytes(1), 0, OtaResult.AppHung, Blame.Release, 1, Now);
            failed.Note(Bytes(9), 0, OtaResult.AppFailed, Blame.Release, 1, Now);
            Assert.AreEqual(2, failed.FaultsOf(Bytes(1)), "failed again");
            Assert.IsFalse(failed.Contains(Bytes(2)), "the one that failed longest ago");
            for (int i = 3; i <= 9; i++)
            {
                Assert.IsTrue(failed.Contains(Bytes(i)), "release " + i);
            }
        }

        private static void Expect(OtaResult expected, OtaResult actual, string name)
        {
            Assert.AreEqual((int)expected, (int)actual, name);
        }

        private static FailedReleases Empty()
        {
            return new FailedReleases(new byte[FailedReleases.Length + 5], 5);
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
