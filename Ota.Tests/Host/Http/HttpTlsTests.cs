using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Http
{
    [TestClass]
    public sealed class HttpTlsTests : HttpTransportTest, IDisposable
    {
        private readonly TestAuthority _authority = new();

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public async Task A_server_of_the_pinned_authority_is_trusted(bool isPem)
        {
            byte[] root = isPem ? Encoding.ASCII.GetBytes(_authority.Root.ExportCertificatePem()) : _authority.Root.RawData;
            using X509Certificate2 certificate = Valid();
            using ScriptedServer server = Serve(certificate);
            ITransportResponse response = Open(NewTransport(root), new TransportRequest { Url = server.Url(host: "localhost") });
            CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, ReadAll(response).Bytes);
            Assert.IsTrue(await server.AllClosedAsync());
        }

        [TestMethod]
        [DataRow(true)]
        [DataRow(false)]
        public async Task T11_Every_authority_of_a_PEM_file_counts(bool isFirst)
        {
            using TestAuthority other = new();
            string own = _authority.Root.ExportCertificatePem();
            string another = other.Root.ExportCertificatePem();
            string pem = isFirst ? own + "\n" + another : "the next one\n" + another + "\n" + own;
            using X509Certificate2 certificate = Valid();
            using ScriptedServer server = Serve(certificate);
            ITransportResponse response = Open(NewTransport(Encoding.ASCII.GetBytes(pem)), new TransportRequest { Url = server.Url(host: "localhost") });
            CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, ReadAll(response).Bytes);
            Assert.IsTrue(await server.AllClosedAsync());
        }

        [TestMethod]
        public async Task W2_A_server_of_another_authority_is_refused()
        {
            using TestAuthority other = new();
            using X509Certificate2 certificate = Valid();
            await Refused(certificate, "localhost", other.Root.RawData, OtaResult.CertificateUntrusted);
        }

        [TestMethod]
        public async Task W2_A_server_that_only_the_test_knows_is_refused_without_a_pin()
        {
            using X509Certificate2 certificate = Valid();
            await Refused(certificate, "localhost", null, OtaResult.CertificateUntrusted);
        }

        [TestMethod]
        public async Task W2_A_server_of_another_name_is_refused()
        {
            using X509Certificate2 certificate = _authority.Issue("update.example", DateTimeOffset.UtcNow.AddDays(1));
            await Refused(certificate, "localhost", _authority.Root.RawData, OtaResult.CertificateNameMismatch);
        }

        [TestMethod]
        public async Task A_server_asked_for_by_address_is_refused_if_its_certificate_has_only_a_name()
        {
            using X509Certificate2 certificate = Valid();
            await Refused(certificate, "127.0.0.1", _authority.Root.RawData, OtaResult.CertificateNameMismatch);
        }

        [TestMethod]
        public async Task W2_An_expired_certificate_is_refused_because_of_the_clock()
        {
            using X509Certificate2 certificate = _authority.Issue("localhost", DateTimeOffset.UtcNow.AddDays(-1));
            await Refused(certificate, "localhost", _authority.Root.RawData, OtaResult.CertificateExpired);
        }

        [TestMethod]
        public void A_pin_that_is_no_certificate_is_refused_before_anything_is_sent()
        {
            TransportRequest request = new() { Url = Server.Url(host: "localhost").Replace("http:", "https:", StringComparison.Ordinal) };
            Assert.AreEqual(OtaResult.ArgumentInvalid, Fail(NewTransport([1, 2, 3]), request));
            Assert.AreEqual(0, Server.Accepted);
        }

        [TestMethod]
        public void A_server_that_speaks_no_TLS_is_refused()
        {
            Server.Add(new ConnectionScript().Send("HTTP/1.1 400 Bad Request\r\n\r\n").Close());
            TransportRequest request = new() { Url = Server.Url().Replace("http:", "https:", StringComparison.Ordinal) };
            Assert.AreEqual(OtaResult.TlsFailed, Fail(NewTransport(_authority.Root.RawData), request));
        }

        [TestMethod]
        public void A_silent_handshake_times_out()
        {
            Server.Add(new ConnectionScript());
            TransportRequest request = new() { Url = Server.Url().Replace("http:", "https:", StringComparison.Ordinal) };
            Assert.AreEqual(OtaResult.TimedOut, Fail(NewTransport(answerTimeout: 500), request));
        }

        [TestMethod]
        public async Task A_redirect_from_https_to_http_is_refused()
        {
            using X509Certificate2 certificate = Valid();
            using ScriptedServer server = new(certificate);
            server.Answer($"HTTP/1.1 302 Found\nLocation: {Server.Url()}\nContent-Length: 0");
            TransportRequest request = new() { Url = server.Url(host: "localhost") };
            Assert.AreEqual(OtaResult.RedirectRefused, Fail(NewTransport(_authority.Root.RawData), request));
            Assert.AreEqual(0, Server.Accepted);
            Assert.IsTrue(await server.AllClosedAsync());
        }

        [TestMethod]
        public async Task A_redirect_from_http_to_https_is_followed()
        {
            using X509Certificate2 certificate = Valid();
            using ScriptedServer server = Serve(certificate);
            Server.Answer($"HTTP/1.1 302 Found\nLocation: {server.Url(host: "localhost")}\nContent-Length: 0");
            ITransportResponse response = Open(NewTransport(_authority.Root.RawData), new TransportRequest { Url = Server.Url() });
            CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, ReadAll(response).Bytes);
            Assert.IsTrue(await server.AllClosedAsync());
        }

        public void Dispose() => _authority.Dispose();

        private static HttpTransport NewTransport(byte[]? root) => new(new HttpTransportOptions { CertificateAuthority = root! });

        private static ScriptedServer Serve(X509Certificate2 certificate) =>
            new ScriptedServer(certificate).Answer("HTTP/1.1 200 OK\nContent-Length: 3", [1, 2, 3]);

        private static async Task Refused(X509Certificate2 certificate, string host, byte[]? root, OtaResult expected)
        {
            using ScriptedServer server = Serve(certificate);
            Assert.AreEqual(expected, Fail(NewTransport(root), new TransportRequest { Url = server.Url(host: host) }));
            Assert.IsTrue(await server.AllClosedAsync());
            Assert.IsEmpty(server.Requests);
        }

        private X509Certificate2 Valid() => _authority.Issue("localhost", DateTimeOffset.UtcNow.AddDays(1));
    }
}
