using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Http
{
    /// <summary>A server, a transport with short timeouts, and the check that no connection stays open.</summary>
    public abstract class HttpTransportTest
    {
        protected const int ReadTimeout = 1000;

        protected ScriptedServer Server { get; private set; } = null!;

        [TestInitialize]
        public void StartServer() => Server = new ScriptedServer();

        [TestCleanup]
        public async Task Every_connection_was_closed()
        {
            bool closed = await Server.AllClosedAsync();
            Server.Dispose();
            Assert.IsTrue(closed, "a connection was left open");
        }

        protected static HttpTransport NewTransport(int answerTimeout = 20000, int readTimeout = 20000) =>
            new(new HttpTransportOptions { AnswerTimeoutMilliseconds = answerTimeout, ReadTimeoutMilliseconds = readTimeout });

        /// <summary>A Get that must fail: there is no response then.</summary>
        protected static OtaResult Fail(HttpTransport transport, TransportRequest request)
        {
            return FailWhy(transport, request).Code;
        }

        /// <summary>The same, with all that is known of the failure.</summary>
        protected static OtaOutcome FailWhy(HttpTransport transport, TransportRequest request)
        {
            OtaOutcome outcome = transport.Get(request, out ITransportResponse response);
            Assert.IsNull(response);
            return outcome;
        }

        /// <summary>A Get that must fail, of the server's file.</summary>
        protected OtaResult Fail(int from = 0, int to = -1) =>
            Fail(NewTransport(), new TransportRequest { Url = Server.Url(), From = from, To = to });

        /// <summary>A Get that must give a response.</summary>
        protected static ITransportResponse Open(HttpTransport transport, TransportRequest request)
        {
            Assert.AreEqual(OtaResult.Ok, transport.Get(request, out ITransportResponse response).Code);
            return response;
        }

        /// <summary>A Get of the server's file that must give a response.</summary>
        protected ITransportResponse Open(int from = 0, int to = -1) =>
            Open(NewTransport(), new TransportRequest { Url = Server.Url(), From = from, To = to });

        /// <summary>Reads to the end or to an error, and closes. The bytes, and the last number that Read gave.</summary>
        protected static (byte[] Bytes, int Last) ReadAll(ITransportResponse response)
        {
            using MemoryStream all = new();
            byte[] buffer = new byte[1000];
            int read;
            while ((read = response.Read(buffer, 0, buffer.Length)) > 0)
            {
                all.Write(buffer, 0, read);
            }

            response.Close();
            return (all.ToArray(), read);
        }

        /// <summary>Bytes in which every position is recognisable.</summary>
        protected static byte[] Pattern(int length)
        {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++)
            {
                bytes[i] = (byte)(i * 7 + (i >> 8));
            }

            return bytes;
        }
    }
}
