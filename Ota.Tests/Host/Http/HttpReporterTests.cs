using System.Net;
using System.Net.Sockets;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoOta.Tests.Http
{
    [TestClass]
    public sealed class HttpReporterTests
    {
        private const string Document = "{\"format\":1}";

        [TestMethod]
        public void A_report_is_posted_as_json_with_the_devices_token()
        {
            using Collector collector = new(204);
            Expect.Result(OtaResult.Ok, new HttpReporter(collector.Url, "secret").Send(null, Document).Code);
            Assert.AreEqual($"POST /reports application/json Bearer secret {Document}", collector.Seen.Single());
        }

        [TestMethod]
        public void The_address_of_the_settings_comes_first_and_no_token_is_no_header()
        {
            using Collector collector = new(200);
            Expect.Result(OtaResult.Ok, new HttpReporter("http://127.0.0.1:1/", null).Send(collector.Url, Document).Code);
            Assert.AreEqual($"POST /reports application/json  {Document}", collector.Seen.Single());
        }

        [TestMethod]
        [DataRow(401)]
        [DataRow(503)]
        [DataRow(302)]
        public void Another_status_is_no_receipt(int status)
        {
            using Collector collector = new(status);
            OtaOutcome outcome = new HttpReporter(collector.Url, "secret").Send(null, Document);
            Expect.Result(OtaResult.HttpStatusUnexpected, outcome.Code);
            Assert.AreEqual(status, outcome.Status);
            Assert.HasCount(1, collector.Seen, "A redirect is not followed: the token is for this server alone.");
        }

        [TestMethod]
        public void Nobody_there_and_no_address_have_their_codes()
        {
            Expect.Result(OtaResult.UrlInvalid, new HttpReporter(null, null).Send(null, Document).Code);
            Expect.Result(OtaResult.UrlInvalid, new HttpReporter("reports", null).Send(null, Document).Code);
            using TcpListener free = new(IPAddress.Loopback, 0);
            free.Start();
            int port = ((IPEndPoint)free.LocalEndpoint).Port;
            free.Stop();
            Expect.Result(OtaResult.ConnectFailed, new HttpReporter($"http://127.0.0.1:{port}/", null).Send(null, Document).Code);
        }

        private sealed class Collector : IDisposable
        {
            private readonly HttpListener _listener = new();
            private readonly List<string> _seen = [];

            public Collector(int status)
            {
                using (TcpListener free = new(IPAddress.Loopback, 0))
                {
                    free.Start();
                    Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/reports";
                }

                _listener.Prefixes.Add(Url[..^"reports".Length]);
                _listener.Start();
                _ = Task.Run(() => Serve(status));
            }

            public string Url { get; }

            public IReadOnlyList<string> Seen
            {
                get
                {
                    lock (_seen)
                    {
                        return [.. _seen];
                    }
                }
            }

            public void Dispose() => _listener.Close();

            private void Serve(int status)
            {
                try
                {
                    while (true)
                    {
                        HttpListenerContext context = _listener.GetContext();
                        using StreamReader body = new(context.Request.InputStream);
                        lock (_seen)
                        {
                            _seen.Add($"{context.Request.HttpMethod} {context.Request.RawUrl} {context.Request.ContentType} {context.Request.Headers["Authorization"]} {body.ReadToEnd()}");
                        }

                        context.Response.StatusCode = status;
                        if (status == 302)
                        {
                            context.Response.RedirectLocation = Url;
                        }

                        context.Response.Close();
                    }
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    // Closed.
                }
            }
        }
    }
}
