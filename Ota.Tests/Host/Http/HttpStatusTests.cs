using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Http
{
    [TestClass]
    public class HttpStatusTests : HttpTransportTest
    {
        [TestMethod]
        public void A_whole_file_comes_with_its_length_and_tag()
        {
            byte[] file = Pattern(100_000);
            Server.Answer("HTTP/1.1 200 OK\nContent-Length: 100000\nETag: \"v1\"", file);
            ITransportResponse response = Open();
            Assert.AreEqual(TransportStatus.Whole, response.Status);
            Assert.AreEqual(100_000, response.Length);
            Assert.AreEqual(100_000, response.TotalLength);
            Assert.AreEqual("\"v1\"", response.Tag);
            (byte[] bytes, int last) = ReadAll(response);
            CollectionAssert.AreEqual(file, bytes);
            Assert.AreEqual(0, last);
        }

        [TestMethod]
        public void T9_The_request_says_what_it_must_and_declines_compression()
        {
            Server.Answer("HTTP/1.1 200 OK\nContent-Length: 0");
            ReadAll(Open(NewTransport(), new TransportRequest { Url = Server.Url("/a/b?c=d"), KnownTag = "W/\"x\"" }));
            string head = Server.Requests.Single();
            StringAssert.StartsWith(head, "GET /a/b?c=d HTTP/1.1\r\n", StringComparison.Ordinal);
            StringAssert.Contains(head, "\r\nUser-Agent: nanoOta/1\r\n", StringComparison.Ordinal);
            StringAssert.Contains(head, "\r\nIf-None-Match: W/\"x\"\r\n", StringComparison.Ordinal);
            StringAssert.Contains(head, "\r\nConnection: close\r\n", StringComparison.Ordinal);
            StringAssert.Contains(head, "\r\nAccept-Encoding: identity\r\n", StringComparison.Ordinal);
            Assert.IsFalse(head.Contains("Cache-Control", StringComparison.OrdinalIgnoreCase), head);
            Assert.IsFalse(head.Contains("Range", StringComparison.OrdinalIgnoreCase), head);
        }

        [TestMethod]
        public void Not_modified_has_no_body()
        {
            Server.Answer("HTTP/1.1 304 Not Modified\nETag: \"v1\"");
            ITransportResponse response = Open(NewTransport(), new TransportRequest { Url = Server.Url(), KnownTag = "\"v1\"" });
            Assert.AreEqual(TransportStatus.Unchanged, response.Status);
            Assert.AreEqual("\"v1\"", response.Tag);
            Assert.AreEqual(0, ReadAll(response).Last);
        }

        [TestMethod]
        public void Not_modified_without_asking_is_refused()
        {
            Server.Answer("HTTP/1.1 304 Not Modified\nETag: \"v1\"");
            Assert.AreEqual(OtaResult.HttpStatusUnexpected, Fail());
        }

        [TestMethod]
        [DataRow("404 Not Found", OtaResult.HttpNotFound)]
        [DataRow("410 Gone", OtaResult.HttpNotFound)]
        [DataRow("416 Range Not Satisfiable", OtaResult.RangeNotSatisfiable)]
        [DataRow("400 Bad Request", OtaResult.HttpRefused)]
        [DataRow("401 Unauthorized", OtaResult.HttpRefused)]
        [DataRow("403 Forbidden", OtaResult.HttpRefused)]
        [DataRow("408 Request Timeout", OtaResult.HttpStatusUnexpected)]
        [DataRow("425 Too Early", OtaResult.HttpStatusUnexpected)]
        [DataRow("429 Too Many Requests", OtaResult.HttpStatusUnexpected)]
        [DataRow("511 Network Authentication Required", OtaResult.CaptivePortal)]
        [DataRow("500 Internal Server Error", OtaResult.HttpStatusUnexpected)]
        [DataRow("503 Service Unavailable", OtaResult.HttpStatusUnexpected)]
        [DataRow("204 No Content", OtaResult.HttpStatusUnexpected)]
        [DataRow("300 Multiple Choices", OtaResult.HttpStatusUnexpected)]
        [DataRow("418 I'm a teapot", OtaResult.HttpRefused)]
        public void A_status_without_use_has_a_code(string status, OtaResult expected)
        {
            Server.Answer($"HTTP/1.1 {status}\nContent-Length: 0");
            Assert.AreEqual(expected, Fail());
        }

        [TestMethod]
        [DataRow(401)]
        [DataRow(403)]
        [DataRow(404)]
        [DataRow(429)]
        [DataRow(500)]
        [DataRow(503)]
        public void W1_The_status_of_a_failure_is_kept_beside_its_code_with_the_url(int status)
        {
            Server.Answer($"HTTP/1.1 {status} Reason\nContent-Length: 0");
            OtaOutcome outcome = FailWhy(NewTransport(), new TransportRequest { Url = Server.Url("/a") });
            Assert.AreEqual(status switch { 404 => OtaResult.HttpNotFound, 401 or 403 => OtaResult.HttpRefused, _ => OtaResult.HttpStatusUnexpected }, outcome.Code);
            Assert.AreEqual(status, outcome.Status);
            Assert.AreEqual(Server.Url("/a"), outcome.Subject);
            Assert.AreEqual(0, outcome.RetryAfter);
        }

        [TestMethod]
        [DataRow("3600", 3600)]
        [DataRow(" 7 ", 7)]
        [DataRow("0", 0)]
        [DataRow("99999999999999", 31536000)]
        [DataRow("-5", 0)]
        [DataRow("Fri, 31 Dec 1999 23:59:59 GMT", 0)]
        [DataRow("", 0)]
        public void A_server_that_asks_for_a_pause_says_how_long(string value, int seconds)
        {
            Server.Answer($"HTTP/1.1 503 Busy\nRetry-After: {value}\nContent-Length: 0");
            Assert.AreEqual(seconds, FailWhy(NewTransport(), new TransportRequest { Url = Server.Url() }).RetryAfter);
        }

        [TestMethod]
        public void A_port_where_nobody_listens_leaves_the_sockets_error_and_no_status_of_http()
        {
            using System.Net.Sockets.TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
            listener.Start();
            string url = $"http://127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}/x";
            listener.Stop();
            OtaOutcome outcome = FailWhy(NewTransport(), new TransportRequest { Url = url });
            Assert.AreEqual(OtaResult.ConnectFailed, outcome.Code);
            Assert.AreEqual(System.Net.Sockets.SocketError.ConnectionRefused, (System.Net.Sockets.SocketError)outcome.Status);
            Assert.AreEqual(url, outcome.Subject);
        }

        [TestMethod]
        [DataRow("text/html")]
        [DataRow("Text/HTML; charset=utf-8")]
        [DataRow("application/xhtml+xml")]
        public void T13_The_type_of_an_answer_decides_nothing(string type)
        {
            Server.Answer($"HTTP/1.1 200 OK\nContent-Type: {type}\nContent-Length: 3", [1, 2, 3]);
            CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, ReadAll(Open()).Bytes);
        }

        [TestMethod]
        public void T8_A_manifest_is_asked_for_behind_the_caches()
        {
            Server.Answer("HTTP/1.1 200 OK\nContent-Length: 0");
            ReadAll(Open(NewTransport(), new TransportRequest { Url = Server.Url(), Freshness = Freshness.Newest }));
            StringAssert.Contains(Server.Requests.Single(), "\r\nCache-Control: no-cache\r\n", StringComparison.Ordinal);
        }

        [TestMethod]
        [DataRow("gzip")]
        [DataRow("br")]
        [DataRow("identity, gzip")]
        public void Compressed_bytes_are_refused(string encoding)
        {
            Server.Answer($"HTTP/1.1 200 OK\nContent-Encoding: {encoding}\nContent-Length: 3", [1, 2, 3]);
            Assert.AreEqual(OtaResult.EncodingUnexpected, Fail());
        }

        [TestMethod]
        public void Identity_is_no_compression()
        {
            Server.Answer("HTTP/1.1 200 OK\nContent-Encoding: identity\nContent-Length: 3", [1, 2, 3]);
            CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, ReadAll(Open()).Bytes);
        }

        [TestMethod]
        public void A_length_beyond_int_is_too_long()
        {
            Server.Answer("HTTP/1.1 200 OK\nContent-Length: 2147483648");
            Assert.AreEqual(OtaResult.BodyTooLong, Fail());
        }

        [TestMethod]
        [DataRow("many")]
        [DataRow("-5")]
        [DataRow("99999999999999999999999")]
        [DataRow("3x")]
        [DataRow("3\nContent-Length: 2", DisplayName = "two lengths")]
        [DataRow("3\nTransfer-Encoding: chunked", DisplayName = "a length beside a coding")]
        public void A_length_that_is_not_one_number_is_refused(string length)
        {
            Server.Answer($"HTTP/1.1 200 OK\nContent-Length: {length}", [1, 2, 3]);
            Assert.AreEqual(OtaResult.BodyTooLong, Fail());
        }

        [TestMethod]
        [DataRow("no quotes")]
        [DataRow("\"a b\"")]
        [DataRow("\"")]
        public void A_malformed_tag_is_none(string tag)
        {
            Server.Answer($"HTTP/1.1 200 OK\nContent-Length: 0\nETag: {tag}");
            ITransportResponse response = Open();
            Assert.IsNull(response.Tag);
            response.Close();
        }

        [TestMethod]
        public void A_tag_of_128_characters_is_kept_and_a_longer_one_is_none()
        {
            string longest = "\"" + new string('e', 126) + "\"";
            Server.Answer($"HTTP/1.1 200 OK\nContent-Length: 0\nETag: {longest}");
            Server.Answer($"HTTP/1.1 200 OK\nContent-Length: 0\nETag: \"e{longest[1..]}");
            ITransportResponse kept = Open();
            kept.Close();
            ITransportResponse dropped = Open();
            dropped.Close();
            Assert.AreEqual(longest, kept.Tag);
            Assert.IsNull(dropped.Tag);
        }

        [TestMethod]
        public void Headers_of_64_KiB_are_refused()
        {
            string headers = string.Concat(Enumerable.Range(0, 64).Select(i => $"\nX-Filler-{i}: {new string('x', 1010)}"));
            Server.Answer("HTTP/1.1 200 OK\nContent-Length: 3" + headers, [1, 2, 3]);
            Assert.AreEqual(OtaResult.HttpStatusUnexpected, Fail());
        }

        [TestMethod]
        public void Headers_below_the_platforms_limit_but_above_ours_are_refused()
        {
            string headers = string.Concat(Enumerable.Range(0, 3).Select(i => $"\nX-Filler-{i}: {new string('x', 2800)}"));
            Server.Answer("HTTP/1.1 200 OK\nContent-Length: 3" + headers, [1, 2, 3]);
            Assert.AreEqual(OtaResult.HttpStatusUnexpected, Fail());
        }

        [TestMethod]
        public void Very_many_small_headers_are_refused()
        {
            string headers = string.Concat(Enumerable.Range(0, 300).Select(i => $"\nx{i}: y"));
            Server.Answer("HTTP/1.1 200 OK\nContent-Length: 3" + headers, [1, 2, 3]);
            Assert.AreEqual(OtaResult.HttpStatusUnexpected, Fail());
        }

        [TestMethod]
        public void Headers_of_8000_characters_are_taken()
        {
            string headers = string.Concat(Enumerable.Range(0, 3).Select(i => $"\nX-Filler-{i}: {new string('x', 2600)}"));
            Server.Answer("HTTP/1.1 200 OK\nContent-Length: 3" + headers, [1, 2, 3]);
            CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, ReadAll(Open()).Bytes);
        }

        [TestMethod]
        [DataRow("SSH-2.0-OpenSSH_9.6\r\n")]
        [DataRow("HTTP/1.1 OK\r\n\r\n")]
        [DataRow("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n")]
        public void What_is_not_http_is_refused(string answer)
        {
            Server.Add(new ConnectionScript().ReadRequest().Send(answer).Close());
            Assert.AreEqual(OtaResult.HttpStatusUnexpected, Fail());
        }
    }
}
