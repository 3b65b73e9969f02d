using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class StartCountTests
    {
        [TestMethod]
        public void Every_second_start_asks_as_long_as_the_application_does_not_live()
        {
            StartCount count = new StartCount();
            for (int i = 1; i <= 600; i++)
            {
                Expect((i & 1) == 0 ? StartPlan.Ask : StartPlan.Application, count.Begin(StartReason.Unknown, false), "start " + i);
            }
        }

        [TestMethod]
        public void Life_begins_the_count_anew()
        {
            StartCount count = new StartCount();
            for (int i = 1; i <= 10; i++)
            {
                Expect(StartPlan.Application, count.Begin(StartReason.Unknown, false), "start " + i);
                count.Clear();
            }
        }

        [TestMethod]
        public void Five_answered_asks_each_followed_by_an_end_go_back_without_a_reset_reason()
        {
            StartCount count = new StartCount();
            for (int i = 1; i <= 10; i++)
            {
                StartPlan plan = count.Begin(StartReason.Unknown, false);
                Expect((i & 1) == 0 ? StartPlan.Ask : StartPlan.Application, plan, "start " + i);
                count.IsAnswered = plan == StartPlan.Ask;
            }

            Expect(StartPlan.GoBack, count.Begin(StartReason.Unknown, false), "the start after the fifth");
        }

        [TestMethod]
        public void Without_answers_nothing_goes_back_however_long_the_outage()
        {
            StartCount count = new StartCount();
            for (int i = 1; i <= 1000; i++)
            {
                Assert.IsTrue(count.Begin(StartReason.Watchdog, false) != StartPlan.GoBack, "start " + i);
            }
        }

        [TestMethod]
        public void A_power_on_is_asked_where_there_is_a_count_and_not_counted()
        {
            StartCount count = new StartCount();
            Expect(StartPlan.Application, count.Begin(StartReason.PowerOn, false), "nothing having happened");
            count.Begin(StartReason.Crash, false);
            for (int i = 0; i < 100; i++)
            {
                count.IsAnswered = true;
                Expect(StartPlan.Ask, count.Begin(StartReason.PowerOn, false), "power-on " + i);
            }

            Assert.AreEqual(1, count.Starts, "starts");
            Assert.AreEqual(0, count.Asks, "asks");
        }

        [TestMethod]
        [DataRow((int)StartReason.Brownout, false, "a brownout")]
        [DataRow((int)StartReason.Declared, true, "a declared restart")]
        [DataRow((int)StartReason.Unknown, true, "a declared restart without a reason")]
        [DataRow((int)StartReason.Software, true, "a declared restart by software")]
        public void What_is_no_end_of_the_release_counts_as_a_start_and_leads_nowhere(int reason, bool isDeclared, string name)
        {
            StartCount count = new StartCount();
            for (int i = 1; i <= 50; i++)
            {
                count.IsDeclared = isDeclared;
                StartPlan plan = count.Begin((StartReason)reason, false);
                Expect((i & 1) == 0 ? StartPlan.Ask : StartPlan.Application, plan, name + " " + i);
                count.IsAnswered = true;
            }

            Assert.AreEqual(0, count.Asks, name);
        }

        [TestMethod]
        public void A_declared_sleep_is_orderly_over_all_its_wake_ups_and_a_wake_up_that_nobody_announced_is_not()
        {
            StartCount count = new StartCount();
            count.IsAsleep = true;
            for (int i = 0; i < 50; i++)
            {
                Expect(StartPlan.Application, count.Begin(StartReason.WakeUp, false), "wake-up " + i);
            }

            Expect(StartPlan.Application, count.Begin(StartReason.Unknown, false), "a wake-up without a reason");
            Assert.AreEqual(0, count.Starts, "starts");
            Assert.IsFalse(count.IsAsleep, "Without a reason the word holds once.");
            count.Begin(StartReason.WakeUp, false);
            Assert.AreEqual(1, count.Starts, "starts after a sleep that nobody announced");
        }

        [TestMethod]
        [DataRow((int)StartReason.Crash, "crash")]
        [DataRow((int)StartReason.Watchdog, "watchdog")]
        [DataRow((int)StartReason.UndeclaredWakeUp, "undeclared wake-up")]
        public void An_announcement_hides_no_known_bad_end(int reason, string name)
        {
            StartCount count = new StartCount();
            count.IsDeclared = true;
            count.IsAnswered = true;
            count.Begin((StartReason)reason, false);
            Assert.AreEqual(1, count.Asks, name);
            Assert.IsFalse(count.IsDeclared, name + ": the announcement is used up");
        }

        [TestMethod]
        public void A_trial_is_not_counted()
        {
            StartCount count = new StartCount();
            for (int i = 0; i < 20; i++)
            {
                Expect(StartPlan.Application, count.Begin(StartReason.Crash, true), "start " + i);
            }

            Assert.AreEqual(0, count.Starts, "starts");
        }

        [TestMethod]
        public void A_start_that_is_to_ask_asks_once_and_after_a_trial_at_the_latest()
        {
            StartCount count = new StartCount();
            count.WantsAsk = true;
            count.IsDeclared = true;
            Expect(StartPlan.Application, count.Begin(StartReason.Unknown, true), "on trial");
            Expect(StartPlan.Ask, count.Begin(StartReason.PowerOn, false), "after the trial");
            Expect(StartPlan.Application, count.Begin(StartReason.PowerOn, false), "after the asking");
        }

        [TestMethod]
        public void Three_starts_with_the_same_read_error_lose_the_record()
        {
            StartCount count = new StartCount();
            Assert.IsFalse(count.NoteRead(OtaResult.StateReadFailed), "first");
            Assert.IsFalse(count.NoteRead(OtaResult.StateReadFailed), "second");
            Assert.IsFalse(count.NoteRead(OtaResult.StateCorrupt), "another error");
            Assert.IsFalse(count.NoteRead(OtaResult.StateCorrupt), "that one again");
            Assert.IsFalse(count.NoteRead(OtaResult.Ok), "a read that succeeds");
            Assert.IsFalse(count.NoteRead(OtaResult.StateCorrupt), "begins anew");
            Assert.IsFalse(count.NoteRead(OtaResult.StateCorrupt), "second");
            Assert.IsTrue(count.NoteRead(OtaResult.StateCorrupt), "third in a row");
        }

        [TestMethod]
        public void A_count_comes_back_as_it_was_and_anything_else_begins_anew()
        {
            StartCount count = new StartCount();
            count.Starts = 200;
            count.Asks = 4;
            count.IsAnswered = true;
            count.IsDeclared = true;
            count.IsNoWayBack = true;
            count.Left = 2;
            count.Declared = 16;
            count.End = StartReason.Watchdog;
            count.LeftBy = StartReason.Crash;
            count.NoteRead(OtaResult.StateCorrupt);
            count.NoteRead(OtaResult.StateCorrupt);
            byte[] bytes = new byte[StartCount.Length];
            count.Encode(bytes);
            StartCount read = new StartCount();
            read.Decode(bytes, bytes.Length);
            Assert.AreEqual(200, read.Starts, "starts");
            Assert.AreEqual(4, read.Asks, "asks");
            Assert.IsTrue(read.IsAnswered && read.IsDeclared && read.IsNoWayBack && !read.WantsAsk, "flags");
            Assert.AreEqual(2, read.Left, "the slot that was left");
            Assert.AreEqual(16, read.Declared, "declared restarts");
            Assert.AreEqual((int)StartReason.Watchdog, (int)read.End, "how the last run ended");
            Assert.AreEqual((int)StartReason.Crash, (int)read.LeftBy, "how the last run of the slot that was left ended");
            Assert.IsTrue(read.NoteRead(OtaResult.StateCorrupt), "the third read error");

            StartCount anew = new StartCount();
            anew.Decode(bytes, bytes.Length - 1);
            Assert.AreEqual(0, anew.Starts + anew.Asks + anew.Left, "a short one");
            bytes[0] = 9;
            anew.Decode(bytes, bytes.Length);
            Assert.IsFalse(anew.IsAnswered || anew.IsDeclared, "another format");
        }

        private static void Expect(StartPlan expected, StartPlan actual, string name)
        {
            Assert.AreEqual((int)expected, (int)actual, name + ": 0 application, 1 ask, 2 ask for long, 3 go back");
        }
    }
}
