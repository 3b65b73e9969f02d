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
            Server.Answer($"HTTP/1.1 302 Found\nLocation: /{new string('x', ReleaseUrl.MaxRedirectLength)}\nContent-Length: 0");
            Assert.AreEqual(OtaResult.RedirectRefused, Fail());
        }

        [TestMethod]
        [DataRow(700)]
        [DataRow(2000)]
        public void T1_A_redirect_to_a_signed_link_of_an_object_store_is_followed(int length)
        {
            Server.Answer($"HTTP/1.1 302 Found\nLocation: /bucket/app.img?X-Amz-Signature={new string('f', length - 60)}&x=%2F\nContent-Length: 0");
            Server.Answer("HTTP/1.1 200 OK\nContent-Length: 1", [9]);
            CollectionAssert.AreEqual(new byte[] { 9 }, ReadAll(Open()).Bytes);
        }

        [TestMethod]
        [DataRow(QueryRule.ManifestOnly, "1.1/app.img", "http://a/s/1.1/app.img")]
        [DataRow(QueryRule.EveryFile, "1.1/app.img", "http://a/s/1.1/app.img?sig=1%2F2")]
        [DataRow(QueryRule.EveryFile, "app.img?own=1", "http://a/s/app.img?own=1", DisplayName = "a query of its own stays")]
        [DataRow(QueryRule.EveryFile, "http://b/app.img", "http://b/app.img", DisplayName = "another origin learns no signature")]
        public void T2_The_query_of_a_manifest_goes_on_where_that_is_asked_for(QueryRule rule, string reference, string expected)
        {
            HttpTransport transport = new(new HttpTransportOptions { Query = rule });
            Assert.AreEqual(expected, transport.Resolve("http://a/s/manifest.jws?sig=1%2F2", reference));
        }

        [TestMethod]
        [DataRow("http://a/app.img")]
        [DataRow("http://updates.example/app.img")]
        public void T12_A_manifest_over_https_has_no_file_over_http(string reference)
        {
            HttpTransport transport = new(new HttpTransportOptions());
            Assert.IsNull(transport.Resolve("https://updates.example/stable/manifest.jws", reference));
            Assert.AreEqual(reference, transport.Resolve("http://updates.example/stable/manifest.jws", reference));
        }

        [TestMethod]
        public void T12_An_absolute_URL_of_an_image_takes_no_credentials_to_another_origin()
        {
            using ScriptedServer other = new();
            other.Answer("HTTP/1.1 200 OK\nContent-Length: 0");
            Server.Answer("HTTP/1.1 200 OK\nContent-Length: 0");
            HttpTransportOptions options = new();
            options.UseBasic("device", "päss:word");
            HttpTransport transport = new(options);
            string manifest = transport.Resolve(null!, Server.Url("/manifest.jws"));
            ReadAll(Open(transport, new TransportRequest { Url = manifest }));
            ReadAll(Open(transport, new TransportRequest { Url = transport.Resolve(manifest, other.Url("/app.img")) }));
            StringAssert.Contains(Server.Requests.Single(), "\r\nAuthorization: Basic ZGV2aWNlOnDDpHNzOndvcmQ=\r\n", StringComparison.Ordinal);
            Assert.IsFalse(other.Requests.Single().Contains("Authorization", StringComparison.OrdinalIgnoreCase), "Another host got the credentials.");
        }

        [TestMethod]
        public void Credentials_of_one_origin_are_for_no_other_from_the_start()
        {
            Server.Answer("HTTP/1.1 200 OK\nContent-Length: 0");
            HttpTransportOptions options = new() { ExtraHeaderUrl = "https://updates.example/" };
            options.UseBearer("secret");
            ReadAll(Open(new HttpTransport(options), new TransportRequest { Url = Server.Url() }));
            Assert.IsFalse(Server.Requests.Single().Contains("secret", StringComparison.Ordinal), "The reserve's host got the token.");
        }

        [TestMethod]
        public void T14_Where_the_platform_cannot_reach_a_literal_IPv6_address_a_code_says_so()
        {
            HttpTransport transport = new(new HttpTransportOptions(), AddressRule.NamesAndIPv4);
            Assert.AreEqual(OtaResult.AddressUnsupported, Fail(transport, new TransportRequest { Url = "http://[::1]:1/a" }));
            Server.Answer("HTTP/1.1 302 Found\nLocation: http://[fe80::1]/a\nContent-Length: 0");
            Assert.AreEqual(OtaResult.AddressUnsupported, Fail(transport, new TransportRequest { Url = Server.Url() }));
        }

        [TestMethod]
        public void T14_A_literal_IPv6_address_is_reached()
        {
            using ScriptedServer server = new(address: System.Net.IPAddress.IPv6Loopback);
            server.Answer("HTTP/1.1 200 OK\nContent-Length: 1", [9]);
            CollectionAssert.AreEqual(new byte[] { 9 }, ReadAll(Open(NewTransport(), new TransportRequest { Url = server.Url(host: "[::1]") })).Bytes);
        }

        [TestMethod]
        public void The_extra_header_is_for_the_first_origin_only()
        {
            using ScriptedServer other = new();
            other.Answer("HTTP/1.1 200 OK\nContent-Length: 0");
            Server.Answer("HTTP/1.1 302 Found\nLocation: /two\nContent-Length: 0");
            Server.Answer($"HTTP/1.1 302 Found\nLocation: {other.Url("/three")}\nContent-Length: 0");
            HttpTransport transport = new(new HttpTransportOptions { ExtraHeaderName = "Authorization", ExtraHeaderValue = "Bearer secret", ExtraHeaderUrl = Server.Url() });
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
            HttpTransport transport = new(new HttpTransportOptions { ExtraHeaderName = name, ExtraHeaderValue = value, ExtraHeaderUrl = Server.Url() });
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
