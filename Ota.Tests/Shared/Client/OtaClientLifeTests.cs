using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>What the client tells the boot side about starts, and what it asks of the boot side.</summary>
    [TestClass]
    public class OtaClientLifeTests
    {
        [TestMethod]
        public void Nothing_is_staged_while_the_count_stands_and_life_ends_that()
        {
            ClientFixture fixture = Started(1);
            Expect.Result(OtaResult.LifePending, fixture.Client.Update());
            Assert.AreEqual(0, fixture.Slots.Erases, "sectors erased");
            Expect.Result(OtaResult.Ok, fixture.Client.SayAlive());
            Assert.AreEqual(1, Starts(fixture).CountOf(GuardEvent.Life), "words of life");
            Expect.Result(OtaResult.Ok, fixture.Client.Update());
            Assert.AreEqual(1, fixture.Slots.Running, "the slot that runs");
        }

        [TestMethod]
        public void Where_the_count_is_zero_the_application_stages_at_once()
        {
            ClientFixture fixture = Started(0);
            Expect.Result(OtaResult.Ok, fixture.Client.Update());
        }

        [TestMethod]
        public void Life_comes_by_time_after_a_check_and_each_tending_is_a_sign()
        {
            ClientFixture fixture = Started(1);
            fixture.Clock.Sleep(600000);
            Expect.Result(OtaResult.Ok, fixture.Client.Tend());
            Assert.AreEqual(0, Starts(fixture).CountOf(GuardEvent.Life), "life without a check");
            fixture.Client.Check();
            fixture.Client.Tend();
            Assert.AreEqual(1, Starts(fixture).CountOf(GuardEvent.Life), "life after a check");
            Assert.AreEqual(2, Starts(fixture).CountOf(GuardEvent.Sign), "signs");
        }

        [TestMethod]
        public void A_word_of_life_that_cannot_be_written_is_said_again()
        {
            ClientFixture fixture = Started(1);
            Starts(fixture).Fault = OtaResult.StateWriteFailed;
            Expect.Result(OtaResult.StateWriteFailed, fixture.Client.SayAlive());
            Expect.Result(OtaResult.LifePending, fixture.Client.Update());
            Starts(fixture).Fault = OtaResult.Ok;
            Expect.Result(OtaResult.Ok, fixture.Client.SayAlive());
            Expect.Result(OtaResult.Ok, fixture.Client.Stage());
        }

        [TestMethod]
        public void On_trial_there_is_no_life_and_sixteen_declared_restarts()
        {
            ClientFixture fixture = Started(0);
            fixture.Client.Update();
            Expect.Result(OtaResult.TrialContinues, fixture.Boot());
            Expect.Result(OtaResult.SlotOnTrial, fixture.Client.SayAlive());
            for (int i = 0; i < 16; i++)
            {
                Expect.Result(OtaResult.Ok, fixture.Client.DeclareRestart(i == 0 ? NextStart.AfterSleep : NextStart.Application));
                fixture.Slots.Restart();
                Expect.Result(OtaResult.TrialContinues, fixture.Boot());
            }

            Expect.Result(OtaResult.SlotOnTrial, fixture.Client.DeclareRestart());
            Assert.AreEqual(1, Starts(fixture).CountOf(GuardEvent.Sleep), "declared sleeps");
        }

        [TestMethod]
        public void Where_nobody_counts_starts_a_trial_has_one_start_and_the_client_says_so()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            Expect.Result(OtaResult.SlotUnavailable, fixture.Client.DeclareRestart());
            Expect.Result(OtaResult.Ok, fixture.Client.Confirm());
            Expect.Result(OtaResult.Ok, fixture.Client.DeclareRestart(NextStart.AfterSleep));
        }

        [TestMethod]
        public void A_device_that_nobody_serves_asks_once_in_three_days_and_not_all_the_time()
        {
            ClientFixture fixture = Started(0);
            fixture.Options.UnservedAfter = 3 * 86400;
            fixture.Client.Check();
            fixture.Server.FailWith = OtaResult.ConnectFailed;
            fixture.Server.FailCount = int.MaxValue;
            Pass(fixture, 3 * 86400);
            fixture.Client.Tend();
            Assert.AreEqual(1, Starts(fixture).CountOf(GuardEvent.RestartToAsk), "restarts that ask");
            fixture.Boot();
            Pass(fixture, 7200);
            fixture.Client.Tend();
            Assert.AreEqual(1, Starts(fixture).CountOf(GuardEvent.RestartToAsk), "restarts two hours later");
            fixture.Boot();
            Pass(fixture, 3 * 86400);
            Expect.Result(OtaResult.Ok, fixture.Client.DeclareRestart(NextStart.AfterSleep));
            Assert.AreEqual(2, Starts(fixture).CountOf(GuardEvent.RestartToAsk), "restarts instead of a sleep, three days later");
            Assert.AreEqual(0, Starts(fixture).CountOf(GuardEvent.Sleep), "sleeps");
        }

        [TestMethod]
        public void A_sleeper_whose_clock_ran_ahead_asks_three_days_after_the_clock_is_right()
        {
            ClientFixture fixture = Started(0);
            fixture.Options.UnservedAfter = 3 * 86400;
            fixture.Clock.UtcSeconds = ClientFixture.Now + (700 * 86400L);
            fixture.Client.Check();
            fixture.Boot();
            fixture.Clock.UtcSeconds = ClientFixture.Now;
            Expect.Result(OtaResult.Ok, fixture.Client.DeclareRestart(NextStart.AfterSleep));
            Assert.AreEqual(0, Starts(fixture).CountOf(GuardEvent.RestartToAsk), "restarts at once");
            fixture.Boot();
            fixture.Clock.UtcSeconds = ClientFixture.Now + (3 * 86400);
            fixture.Client.DeclareRestart(NextStart.AfterSleep);
            Assert.AreEqual(1, Starts(fixture).CountOf(GuardEvent.RestartToAsk), "restarts three days later");
        }

        [TestMethod]
        public void An_application_that_leaves_no_memory_for_an_update_lets_the_update_program_try_once_in_a_pause()
        {
            ClientFixture fixture = Started(0);
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
            Pass(fixture, 3600);
            fixture.Server.OnRead = RunOut;
            for (int i = 1; i <= 8; i++)
            {
                fixture.Client.Tend();
                Assert.AreEqual(0, Starts(fixture).CountOf(GuardEvent.RestartToAsk), "restarts before attempt " + i);
                Expect.Result(OtaResult.OutOfMemory, fixture.Client.Stage());
            }

            fixture.Client.Tend();
            Assert.AreEqual(1, Starts(fixture).CountOf(GuardEvent.RestartToAsk), "restarts after eight attempts");
            fixture.Server.OnRead = null;
            Expect.Result(OtaResult.Ok, fixture.Boot());
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
            Expect.Result(OtaResult.UpdatePaused, fixture.Client.Stage());
            Pass(fixture, 3600);
            fixture.Client.Tend();
            Assert.AreEqual(1, Starts(fixture).CountOf(GuardEvent.RestartToAsk), "restarts in the pause");
            Expect.Result(OtaResult.Ok, fixture.Boot());
            Expect.Result(OtaResult.Ok, fixture.Client.UpdateBeforeLife());
        }

        private static void RunOut()
        {
            throw new System.OutOfMemoryException();
        }

        private static void Pass(ClientFixture fixture, int seconds)
        {
            fixture.Clock.Sleep(seconds * 1000);
            fixture.Clock.UtcSeconds += seconds;
        }

        private static MemoryStarts Starts(ClientFixture fixture)
        {
            return (MemoryStarts)fixture.Ports.Starts;
        }

        private static ClientFixture Started(int starts)
        {
            ClientFixture fixture = new ClientFixture();
            fixture.Ports.Starts = new MemoryStarts(fixture.Slots) { Starts = starts };
            Expect.Result(OtaResult.Ok, fixture.Client.Start());
            return fixture;
        }
    }
}
