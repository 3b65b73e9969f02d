using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>What one attempt at an update may cost, whatever the server does.</summary>
    [TestClass]
    public class AttemptTests
    {
        private const int Minute = 60000;

        [TestMethod]
        public void T6_A_server_that_drops_each_connection_and_has_no_ranges_costs_three_times_the_bytes_at_most()
        {
            ClientFixture fixture = Patient();
            fixture.Server.IgnoresRanges = true;
            fixture.Server.CutBodiesAt = 4500;
            fixture.Server.CutCount = int.MaxValue;
            int before = fixture.Server.BytesSent;
            Expect.Result(OtaResult.AttemptSpent, fixture.Client.Stage());
            int sent = fixture.Server.BytesSent - before;
            Assert.IsTrue(sent > 2 * fixture.NewImage.Length && sent <= (3 * fixture.NewImage.Length) + 4500, "bytes of the attempt: " + sent);
        }

        [TestMethod]
        public void T7_A_server_that_drips_costs_an_hour_at_most()
        {
            ClientFixture fixture = Patient();
            fixture.Options.ChunkDeadline = int.MaxValue;
            fixture.Server.OnRead = () => fixture.Clock.Sleep(10 * Minute);
            long start = fixture.Clock.TickMilliseconds;
            Expect.Result(OtaResult.AttemptSpent, fixture.Client.Stage());
            long passed = fixture.Clock.TickMilliseconds - start;
            Assert.IsTrue(passed >= 60 * Minute && passed <= 80 * Minute, "milliseconds of the attempt: " + passed);
        }

        // A client that would try for ever, with an offer.
        private static ClientFixture Patient()
        {
            ClientFixture fixture = new ClientFixture();
            fixture.Options.Retry = new RetryPolicy(100, 1000, RetryPolicy.Unlimited, 1);
            Expect.Result(OtaResult.Ok, fixture.Client.Start());
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
            return fixture;
        }
    }
}
