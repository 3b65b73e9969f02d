using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace NanoOta.Tooling.Release
{
    /// <summary>
    /// Files on a web server. A server has a minute for its headers, half a minute for each further piece of a body, and ten minutes for one file.
    /// </summary>
    public sealed class WebRelease : IReleaseFiles, IDisposable
    {
        private static readonly TimeSpan _silence = TimeSpan.FromSeconds(30);
        private static readonly TimeSpan _whole = TimeSpan.FromMinutes(10);

        private readonly HttpClient _client;
        private readonly Uri _manifest;

        /// <summary>Makes one for a manifest's URL, trusted by the given authorities, or by the system's.</summary>
        public WebRelease(Uri manifest, X509Certificate2Collection? authorities = null)
        {
            _manifest = manifest;
            SocketsHttpHandler handler = new() { ConnectTimeout = _silence, MaxResponseHeadersLength = 64 };
            if (authorities != null)
            {
                handler.SslOptions.CertificateChainPolicy = ChainOf(authorities);
            }

            _client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(60) };
        }

        /// <summary>Whether a text is meant as a URL and not as a file.</summary>
        public static bool IsUrl(string text) =>
            text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

        /// <summary>The address in a text. Throws <see cref="ToolException"/>.</summary>
        public static Uri Address(string text) => IsUrl(text) && Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            ? url
            : throw new ToolException(ExitCode.Usage, $"{text} is not an http(s) URL. Check it for typing errors.");

        /// <summary>Reads the certificate authorities of a PEM file; null for the system's.</summary>
        public static X509Certificate2Collection? Authorities(string? file)
        {
            if (file == null)
            {
                return null;
            }

            X509Certificate2Collection authorities = [];
            try
            {
                authorities.ImportFromPem(System.Text.Encoding.ASCII.GetString(Files.ReadAll(file)));
            }
            catch (System.Security.Cryptography.CryptographicException)
            {
                authorities.Clear();
            }

            return authorities.Count != 0 ? authorities : throw new ToolException(ExitCode.BadInput, $"{file} holds no certificate. Give the authority's PEM file with --ca.");
        }

        /// <inheritdoc/>
        public async Task<byte[]> ReadAsync(string url, int limit, CancellationToken cancellation)
        {
            (byte[]? bytes, _) = await ReadOrMissAsync(url, limit, cancellation).ConfigureAwait(false);
            return bytes ?? throw new ToolException(ExitCode.Network, $"{new Uri(_manifest, url)} answers 404. Check the URL and the server.");
        }

        /// <summary>The same, with null for a file that is not there.</summary>
        public async Task<(byte[]? Bytes, HttpResponseHeaders Headers)> ReadOrMissAsync(string url, int limit, CancellationToken cancellation)
        {
            Uri address = Uri.TryCreate(_manifest, url, out Uri? whole) && whole.Scheme is "http" or "https"
                ? whole
                : throw new ToolException(ExitCode.BadInput, $"The manifest names '{url}', which is no http(s) URL.");
            using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(_whole);
            try
            {
                using HttpResponseMessage response = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
                if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                {
                    return (null, response.Headers);
                }

                return response.StatusCode == HttpStatusCode.OK
                    ? (await ReadBodyAsync(response, limit, patience.Token).ConfigureAwait(false), response.Headers)
                    : throw new ToolException(ExitCode.Network, $"{address} answers {(int)response.StatusCode}. Check the URL and the server.");
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                string why = e is OperationCanceledException ? "the server was silent for too long" : Innermost(e).Message.TrimEnd('.');
                throw new ToolException(ExitCode.Network, $"Cannot fetch {address}: {why}. Check the URL and the server{(IsTrust(e) ? ", or name the server's authority with --ca" : string.Empty)}.", e);
            }
        }

        /// <inheritdoc/>
        public void Dispose() => _client.Dispose();

        private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, int limit, CancellationToken cancellation)
        {
            using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            using CancellationTokenSource silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            using MemoryStream bytes = new();
            byte[] buffer = new byte[65536];
            while (bytes.Length <= limit)
            {
                silence.CancelAfter(_silence);
                int read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, limit + 1 - bytes.Length)), silence.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                bytes.Write(buffer, 0, read);
            }

            return bytes.ToArray();
        }

        private static X509ChainPolicy ChainOf(X509Certificate2Collection authorities)
        {
            X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            return policy;
        }

        private static bool IsTrust(Exception e) => Innermost(e) is System.Security.Authentication.AuthenticationException;

        private static Exception Innermost(Exception e) => e.InnerException == null ? e : Innermost(e.InnerException);
    }
}
