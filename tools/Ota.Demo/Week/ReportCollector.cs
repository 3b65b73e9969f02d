using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace NanoOta.Demo
{
    /// <summary>A web server that takes reports by POST, from devices with the right token.</summary>
    internal sealed class ReportCollector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly List<JsonObject> _reports = [];
        private readonly string _token;

        public ReportCollector(string token)
        {
            _token = token;
            using (TcpListener free = new(IPAddress.Loopback, 0))
            {
                free.Start();
                Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/reports";
            }

            _listener.Prefixes.Add(Url[..^"reports".Length]);
            _listener.Start();
            _ = Task.Run(Serve);
        }

        /// <summary>Where reports go.</summary>
        public string Url { get; }

        /// <summary>What came, each number once, in order.</summary>
        public IReadOnlyList<JsonObject> Reports
        {
            get
            {
                lock (_reports)
                {
                    return [.. _reports.OrderBy(report => (int)report["number"]!)];
                }
            }
        }

        /// <inheritdoc/>
        public void Dispose() => _listener.Close();

        private void Serve()
        {
            try
            {
                while (true)
                {
                    HttpListenerContext context = _listener.GetContext();
                    context.Response.StatusCode = Take(context.Request);
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Closed.
            }
        }

        private int Take(HttpListenerRequest request)
        {
            if (request.Headers["Authorization"] != $"Bearer {_token}")
            {
                return 401;
            }

            using StreamReader body = new(request.InputStream);
            if (request.HttpMethod != "POST" || JsonNode.Parse(body.ReadToEnd()) is not JsonObject report)
            {
                return 400;
            }

            lock (_reports)
            {
                _reports.RemoveAll(other => (int)other["number"]! == (int)report["number"]!);
                _reports.Add(report);
            }

            return 204;
        }
    }
}
