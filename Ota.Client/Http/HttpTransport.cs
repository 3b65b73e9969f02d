using System;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace NanoOta
{
    /// <summary>
    /// Fetches files over HTTP/1.1 with System.Net.HttpWebRequest, which nanoFramework and .NET both have. Compression is declined. Every request has a
    /// connection of its own. Sources: RFC 9110, RFC 9112.
    /// </summary>
    /// <remarks>
    /// The device's pool hands out a connection again while a thread of its own still empties that connection. So each request has a connection of
    /// its own (nanoFramework System.Net.Http, InputNetworkStreamWrapper.ReleaseStream). Not thread-safe.
    /// </remarks>
    public sealed class HttpTransport : ITransport, IAuthorities
    {
        /// <summary>Redirects that one Get follows at most.</summary>
        public const int MaxRedirects = 5;

        /// <summary>The User-Agent of every request.</summary>
        public const string UserAgent = "nanoOta/1";

        private readonly HttpTransportOptions _options;
        private readonly AddressRule _addresses;
        private byte[] _trusted;
        private X509Certificate _authority;
        private string _home;
        private HttpCall _stray;

        /// <summary>Makes a transport; nothing is sent before <see cref="Get"/>.</summary>
        /// <exception cref="ArgumentOutOfRangeException">A timeout below 1: a bug of the caller.</exception>
        public HttpTransport(HttpTransportOptions options)
            : this(options, HttpPlatform.Addresses)
        {
        }

        /// <summary>A transport that reaches what another platform reaches.</summary>
        internal HttpTransport(HttpTransportOptions options, AddressRule addresses)
        {
            if (options.AnswerTimeoutMilliseconds < 1 || options.ReadTimeoutMilliseconds < 1)
            {
                throw new ArgumentOutOfRangeException();
            }

            _options = options;
            _addresses = addresses;
            _trusted = options.CertificateAuthority;
            _home = options.ExtraHeaderUrl;
        }

        /// <inheritdoc/>
        public OtaResult Trust(byte[] authorities)
        {
            byte[] wanted = authorities == null ? _options.CertificateAuthority : authorities;
            try
            {
                // Those of the options are parsed with the first https request: a device without https needs no memory for them.
                _authority = authorities == null ? null : HttpPlatform.ParseAuthorities(authorities);
                _trusted = wanted;
                return OtaResult.Ok;
            }
            catch (Exception)
            {
                return OtaResult.SettingAuthoritiesInvalid;
            }
        }

        /// <summary>
        /// See <see cref="ITransport.Resolve"/> and <see cref="ReleaseUrl"/>. A manifest over https has no file over http: null. Who looks on
        /// would learn what a device fetches.
        /// </summary>
        public string Resolve(string baseUrl, string reference)
        {
            string url = ReleaseUrl.Resolve(baseUrl, reference);
            if (url == null)
            {
                return null;
            }

            if (baseUrl == null)
            {
                _home = _home == null ? url : _home;
                return url;
            }

            if (ReleaseUrl.IsSecure(baseUrl) && !ReleaseUrl.IsSecure(url))
            {
                return null;
            }

            if (_options.Query == QueryRule.EveryFile && ReleaseUrl.IsSameOrigin(baseUrl, url) && ReleaseUrl.QueryOf(url).Length == 0)
            {
                url += ReleaseUrl.QueryOf(baseUrl);
                return ReleaseUrl.IsValid(url) ? url : null;
            }

            return url;
        }

        /// <summary>See <see cref="ITransport.Get"/>.</summary>
        /// <returns>
        /// The codes of <see cref="ITransport.Get"/>. <see cref="OtaResult.ArgumentInvalid"/> is for a range other than 0 to -1 or From ≤ To. The
        /// code also stands for a header that the platform refuses, or a certificate that cannot be parsed.
        /// </returns>
        public OtaOutcome Get(TransportRequest request, out ITransportResponse response)
        {
            response = null;
            if (!ReleaseUrl.IsValid(request.Url))
            {
                return OtaOutcome.About(OtaResult.UrlInvalid, request.Url);
            }

            if (request.To < 0 ? request.To != -1 || request.From != 0 : request.From < 0 || request.From > request.To || request.To == int.MaxValue)
            {
                return OtaOutcome.About(OtaResult.ArgumentInvalid, request.Url);
            }

            long deadline = Environment.TickCount64 + _options.AnswerTimeoutMilliseconds;
            string url = request.Url;
            for (int redirects = 0; ; redirects++)
            {
                string target;
                OtaOutcome outcome = Exchange(url, request, deadline, out target, out response);
                if (target == null)
                {
                    return outcome;
                }

                if (redirects == MaxRedirects)
                {
                    return OtaOutcome.About(OtaResult.RedirectLimit, url);
                }

                string next = ReleaseUrl.Follow(url, target);
                if (next == null || (ReleaseUrl.IsSecure(url) && !ReleaseUrl.IsSecure(next)))
                {
                    return OtaOutcome.About(OtaResult.RedirectRefused, target);
                }

                url = next;
            }
        }

        // One request and its answer. A redirect gives its Location ("" for none), and leaves nothing open.
        private OtaOutcome Exchange(string url, TransportRequest request, long deadline, out string target, out ITransportResponse response)
        {
            target = null;
            response = null;
            if (_addresses == AddressRule.NamesAndIPv4 && ReleaseUrl.HasIPv6Host(url))
            {
                return OtaOutcome.About(OtaResult.AddressUnsupported, url);
            }

            HttpWebRequest web = null;
            HttpWebResponse answer = null;
            OtaResult result = OtaResult.HttpStatusUnexpected;
            int status = 0;
            int retryAfter = 0;
            try
            {
                web = Prepare(url, request);
                OtaOutcome sent = Send(web, url, deadline, out answer);
                if (sent.Code != OtaResult.Ok)
                {
                    return sent;
                }

                // The device gives a response without headers if the first line was not HTTP.
                if (answer.Headers != null && HttpHeaders.AreWithinLimit(answer.Headers))
                {
                    status = (int)answer.StatusCode;
                    if (HttpHeaders.IsRedirect(status))
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
                            OtaOutcome opened = body.Open();
                            response = opened.Code == OtaResult.Ok ? body : null;
                            return opened;
                        }

                        retryAfter = HttpHeaders.RetryAfter(answer);
                    }
                }
            }
            catch (Exception e)
            {
                // Before the request is sent, the caller's arguments are the cause. Afterwards the cause is an answer that the platform cannot take
                // apart.
                result = e is OutOfMemoryException ? OtaResult.OutOfMemory
                    : answer == null ? OtaResult.ArgumentInvalid
                    : OtaResult.HttpStatusUnexpected;
            }

            HttpPlatform.Drop(web, answer);
            return new OtaOutcome(result, status, url, retryAfter);
        }

        private HttpWebRequest Prepare(string url, TransportRequest request)
        {
            if (_authority == null && _trusted != null && ReleaseUrl.IsSecure(url))
            {
                _authority = HttpPlatform.ParseAuthorities(_trusted);
            }

            HttpWebRequest web = HttpPlatform.Create(url, _authority);
            web.Method = "GET";
            web.KeepAlive = false;
            web.UserAgent = UserAgent;
            web.ReadWriteTimeout = _options.ReadTimeoutMilliseconds;
            web.MaximumResponseHeadersLength = HttpHeaders.PlatformLimit;
            if (_options.ExtraHeaderName != null && ReleaseUrl.IsValid(_home) && ReleaseUrl.IsSameOrigin(url, _home))
            {
                web.Headers.Add(_options.ExtraHeaderName, _options.ExtraHeaderValue);
            }

            // A proxy that compresses unasked would give bytes that no digest knows.
            web.Headers.Add("Accept-Encoding", "identity");
            if (request.Freshness == Freshness.Newest)
            {
                // A cache may keep a file without a date for as long as the cache likes (RFC 9111, 4.2.2).
                web.Headers.Add("Cache-Control", "no-cache");
            }

            string tag = EntityTag.Clean(request.KnownTag);
            if (tag != null)
            {
                web.Headers.Add("If-None-Match", tag);
            }

            if (request.To >= 0)
            {
                web.AddRange(request.From, request.To);
                tag = EntityTag.Clean(request.RangeTag);
                if (tag != null && !EntityTag.IsWeak(tag))
                {
                    web.Headers.Add("If-Range", tag);
                }
            }

            return web;
        }

        private OtaOutcome Send(HttpWebRequest web, string url, long deadline, out HttpWebResponse answer)
        {
            answer = null;

            // A call that outlived its timeout still holds a socket and a thread: never more than one of them.
            if (_stray != null && !_stray.IsOver(Remaining(deadline)))
            {
                return OtaOutcome.About(OtaResult.TimedOut, url);
            }

            _stray = null;
            int timeout = Remaining(deadline);
            if (timeout == 0)
            {
                return OtaOutcome.About(OtaResult.TimedOut, url);
            }

            // HttpCall's wait covers the connection too; the platform's own timeout then ends a call that was given up.
            web.Timeout = timeout;
            HttpCall call = new HttpCall(web, url, ReleaseUrl.IsSecure(url), null);
            OtaOutcome outcome = call.Start(timeout, out answer);
            if (outcome.Code != OtaResult.Ok && Remaining(deadline) == 0)
            {
                // The platform may end the call first. The device does so by closing the socket, which looks like a lost connection.
                outcome = OtaOutcome.About(OtaResult.TimedOut, url);
                _stray = call;
            }

            return outcome;
        }

        private static int Remaining(long deadline)
        {
            long remaining = deadline - Environment.TickCount64;
            return remaining > 0 ? (int)remaining : 0;
        }
    }
}
