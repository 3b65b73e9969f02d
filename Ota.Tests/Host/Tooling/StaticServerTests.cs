using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoOta.Tooling;
using NanoOta.Tooling.Serving;

namespace NanoOta.Tests.Tooling
{
    [TestClass]
    public class StaticServerTests
    {
        private static readonly byte[] _content = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];

        [TestMethod]
        public async Task A_whole_file_comes_with_a_strong_tag_its_length_and_ranges_offered()
        {
            await using Site site = await Site.StartAsync();

            using HttpResponseMessage response = await site.Client.GetAsync("stable/1.0.0/app.img");

            Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
            CollectionAssert.AreEqual(_content, await response.Content.ReadAsByteArrayAsync());
            Assert.IsFalse(response.Headers.ETag!.IsWeak);
            Assert.AreEqual("bytes", response.Headers.AcceptRanges.Single());
            Assert.AreEqual("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
            Assert.IsEmpty(response.Content.Headers.ContentEncoding);
        }

        [TestMethod]
        [DataRow("bytes=0-0", 0, 1)]
        [DataRow("bytes=100-199", 100, 100)]
        [DataRow("bytes=990-", 990, 10)]
        [DataRow("bytes=-5", 995, 5)]
        [DataRow("bytes=900-5000", 900, 100)]
        public async Task A_range_comes_as_206_with_its_place(string range, int from, int length)
        {
            await using Site site = await Site.StartAsync();

            using HttpResponseMessage response = await site.GetAsync("stable/1.0.0/app.img", m => m.Headers.TryAddWithoutValidation("Range", range));

            Assert.AreEqual(HttpStatusCode.PartialContent, response.StatusCode);
            Assert.AreEqual($"bytes {from}-{from + length - 1}/1000", response.Content.Headers.ContentRange!.ToString());
            CollectionAssert.AreEqual(_content.AsSpan(from, length).ToArray(), await response.Content.ReadAsByteArrayAsync());
        }

        [TestMethod]
        public async Task A_range_beyond_the_end_is_416_with_the_size()
        {
            await using Site site = await Site.StartAsync();

            using HttpResponseMessage response = await site.GetAsync("stable/1.0.0/app.img", m => m.Headers.Range = new RangeHeaderValue(1000, 1001));

            Assert.AreEqual(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
            Assert.AreEqual("bytes */1000", response.Content.Headers.ContentRange!.ToString());
        }

        [TestMethod]
        public async Task If_None_Match_gives_304_until_the_file_changes()
        {
            await using Site site = await Site.StartAsync();
            EntityTagHeaderValue tag = await site.TagAsync("stable/manifest.jws");

            using HttpResponseMessage same = await site.GetAsync("stable/manifest.jws", m => m.Headers.IfNoneMatch.Add(tag));
            Files.WriteAtomically(site.Temp["www/stable/manifest.jws"], "other"u8.ToArray());
            using HttpResponseMessage changed = await site.GetAsync("stable/manifest.jws", m => m.Headers.IfNoneMatch.Add(tag));

            Assert.AreEqual(HttpStatusCode.NotModified, same.StatusCode);
            Assert.AreEqual(HttpStatusCode.OK, changed.StatusCode);
            Assert.AreEqual("other", await changed.Content.ReadAsStringAsync());
        }

        [TestMethod]
        public async Task If_Range_gives_the_part_while_the_tag_holds_and_the_whole_after()
        {
            await using Site site = await Site.StartAsync();
            EntityTagHeaderValue tag = await site.TagAsync("stable/1.0.0/app.img");

            using HttpResponseMessage holds = await site.GetAsync("stable/1.0.0/app.img", m => Ask(m, tag));
            using HttpResponseMessage other = await site.GetAsync("stable/1.0.0/app.img", m => Ask(m, new EntityTagHeaderValue("\"other\"")));

            Assert.AreEqual(HttpStatusCode.PartialContent, holds.StatusCode);
            Assert.AreEqual(HttpStatusCode.OK, other.StatusCode);
            Assert.AreEqual(1000L, other.Content.Headers.ContentLength);

            static void Ask(HttpRequestMessage message, EntityTagHeaderValue tag)
            {
                message.Headers.Range = new RangeHeaderValue(10, 19);
                message.Headers.IfRange = new RangeConditionHeaderValue(tag);
            }
        }

        [TestMethod]
        public async Task HEAD_gives_the_headers_alone_and_other_methods_405()
        {
            await using Site site = await Site.StartAsync();

            using HttpResponseMessage head = await site.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "stable/1.0.0/app.img"));
            using HttpResponseMessage post = await site.Client.PostAsync("stable/1.0.0/app.img", new StringContent("x"));

            Assert.AreEqual(HttpStatusCode.OK, head.StatusCode);
            Assert.AreEqual(1000L, head.Content.Headers.ContentLength);
            Assert.IsEmpty(await head.Content.ReadAsByteArrayAsync());
            Assert.AreEqual(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        }

        [TestMethod]
        [DataRow("nothing")]
        [DataRow("")]
        [DataRow("stable")]
        [DataRow("stable/")]
        [DataRow("stable/.publish.lock")]
        [DataRow(".hidden/file")]
        public async Task What_is_not_there_or_is_a_folder_or_hidden_is_404(string path)
        {
            await using Site site = await Site.StartAsync();

            using HttpResponseMessage response = await site.Client.GetAsync(path);

            Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode);
        }

