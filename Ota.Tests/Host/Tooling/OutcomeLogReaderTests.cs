using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling.Inspection;

namespace NanoOta.Tests.Tooling
{
    [TestClass]
    public sealed class OutcomeLogReaderTests
    {
        private readonly MemoryMedium _medium = new();

        [TestMethod]
        public void The_reader_reads_what_the_device_writes()
        {
            OutcomeLog log = new(_medium);
            for (int i = 0; i < 20; i++)
            {
                log.Add(AgentPhase.Check, new OtaOutcome(OtaResult.HttpStatusUnexpected, 500 + i, "http://x", 0), 0, ClientFixture.Now, 0);
                log.Flush();
            }

            log.Add(AgentPhase.Trial, OtaOutcome.About(OtaResult.HealthCheckFailed, "light"), ReleaseVersion.Parse("1.2.3"), 0, 77);
            log.Flush();
            IReadOnlyList<OutcomeRow> rows = OutcomeLogReader.Read(_medium[0], _medium[1]);
            Assert.HasCount(16, rows);
            Assert.AreEqual(
                new OutcomeRow(20, 1, OtaResult.HttpStatusUnexpected, 519, "http://x", null, 1, DateTimeOffset.FromUnixTimeSeconds(ClientFixture.Now), 0),
                rows[14]);
            Assert.AreEqual(new OutcomeRow(21, 5, OtaResult.HealthCheckFailed, 0, "light", "1.2.3.0", 1, null, 77), rows[15]);
            Assert.AreEqual("trial", (string?)rows[15].ToJson()["phase"]);
        }

        [TestMethod]
        public void A_torn_copy_is_passed_over_and_no_copy_is_no_log()
        {
            OutcomeLog log = new(_medium);
            log.Add(AgentPhase.Check, OtaOutcome.Ok, 0, ClientFixture.Now, 0);
            log.Flush();
            log.Add(AgentPhase.Stage, OtaOutcome.Ok, 0, ClientFixture.Now, 0);
            _medium.TearAt = 100;
            log.Flush();
            Assert.HasCount(1, OutcomeLogReader.Read(_medium[0], _medium[1]));
            Assert.IsEmpty(OutcomeLogReader.Read([], []));
            Assert.IsEmpty(OutcomeLogReader.Read(new byte[600], new byte[5]));
        }
    }
}
