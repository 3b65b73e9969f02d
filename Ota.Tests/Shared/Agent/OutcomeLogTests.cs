using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    [TestClass]
    public class OutcomeLogTests
    {
        private const long Now = ClientFixture.Now;

        [TestMethod]
        public void Rows_come_back_as_they_went_in()
        {
            MemoryMedium medium = new MemoryMedium();
            OutcomeLog log = Log(medium);
            log.Add(AgentPhase.Check, new OtaOutcome(OtaResult.HttpStatusUnexpected, 503, "http://updates.example/", 0), 0, Now, 77);
            log.Add(AgentPhase.Trial, OtaOutcome.About(OtaResult.HealthCheckFailed, "light"), ReleaseVersion.Parse("1.2.3"), 0, 77);
            log.Add(AgentPhase.Check, new OtaOutcome(OtaResult.TlsFailed, -30592, "t\u00e4g", 0), 0, 0, 99);
            Expect.Result(OtaResult.Ok, log.Flush());

            log = Log(medium);
            Assert.AreEqual(4, log.Next);
            AgentOutcome row = log.Read(1);
            Expect.Result(OtaResult.HttpStatusUnexpected, row.Code);
            Assert.AreEqual((int)AgentPhase.Check, (int)row.Phase);
            Assert.AreEqual(503, row.Status);
            Assert.AreEqual("http://upd", row.Subject, "ten characters of the subject");
            Assert.AreEqual(Now, row.UtcSeconds);
            Assert.AreEqual(0L, row.UptimeSeconds);
            Assert.AreEqual(1, row.Count);
            row = log.Read(2);
            Expect.Result(OtaResult.HealthCheckFailed, row.Code);
            Assert.AreEqual("light", row.Subject);
            Assert.AreEqual(ReleaseVersion.Parse("1.2.3"), row.Version);
            Assert.AreEqual(0L, row.UtcSeconds);
            Assert.AreEqual(77L, row.UptimeSeconds);
            row = log.Read(3);
            Assert.AreEqual(-30592, row.Status, "a number below zero");
            Assert.AreEqual("t?g", row.Subject);
            Assert.IsTrue(log.Read(4) == null && log.Read(0) == null, "rows that are not there");
        }

        [TestMethod]
        public void Sixteen_rows_are_kept_and_numbers_go_on()
        {
            MemoryMedium medium = new MemoryMedium();
            OutcomeLog log = Log(medium);
            for (int i = 0; i < 40; i++)
            {
                log.Add(AgentPhase.Check, new OtaOutcome(OtaResult.ConnectFailed, i, null, 0), 0, Now + i, 0);
            }

            log.Flush();
            log = Log(medium);
            Assert.AreEqual(41, log.Next);
            Assert.AreEqual(25, log.First);
            for (int i = 25; i <= 40; i++)
            {
                Assert.AreEqual(i - 1, log.Read(i).Status);
            }
        }

        [TestMethod]
        public void What_happens_again_counts_and_is_no_news()
        {
            OutcomeLog log = Log(new MemoryMedium());
            log.Add(AgentPhase.Check, OtaOutcome.Of(OtaResult.UpToDate), 0, Now, 0);
            log.Flush();
            Assert.IsFalse(log.HasNews);
            for (int i = 0; i < 300; i++)
            {
                log.Add(AgentPhase.Check, OtaOutcome.Of(OtaResult.UpToDate), 0, Now + i, 0);
            }

            Assert.IsFalse(log.HasNews);
            Assert.AreEqual(2, log.Next);
            Assert.AreEqual(255, log.Read(1).Count);
            Assert.AreEqual(Now, log.Read(1).UtcSeconds, "when the first of them happened");
            log.Add(AgentPhase.Check, OtaOutcome.Of(OtaResult.TimedOut), 0, Now, 0);
            log.Add(AgentPhase.Check, OtaOutcome.Of(OtaResult.UpToDate), 0, Now, 0);
            Assert.AreEqual(4, log.Next, "an error, and the answer after the error");
            Assert.IsTrue(log.HasNews);
        }

        [TestMethod]
        public void Rows_that_take_turns_without_an_error_stay_two_rows()
        {
            OutcomeLog log = Log(new MemoryMedium());
            for (int i = 0; i < 20; i++)
            {
                Assert.AreEqual(1, log.Add(AgentPhase.Check, OtaOutcome.Ok, 5, Now, 0));
                log.Add(AgentPhase.Stage, OtaOutcome.Ok, 5, Now, 0);
            }

            Assert.AreEqual(3, log.Next);
            Assert.AreEqual(20, log.Read(2).Count);
        }

        [TestMethod]
        public void A_cut_in_a_write_leaves_the_rows_before_or_after()
        {
            for (int tear = 0; tear <= OutcomeLog.Length + 16; tear += 31)
            {
                MemoryMedium medium = new MemoryMedium();
                OutcomeLog log = Log(medium);
                log.Add(AgentPhase.Check, OtaOutcome.Of(OtaResult.TimedOut), 0, Now, 0);
                log.Flush();
                log.Add(AgentPhase.Trial, OtaOutcome.Of(OtaResult.NoAnswer), 7, Now, 0);
                medium.TearAt = tear;
                Expect.Result(OtaResult.StateWriteFailed, log.Flush());
                Assert.IsTrue(log.HasNews, "the rows still have to be written");
                log = Log(medium);
                Assert.IsTrue(log.Next == 2 || log.Next == 3, "torn at " + tear + ": next row " + log.Next);
                Expect.Result(OtaResult.TimedOut, log.Read(1).Code);
            }
        }

        [TestMethod]
        public void Bytes_that_are_no_log_are_an_empty_one_and_say_so()
        {
            MemoryMedium medium = new MemoryMedium();
            byte[] other = new byte[OutcomeLog.Length];
            new TwoCopyStateStore(medium, OutcomeLog.Length).Write(other, other.Length);
            OutcomeLog log = new OutcomeLog(medium);
            Expect.Result(OtaResult.StateCorrupt, log.Load());
            Assert.AreEqual(1, log.Next);
            medium.ReadFault = OtaResult.StateReadFailed;
            Expect.Result(OtaResult.StateReadFailed, log.Load());
            Assert.IsTrue(log.Newest(-1) == null);
        }

        [TestMethod]
        public void What_was_sent_and_a_retry_hint_are_kept()
        {
            MemoryMedium medium = new MemoryMedium();
            OutcomeLog log = Log(medium);
            log.Add(AgentPhase.Check, OtaOutcome.Ok, 0, Now, 0);
            log.Sent = 1;
            log.SetRetry(3600, Now);
            log.Flush();
            log = Log(medium);
            Assert.AreEqual(1, log.Sent);
            Assert.AreEqual(3600, log.RetrySeconds);
            Assert.AreEqual(Now, log.RetryTime);
        }

        private static OutcomeLog Log(MemoryMedium medium)
        {
            OutcomeLog log = new OutcomeLog(medium);
            Expect.Result(OtaResult.Ok, log.Load());
            return log;
        }
    }
}
