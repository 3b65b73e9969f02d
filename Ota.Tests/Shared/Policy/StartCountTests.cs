using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class StartCountTests
    {
        [TestMethod]
        public void A_device_that_lives_is_never_held_up()
        {
            StartCount count = new StartCount();
            for (int i = 0; i < 600; i++)
            {
                Expect(StartPlan.Application, count.Begin(StartReason.Unknown, false), "start " + i);
                count.Clear();
            }
        }

        [TestMethod]
        public void While_the_count_stands_every_second_start_asks()
        {
            StartCount count = new StartCount();
            for (int i = 1; i <= 600; i++)
            {
                Expect((i & 1) == 0 ? StartPlan.Ask : StartPlan.Application, count.Begin(StartReason.Crash, false), "start " + i);
            }
        }

        [TestMethod]
        public void Five_answered_asks_each_followed_by_an_end_start_the_other_slot()
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
        public void Asks_without_an_answer_never_go_back()
        {
            StartCount count = new StartCount();
            for (int i = 1; i <= 1000; i++)
            {
                Assert.IsTrue(count.Begin(StartReason.Watchdog, false) != StartPlan.GoBack, "start " + i);
            }
        }

        [TestMethod]
        [DataRow((int)StartReason.PowerOn, "power-on")]
        [DataRow((int)StartReason.Brownout, "brownout")]
        public void A_power_cut_that_the_chip_reports_is_asked_and_not_counted(int reason, string name)
        {
            StartCount count = new StartCount();
            Expect(StartPlan.Application, count.Begin((StartReason)reason, false), name + ", nothing having happened");
            count.Begin(StartReason.Crash, false);
            for (int i = 0; i < 100; i++)
            {
                count.IsAnswered = true;
                Expect(StartPlan.Ask, count.Begin((StartReason)reason, false), name + " " + i);
            }

            Assert.AreEqual(1, count.Starts, name);
            Assert.AreEqual(0, count.Asks, name);
        }

        [TestMethod]
        [DataRow((int)StartReason.WakeUp, false, false, "an orderly wake-up")]
        [DataRow((int)StartReason.Declared, false, false, "a declared restart")]
        [DataRow((int)StartReason.Unknown, true, false, "an announced restart, no reason given")]
        [DataRow((int)StartReason.Software, true, false, "an announced restart")]
        [DataRow((int)StartReason.Crash, false, true, "a trial")]
        public void What_is_orderly_is_not_counted(int reason, bool isDeclared, bool isOnTrial, string name)
        {
            StartCount count = new StartCount();
            for (int i = 0; i < 50; i++)
            {
                count.IsDeclared = isDeclared;
                Expect(StartPlan.Application, count.Begin((StartReason)reason, isOnTrial), name);
                Assert.IsFalse(count.IsDeclared, name + ": the announcement is used up");
            }

            Assert.AreEqual(0, count.Starts, name);
        }

        [TestMethod]
        [DataRow((int)StartReason.Crash, "crash")]
        [DataRow((int)StartReason.Watchdog, "watchdog")]
        [DataRow((int)StartReason.UndeclaredWakeUp, "undeclared wake-up")]
        [DataRow((int)StartReason.Software, "undeclared restart")]
        public void A_bad_end_is_counted(int reason, string name)
        {
            StartCount count = new StartCount();
            count.IsDeclared = reason == (int)StartReason.Crash || reason == (int)StartReason.Watchdog;
            count.Begin((StartReason)reason, false);
            Assert.AreEqual(1, count.Starts, name);
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
            count.ReadErrors = 2;
            count.ReadError = OtaResult.StateCorrupt;
            byte[] bytes = new byte[StartCount.Length];
            count.Encode(bytes);
            StartCount read = new StartCount();
            read.Decode(bytes, bytes.Length);
            Assert.AreEqual(200, read.Starts, "starts");
            Assert.AreEqual(4, read.Asks, "asks");
            Assert.IsTrue(read.IsAnswered && read.IsDeclared, "flags");
            Assert.AreEqual(2, read.ReadErrors, "read errors");
            Assert.AreEqual((int)OtaResult.StateCorrupt, (int)read.ReadError, "read error");

            read.Decode(bytes, bytes.Length - 1);
            Assert.AreEqual(0, read.Starts + read.Asks + read.ReadErrors, "a short one");
            bytes[0] = 9;
            read.Decode(bytes, bytes.Length);
            Assert.IsFalse(read.IsAnswered || read.IsDeclared, "another format");
        }

        private static void Expect(StartPlan expected, StartPlan actual, string name)
        {
            Assert.AreEqual((int)expected, (int)actual, name + ": 0 application, 1 ask first, 2 go back");
        }
    }
}
