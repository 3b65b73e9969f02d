using nanoFramework.TestFramework;

namespace NanoOta.Tests
{
    /// <summary>A server whose certificate is judged by the device's clock: the clock is set before it refuses the server.</summary>
    [TestClass]
    public sealed class ClockSettingTests
    {
        private const long Year = 31557600;

        [TestMethod]
        [DataRow(0L, "unset")]
        [DataRow(4102444800L, "2100")]
        [DataRow(ClientFixture.Now + (3 * Year), "three years ahead")]
        public void L15_A_clock_that_would_refuse_the_server_is_set_first(long shown, string name)
        {
            ClientFixture fixture = new ClientFixture();
            CertifiedServer server = new CertifiedServer(fixture);
            fixture.Ports.Transport = server;
            fixture.Ports.ClockSetter = server;
            fixture.Boot();
            fixture.Clock.UtcSeconds = shown;
            Expect.Result(OtaResult.Ok, fixture.Client.Check(), name);
            Assert.AreEqual(ClientFixture.Now, fixture.Clock.UtcSeconds, name);
        }

        [TestMethod]
        public void A_clock_that_is_right_is_not_set()
        {
            ClientFixture fixture = new ClientFixture();
            CertifiedServer server = new CertifiedServer(fixture);
            fixture.Ports.Transport = server;
            fixture.Ports.ClockSetter = server;
            fixture.Boot();
            Expect.Result(OtaResult.Ok, fixture.Client.Check());
            Assert.AreEqual(0, server.Settings);
        }

        private sealed class CertifiedServer : ITransport, IClockSetter
        {
            private readonly ClientFixture _fixture;

            public CertifiedServer(ClientFixture fixture)
            {
                _fixture = fixture;
            }

            public int Settings { get; private set; }

            public string Resolve(string baseUrl, string reference)
            {
                return _fixture.Server.Resolve(baseUrl, reference);
            }

            public OtaOutcome Get(TransportRequest request, out ITransportResponse response)
            {
                response = null;
                long off = _fixture.Clock.UtcSeconds - ClientFixture.Now;
                return off > Year || off < -Year ? OtaOutcome.Of(OtaResult.TlsFailed) : _fixture.Server.Get(request, out response);
            }

            public OtaResult SetClock()
            {
                Settings++;
                _fixture.Clock.UtcSeconds = ClientFixture.Now;
                return OtaResult.Ok;
            }
        }
    }
}