        [TestMethod]
        [DataRow("/../secret.txt")]
        [DataRow("/stable/../../secret.txt")]
        [DataRow("/%2e%2e/secret.txt")]
        [DataRow("/..%2fsecret.txt")]
        [DataRow("/stable/..%5c..%5csecret.txt")]
        [DataRow("//secret.txt")]
        public async Task No_path_leads_out_of_the_folder(string path)
        {
            await using Site site = await Site.StartAsync();

            // Raw, because HttpClient would tidy the path up before it is sent.
            using TcpClient tcp = new();
            await tcp.ConnectAsync(site.Server.Url.Host, site.Server.Url.Port);
            await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
            using StreamReader reader = new(tcp.GetStream());
            string answer = await reader.ReadToEndAsync();

            StringAssert.Matches(answer, new System.Text.RegularExpressions.Regex(@"\AHTTP/1\.1 40[04] "));
            Assert.IsFalse(answer.Contains("top secret", StringComparison.Ordinal));
        }

        [TestMethod]
        public async Task Over_https_a_client_that_pins_the_authority_is_served_and_another_is_not()
        {
            using TempFolder ca = new();
            using X509Certificate2 certificate = ServerCertificate.Make(ca["ca.pem"], ["127.0.0.1", "localhost"]);
            using X509Certificate2 again = ServerCertificate.Make(ca["ca.pem"], ["127.0.0.1"]);
            await using Site site = await Site.StartAsync(certificate);
            using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(ca["ca.pem"]);
            using HttpClient pinned = new(Pinning(authority));
            using HttpClient plain = new();

            Assert.AreEqual("https", site.Server.Url.Scheme);
            CollectionAssert.AreEqual(_content, await pinned.GetByteArrayAsync(new Uri(site.Server.Url, "stable/1.0.0/app.img")));
            await Assert.ThrowsExactlyAsync<HttpRequestException>(() => plain.GetAsync(site.Server.Url));
            Assert.AreEqual(authority.Subject, again.Issuer);
        }

        [TestMethod]
        public async Task A_port_in_use_and_a_missing_folder_are_said_in_words()
        {
            await using Site site = await Site.StartAsync();

            ToolException taken = await Assert.ThrowsExactlyAsync<ToolException>(
                () => StaticServer.StartAsync(new StaticServerOptions { Root = site.Temp.Path, Port = site.Server.Url.Port }));
            ToolException missing = await Assert.ThrowsExactlyAsync<ToolException>(
                () => StaticServer.StartAsync(new StaticServerOptions { Root = site.Temp["nowhere"] }));

            StringAssert.Contains(taken.Message, "Try --port 0", StringComparison.Ordinal);
            StringAssert.Contains(missing.Message, "is not a folder", StringComparison.Ordinal);
        }

        private static SocketsHttpHandler Pinning(X509Certificate2 authority) => new()
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };

        private sealed class Site : IAsyncDisposable
        {
            private Site(TempFolder temp, StaticServer server)
            {
                Temp = temp;
                Server = server;
                Client = new HttpClient { BaseAddress = server.Url };
            }

            public TempFolder Temp { get; }

            public StaticServer Server { get; }

            public HttpClient Client { get; }

            public static async Task<Site> StartAsync(X509Certificate2? certificate = null)
            {
                TempFolder temp = new();
                temp.Write("www/stable/1.0.0/app.img", _content);
                temp.Write("www/stable/manifest.jws", "eyJ"u8.ToArray());
                temp.Write("www/stable/.publish.lock", "x"u8.ToArray());
                temp.Write("www/.hidden/file", "x"u8.ToArray());
                temp.Write("secret.txt", "top secret"u8.ToArray());
                return new Site(temp, await StaticServer.StartAsync(new StaticServerOptions { Root = temp["www"], Certificate = certificate }));
            }

            public Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage> change)
            {
                HttpRequestMessage message = new(HttpMethod.Get, path);
                change(message);
                return Client.SendAsync(message);
            }

            public async Task<EntityTagHeaderValue> TagAsync(string path)
            {
                using HttpResponseMessage response = await Client.GetAsync(path);
                return response.Headers.ETag!;
            }

            public async ValueTask DisposeAsync()
            {
                Client.Dispose();
                await Server.DisposeAsync();
                Temp.Dispose();
            }
        }
    }
}
