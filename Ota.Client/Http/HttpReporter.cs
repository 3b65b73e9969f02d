using System;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace NanoOta
{
    /// <summary>
    /// Sends each report by POST (RFC 9110, 9.3.3) as application/json, with the device's own token (RFC 6750). Follows no redirect, so the token
    /// reaches nobody else. Not thread-safe.
    /// </summary>
    /// <remarks>
    /// Each exchange runs on a thread of its own, since the device's name lookup and connection have no timeout. While an exchange hangs, no other
    /// one is begun.
    /// </remarks>
    public sealed class HttpReporter : IReporter
    {
        private const int Timeout = 30000;

        private readonly string _url;
        private readonly string _token;
        private readonly X509Certificate _authority;
        private HttpCall _stray;

        /// <summary>A reporter.</summary>
        /// <param name="url">Where reports go, if the settings name nothing; null for none.</param>
        /// <param name="token">The device's token; null for none.</param>
        /// <param name="certificateAuthority">See <see cref="HttpTransportOptions.CertificateAuthority"/>.</param>
        public HttpReporter(string url, string token, byte[] certificateAuthority = null)
        {
            _url = url;
            _token = token;
            _authority = certificateAuthority == null ? null : HttpPlatform.ParseAuthorities(certificateAuthority);
        }

        /// <inheritdoc/>
        /// <remarks>
        /// <see cref="OtaResult.UrlInvalid"/> without a good address, <see cref="OtaResult.TimedOut"/> after 30 s, or while an earlier exchange still
        /// hangs. <see cref="OtaResult.HttpStatusUnexpected"/> with the status for an answer outside 200 to 299. <see cref="OtaResult.ArgumentInvalid"/> for
        /// a token that is no header; else the code of the connection.
        /// </remarks>
        public OtaOutcome Send(string address, string document)
        {
            string url = address == null ? _url : address;
            if (url == null || ReleaseUrl.Resolve(null, url) == null)
            {
                return OtaOutcome.About(OtaResult.UrlInvalid, url);
            }

            // A call that outlived its timeout still holds a socket and a thread: never more than one of them.
            if (_stray != null && !_stray.IsOver(0))
            {
                return OtaOutcome.About(OtaResult.TimedOut, url);
            }

            _stray = null;
            HttpWebRequest request = null;
            HttpWebResponse response = null;
            OtaOutcome outcome;
            try
            {
                byte[] body = Encoding.UTF8.GetBytes(document);
                request = HttpPlatform.Create(url, _authority);
                request.Method = "POST";
                request.ContentType = "application/json";
                request.ContentLength = body.Length;
                request.KeepAlive = false;
                request.ReadWriteTimeout = Timeout;
                if (_token != null)
                {
                    request.Headers.Add("Authorization", "Bearer " + _token);
                }

                HttpCall call = new HttpCall(request, url, ReleaseUrl.IsSecure(url), body);
                outcome = call.Start(Timeout, out response);
                _stray = outcome.Code == OtaResult.TimedOut ? call : null;
                outcome = outcome.Code == OtaResult.Ok ? Judge(response, url) : outcome;
            }
            catch (Exception e)
            {
                // A header that the platform refuses, or no memory for a thread.
                outcome = OtaOutcome.About(e is OutOfMemoryException ? OtaResult.OutOfMemory : OtaResult.ArgumentInvalid, url);
            }

            HttpPlatform.Drop(request, response);
            return outcome;
        }

        private static OtaOutcome Judge(HttpWebResponse response, string url)
        {
            int status = (int)response.StatusCode;
            return status >= 200 && status < 300
                ? OtaOutcome.Ok
                : new OtaOutcome(OtaResult.HttpStatusUnexpected, status, url, HttpHeaders.RetryAfter(response));
        }
    }
}
