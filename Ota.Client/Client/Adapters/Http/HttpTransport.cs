using System;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace NanoOta
{
    /// <summary>
    /// Fetches files over HTTP/1.1 with System.Net.HttpWebRequest, as nanoFramework and .NET both have it. No compression is asked
    /// for; every request has a connection of its own. Sources: RFC 9110, RFC 9112.
    /// </summary>
    /// <remarks>
    /// One connection a request because the device's pool hands out a connection again while a thread of its own still empties
    /// it (nanoFramework System.Net.Http, InputNetworkStreamWrapper.ReleaseStream). Not thread-safe.
    /// </remarks>
    public sealed class HttpTransport : ITransport
    {
        /// <summary>Redirects that one Get follows at most.</summary>
        public const int MaxRedirects = 5;

        /// <summary>The User-Agent of every request.</summary>
        public const string UserAgent = "nanoOta/1";

        private readonly HttpTransportOptions _options;
        private X509Certificate _authority;
        private HttpCall _stray;

        /// <summary>Makes a transport; nothing is sent before <see cref="Get"/>.</summary>
        /// <exception cref="ArgumentOutOfRangeException">A timeout below 1: a bug of the caller.</exception>
        public HttpTransport(HttpTransportOptions options)
        {
            if (options.AnswerTimeoutMilliseconds < 1 || options.ReadTimeoutMilliseconds < 1)
            {
                throw new ArgumentOutOfRangeException();
            }

            _options = options;
        }

        /// <summary>
        /// See <see cref="ITransport.Get"/>. <see cref="OtaResult.ArgumentInvalid"/>: a range other than 0 to -1 or From ≤ To, a header
        /// that the platform refuses, or a certificate that cannot be parsed.
        /// </summary>
        public OtaResult Get(TransportRequest request, out ITransportResponse response)
        {
            response = null;
            if (!ReleaseUrl.IsValid(request.Url))
            {
                return OtaResult.UrlInvalid;
            }

            if (request.To < 0 ? request.To != -1 || request.From != 0 : request.From < 0 || request.From > request.To || request.To == int.MaxValue)
            {
                return OtaResult.ArgumentInvalid;
            }

            long deadline = Environment.TickCount64 + _options.AnswerTimeoutMilliseconds;
            string url = request.Url;
            for (int redirects = 0; ; redirects++)
            {
                string target;
                OtaResult result = Exchange(url, request, deadline, out target, out response);
                if (target == null)
                {
                    return result;
                }

                if (redirects == MaxRedirects)
                {
                    return OtaResult.RedirectLimit;
                }

                string next = ReleaseUrl.Resolve(url, target);
                if (next == null || (ReleaseUrl.IsSecure(url) && !ReleaseUrl.IsSecure(next)))
                {
                    return OtaResult.RedirectRefused;
                }

                url = next;
            }
        }

        // One request and its answer; with a redirect, its Location ("" if it has none) and nothing left open.
        private OtaResult Exchange(string url, TransportRequest request, long deadline, out string target, out ITransportResponse response)
        {
            target = null;
            response = null;
            HttpWebRequest web = null;
            HttpWebResponse answer = null;
            OtaResult result;
            try
            {
                web = Prepare(url, request);
                result = Send(web, url, deadline, out answer);
                if (result != OtaResult.Ok)
                {
                    return result;
                }

                // The device gives a response without headers if the first line was not HTTP.
                int status = (int)answer.StatusCode;
                if (answer.Headers == null || !HttpHeaders.AreWithinLimit(answer.Headers))
                {
                    result = OtaResult.HttpStatusUnexpected;
                }
                else if (HttpHeaders.IsRedirect(status))
                {
                    target = answer.Headers["Location"];
                    target = target == null ? string.Empty : target.Trim();
                }
                else
                {
                    HttpHeaders headers = new HttpHeaders();
                    result = headers.Read(status, answer, request);
                    if (result == OtaResult.Ok)
                    {
                        HttpBody body = new HttpBody(web, answer, headers);
                        result = body.Open();
                        response = result == OtaResult.Ok ? body : null;
                        return result;
                    }
                }
            }
            catch (Exception e)
            {
                // Before sending it is what the caller gave; after it, an answer that the platform cannot take apart.
                result = e is OutOfMemoryException ? OtaResult.OutOfMemory
                    : answer == null ? OtaResult.ArgumentInvalid
                    : OtaResult.HttpStatusUnexpected;
            }

            HttpPlatform.Drop(web, answer);
            return result;
        }

        private HttpWebRequest Prepare(string url, TransportRequest request)
        {
            if (_authority == null && _options.CertificateAuthority != null && ReleaseUrl.IsSecure(url))
            {
                _authority = HttpPlatform.ParseCertificate(_options.CertificateAuthority);
            }

            HttpWebRequest web = HttpPlatform.Create(url, _authority);
            web.Method = "GET";
            web.KeepAlive = false;
            web.UserAgent = UserAgent;
            web.ReadWriteTimeout = _options.ReadTimeoutMilliseconds;
            web.MaximumResponseHeadersLength = HttpHeaders.PlatformLimit;
            if (_options.ExtraHeaderName != null && ReleaseUrl.IsSameOrigin(url, request.Url))
            {
                web.Headers.Add(_options.ExtraHeaderName, _options.ExtraHeaderValue);
            }

            string tag = EntityTag.Clean(request.IfNoneMatch);
            if (tag != null)
            {
                web.Headers.Add("If-None-Match", tag);
            }

            if (request.To >= 0)
            {
                web.AddRange(request.From, request.To);
                tag = EntityTag.Clean(request.IfRange);
                if (tag != null && !EntityTag.IsWeak(tag))
                {
                    web.Headers.Add("If-Range", tag);
                }
            }

            return web;
        }

        private OtaResult Send(HttpWebRequest web, string url, long deadline, out HttpWebResponse answer)
        {
            answer = null;

            // A call that outlived its timeout still holds a socket and a thread: never more than one of them.
            if (_stray != null && !_stray.IsOver(Remaining(deadline)))
            {
                return OtaResult.TimedOut;
            }

            _stray = null;
            int timeout = Remaining(deadline);
            if (timeout == 0)
            {
                return OtaResult.TimedOut;
            }

            // HttpCall's wait covers the connection too; the platform's own timeout then ends a call that was given up.
            web.Timeout = timeout;
            HttpCall call = new HttpCall(web, ReleaseUrl.IsSecure(url));
            OtaResult result = call.Start(timeout, out answer);
            if (result != OtaResult.Ok && Remaining(deadline) == 0)
            {
                // Also if the platform was the first to end it: the device does so by closing the socket, which looks like a lost one.
                result = OtaResult.TimedOut;
                _stray = call;
            }

            return result;
        }

        private static int Remaining(long deadline)
        {
            long remaining = deadline - Environment.TickCount64;
            return remaining > 0 ? (int)remaining : 0;
        }
    }
}
