using System.Text;
using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>What is fetched to find an offer: how much of the file, how often, and what is kept.</summary>
    [TestClass]
    public class OfferTests
    {
        [TestMethod]
        public void Of_a_manifest_that_is_announced_too_long_one_byte_is_read()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Server.Put(ClientFixture.ManifestUrl, new byte[Jws.MaxLength + 1]);
            Expect.Result(OtaResult.JwsTooLarge, fixture.Client.Check());
            Assert.AreEqual(1, fixture.Server.BytesSent);
            Assert.AreEqual(0, fixture.Server.OpenBodies);
        }

        [TestMethod]
        [DataRow("<!DOCTYPE html>", 100)]
        [DataRow("\r\n  <html>", 100)]
        [DataRow("\u00EF\u00BB\u00BF<html>", 100)]
        [DataRow("<html>", 20000)]
        public void T13_A_page_in_the_place_of_a_manifest_is_a_portal(string start, int length)
        {
            ClientFixture fixture = ClientFixture.Started();
            byte[] page = new byte[length];
            for (int i = 0; i < start.Length; i++)
            {
                page[i] = (byte)start[i];
            }

            fixture.Server.Put(ClientFixture.ManifestUrl, page);
            Expect.Result(OtaResult.CaptivePortal, fixture.Client.Check());
        }

        [TestMethod]
        public void W2_Without_the_time_the_clock_is_named_as_the_reason_of_a_failed_handshake()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Server.FailWith = OtaResult.TlsFailed;
            fixture.Server.FailCount = 100;
            Expect.Result(OtaResult.TlsFailed, fixture.Client.Check());
            fixture.Clock.UtcSeconds = 0;
            Expect.Result(OtaResult.TlsClockUnset, fixture.Client.Check());
        }

        [TestMethod]
        public void T4_A_server_that_asks_for_patience_gets_it()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Server.FailWith = OtaResult.HttpStatusUnexpected;
            fixture.Server.RetryAfter = 30;
            fixture.Server.FailCount = 1;
            long before = fixture.Clock.TickMilliseconds;
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
            Assert.IsTrue(fixture.Clock.TickMilliseconds - before >= 30000, "The device came back too soon.");
        }

        [TestMethod]
        public void T4_A_server_that_asks_for_an_hour_is_asked_once()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Server.FailWith = OtaResult.HttpStatusUnexpected;
            fixture.Server.RetryAfter = 3600;
            fixture.Server.FailCount = 100;
            int before = fixture.Server.Requests;
            Expect.Result(OtaResult.HttpStatusUnexpected, fixture.Client.Check());
            Assert.AreEqual(1, fixture.Server.Requests - before);
            Assert.AreEqual(3600, fixture.Client.LastOutcome.RetryAfter);
        }

        [TestMethod]
        public void A_manifest_of_unknown_length_is_read_to_one_byte_over_its_limit()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Server.HidesLength = true;
            fixture.Server.Put(ClientFixture.ManifestUrl, new byte[Jws.MaxLength + 100]);
            Expect.Result(OtaResult.JwsTooLarge, fixture.Client.Check());
            Assert.AreEqual(Jws.MaxLength + 1, fixture.Server.BytesSent);
            fixture.Server.Put(ClientFixture.ManifestUrl, new byte[Jws.MaxLength]);
            Expect.Result(OtaResult.JwsMalformed, fixture.Client.Check(), "as long as a manifest may be");
        }

        [TestMethod]
        public void What_a_body_fails_with_is_the_result_and_about_its_address()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Server.HidesLength = true;
            fixture.Server.OnRead = () => fixture.Clock.TickMilliseconds += 70000;
            Expect.Result(OtaResult.TimedOut, fixture.Client.Check());
            Expect.Outcome(OtaResult.TimedOut, ClientFixture.ManifestUrl, fixture.Client.LastOutcome);
            Assert.AreEqual(3, fixture.Server.Requests);
        }

        [TestMethod]
        public void A_body_that_ends_before_its_promise_is_too_short()
        {
            ClientFixture fixture = ClientFixture.Started();
            fixture.Ports.Transport = new OverPromising(fixture.Server);
            Expect.Result(OtaResult.BodyTooShort, fixture.Client.Check());
            Assert.IsNull(fixture.Client.Offer);
        }

        [TestMethod]
        public void A_release_that_pauses_is_judged_anew_by_the_next_check()
        {
            ClientFixture fixture = ClientFixture.OnTrial();
            Expect.Result(OtaResult.Ok, fixture.Client.Reject(OtaResult.HealthCheckFailed));
            Expect.Result(OtaResult.HealthCheckFailed, fixture.Boot());
            Expect.Result(OtaResult.ReleasePaused, fixture.Client.Check());
            int before = fixture.Server.BytesSent;
            Expect.Result(OtaResult.ReleasePaused, fixture.Client.Check());
            Assert.IsTrue(fixture.Server.BytesSent > before, "A pause ends with time, so no entity tag answers for it.");
        }

        [TestMethod]
        public void A_keeper_gets_the_manifest_as_it_was_received_and_the_length_of_the_image()
        {
            ClientFixture fixture = ClientFixture.Started();
            Keeper keeper = new Keeper();
            fixture.Ports.Keeper = keeper;
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
            Expect.Result(OtaResult.Ok, fixture.Client.Stage());
            CollectionAssert.AreEqual(Encoding.UTF8.GetBytes(SignedReleases.Good), keeper.Envelope);
            Assert.AreEqual(fixture.NewImage.Length, keeper.ImageLength);
            Assert.AreEqual(2L, keeper.Sequence);
        }

        private sealed class Keeper : IReleaseKeeper
        {
            public byte[] Envelope { get; private set; }

            public int ImageLength { get; private set; }

            public long Sequence { get; private set; }

            public OtaOutcome Keep(byte[] envelope, int imageLength, long sequence)
            {
                Envelope = envelope;
                ImageLength = imageLength;
                Sequence = sequence;
                return OtaOutcome.Ok;
            }
        }

        // A server whose bodies have ten bytes fewer than they promise, and no error at their end.
        private sealed class OverPromising : ITransport
        {
            private readonly ITransport _server;

            public OverPromising(ITransport server)
            {
                _server = server;
            }

            public OtaOutcome Get(TransportRequest request, out ITransportResponse response)
            {
                OtaOutcome outcome = _server.Get(request, out response);
                response = new Body(response);
                return outcome;
            }

            public string Resolve(string address, string reference)
            {
                return _server.Resolve(address, reference);
            }
        }

        private sealed class Body : ITransportResponse
        {
            private readonly ITransportResponse _body;

            public Body(ITransportResponse body)
            {
                _body = body;
            }

            public TransportStatus Status => _body.Status;

            public int Length => _body.Length + 10;

            public int TotalLength => _body.TotalLength;

            public string Tag => _body.Tag;

            public int Read(byte[] buffer, int index, int count)
            {
                return _body.Read(buffer, index, count);
            }

            public void Close()
            {
                _body.Close();
            }
        }
    }
}
