using System;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;

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
        private Thread _thread;
        private byte[] _body;
        private string _address;
        private OtaOutcome _outcome;

        /// <summary>A reporter.</summary>
        /// <param name="url">Where reports go, if the settings name nothing; null for none.</param>
        /// <param name="token">The device's token; null for none.</param>
        /// <param name="certificateAuthority">See <see cref="HttpTransportOptions.CertificateAuthority"/>.</param>
        public HttpReporter(string url, string token, byte[] certificateAuthority = null)
        {
            _url = url;
            _token = token;
            _authority = certificateAuthority == null ? null : HttpPlatform.ParseCertificate(certificateAuthority);
        }

        /// <inheritdoc/>
        /// <remarks>
        /// <see cref="OtaResult.UrlInvalid"/> without a good address, <see cref="OtaResult.TimedOut"/> after 30 s, or while an earlier exchange still
        /// hangs. <see cref="OtaResult.HttpStatusUnexpected"/> with the status for an answer outside 200 to 299; else the code of the connection.
        /// </remarks>
        public OtaOutcome Send(string address, string document)
        {
            string url = address == null ? _url : address;
            if (url == null || ReleaseUrl.Resolve(null, url) == null)
            {
                return OtaOutcome.About(OtaResult.UrlInvalid, url);
            }

            if (_thread != null && !_thread.Join(0))
            {
                return OtaOutcome.About(OtaResult.TimedOut, url);
            }

            _address = url;
            _body = Encoding.UTF8.GetBytes(document);
            _outcome = OtaOutcome.About(OtaResult.TimedOut, url);
            _thread = new Thread(new ThreadStart(Exchange));
            _thread.Start();
            _thread.Join(Timeout);
            return _outcome;
        }

        private void Exchange()
        {
            HttpWebRequest request = null;
            HttpWebResponse response = null;
            OtaOutcome outcome;
            try
            {
                request = HttpPlatform.Create(_address, _authority);
                request.Method = "POST";
                request.ContentType = "application/json";
                request.ContentLength = _body.Length;
                request.KeepAlive = false;
                request.ReadWriteTimeout = Timeout;
                if (_token != null)
                {
                    request.Headers.Add("Authorization", "Bearer " + _token);
                }

                using (System.IO.Stream stream = request.GetRequestStream())
                {
                    stream.Write(_body, 0, _body.Length);
                }

                response = (HttpWebResponse)request.GetResponse();
                outcome = Judge(response);
            }
            catch (Exception e)
            {
                // .NET throws for a status outside 200-299, the device never does.
                response = HttpPlatform.ResponseOf(e);
                outcome = response != null ? Judge(response) : OtaOutcome.About(HttpPlatform.Classify(e, ReleaseUrl.IsSecure(_address)), _address);
            }

            HttpPlatform.Drop(request, response);
            _outcome = outcome;
        }

        private OtaOutcome Judge(HttpWebResponse response)
        {
            int status = (int)response.StatusCode;
            return status >= 200 && status < 300
                ? OtaOutcome.Ok
                : new OtaOutcome(OtaResult.HttpStatusUnexpected, status, _address, HttpHeaders.RetryAfter(response));
        }
    }
}
