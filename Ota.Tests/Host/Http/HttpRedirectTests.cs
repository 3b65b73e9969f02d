using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Http
{
    [TestClass]
    public class HttpRedirectTests : HttpTransportTest
    {
        [TestMethod]
        [DataRow(301)]
        [DataRow(302)]
        [DataRow(303)]
        [DataRow(307)]
        [DataRow(308)]
        public void A_redirect_is_followed_with_the_same_headers(int status)
        {
            Server.Answer($"HTTP/1.1 {status} Moved\nLocation: ../there?x=1\nContent-Length: 4", "gone"u8.ToArray());
            Server.Answer("HTTP/1.1 206 Partial Content\nContent-Range: bytes 5-7/9\nContent-Length: 3", [1, 2, 3]);
            ITransportResponse response = Open(
                NewTransport(), new TransportRequest { Url = Server.Url("/a/b"), From = 5, To = 7, RangeTag = "\"t\"", KnownTag = "\"n\"" });
            CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, ReadAll(response).Bytes);
            string second = Server.Requests[1];
            StringAssert.StartsWith(second, "GET /there?x=1 HTTP/1.1\r\n", StringComparison.Ordinal);
            StringAssert.Contains(second, "\r\nRange: bytes=5-7\r\n", StringComparison.Ordinal);
            StringAssert.Contains(second, "\r\nIf-Range: \"t\"\r\n", StringComparison.Ordinal);
            StringAssert.Contains(second, "\r\nIf-None-Match: \"n\"\r\n", StringComparison.Ordinal);
        }

        [TestMethod]
        public void Five_redirects_are_followed()
        {
            for (int i = 1; i <= HttpTransport.MaxRedirects; i++)
            {
                Server.Answer($"HTTP/1.1 302 Found\nLocation: /{i}\nContent-Length: 0");
            }

            Server.Answer("HTTP/1.1 200 OK\nContent-Length: 1", [9]);
            CollectionAssert.AreEqual(new byte[] { 9 }, ReadAll(Open()).Bytes);
            Assert.AreEqual(6, Server.Accepted);
        }

        [TestMethod]
        public void A_redirect_loop_ends_at_the_limit()
        {
            Server.Answer("HTTP/1.1 302 Found\nLocation: /file\nContent-Length: 0");
            Assert.AreEqual(OtaResult.RedirectLimit, Fail());
            Assert.AreEqual(HttpTransport.MaxRedirects + 1, Server.Accepted);
        }

        [TestMethod]
        [DataRow("\nLocation: ftp://127.0.0.1/x", DisplayName = "another scheme")]
        [DataRow("\nLocation: file:///etc/passwd", DisplayName = "a local file")]
        [DataRow("\nLocation: http://user:pw@127.0.0.1/", DisplayName = "user info")]
        [DataRow("\nLocation: /x#part", DisplayName = "a fragment")]
        [DataRow("\nLocation: http:///nowhere", DisplayName = "no host")]
        [DataRow("\nLocation: http://127.0.0.1:99999/", DisplayName = "no port")]
        [DataRow("\nLocation:", DisplayName = "empty")]
        [DataRow("", DisplayName = "none")]
        public void A_redirect_to_nowhere_is_refused(string location)
        {
            Server.Answer($"HTTP/1.1 302 Found{location}\nContent-Length: 0");
            Assert.AreEqual(OtaResult.RedirectRefused, Fail());
            Assert.AreEqual(1, Server.Accepted);
        }

        [TestMethod]
        public void A_redirect_to_an_overlong_url_is_refused()
        {
            Server.Answer($"HTTP/1.1 302 Found\nLocation: /{new string('x', ReleaseUrl.MaxLength)}\nContent-Length: 0");
            Assert.AreEqual(OtaResult.RedirectRefused, Fail());
        }

        [TestMethod]
        public void The_extra_header_is_for_the_first_origin_only()
        {
            using ScriptedServer other = new();
            other.Answer("HTTP/1.1 200 OK\nContent-Length: 0");
            Server.Answer("HTTP/1.1 302 Found\nLocation: /two\nContent-Length: 0");
            Server.Answer($"HTTP/1.1 302 Found\nLocation: {other.Url("/three")}\nContent-Length: 0");
            HttpTransport transport = new(new HttpTransportOptions { ExtraHeaderName = "Authorization", ExtraHeaderValue = "Bearer secret" });
            ReadAll(Open(transport, new TransportRequest { Url = Server.Url("/one") }));
            const string header = "\r\nAuthorization: Bearer secret\r\n";
            Assert.IsTrue(Server.Requests.All(r => r.Contains(header, StringComparison.Ordinal)));
            Assert.HasCount(2, Server.Requests);
            Assert.IsFalse(other.Requests.Single().Contains("secret", StringComparison.Ordinal));
        }

        [TestMethod]
        [DataRow("Bad Name", "x")]
        [DataRow("X-Injected", "a\r\nX-Other: b")]
        public void An_extra_header_that_breaks_out_is_refused_before_anything_is_sent(string name, string value)
        {
            HttpTransport transport = new(new HttpTransportOptions { ExtraHeaderName = name, ExtraHeaderValue = value });
            Assert.AreEqual(OtaResult.ArgumentInvalid, Fail(transport, new TransportRequest { Url = Server.Url() }));
            Assert.AreEqual(0, Server.Accepted);
        }

        [TestMethod]
        [DataRow(null)]
        [DataRow("")]
        [DataRow("/relative")]
        [DataRow("ftp://127.0.0.1/")]
        public void A_url_that_is_none_is_refused(string? url) =>
            Assert.AreEqual(OtaResult.UrlInvalid, Fail(NewTransport(), new TransportRequest { Url = url! }));
    }
}
