using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace NanoOta
{
    /// <summary>
    /// One exchange of a HttpWebRequest on a thread of its own, for the transport and for reports. On the device neither the name lookup nor the connection has a timeout. So the wait for
    /// the thread is the only bound. The name lookup and the TLS handshake are native calls that stop every thread of the device's CLR. lwIP ends the
    /// lookup after its retries. Only the server ends the handshake. Source: nf-interpreter, lwIP_Sockets.cpp GetAddrInfo and
    /// ssl_connect_internal.cpp.
    /// </summary>
    internal sealed class HttpCall
    {
        private readonly HttpWebRequest _request;
        private readonly string _url;
        private readonly bool _isSecure;
        private readonly byte[] _body;
        private readonly Thread _thread;
        private readonly object _gate = new object();
        private HttpWebResponse _response;
        private OtaOutcome _outcome = OtaOutcome.Ok;

        /// <summary>A call that is not begun. A body is null for none.</summary>
        internal HttpCall(HttpWebRequest request, string url, bool isSecure, byte[] body)
        {
            _request = request;
            _url = url;
            _isSecure = isSecure;
            _body = body;
            _thread = new Thread(new ThreadStart(Run));
        }

        /// <summary>
        /// Waits for the headers. With <see cref="OtaResult.Ok"/> alone the caller owns a response; otherwise all is released,
        /// at the latest when the platform's call returns.
        /// </summary>
        internal OtaOutcome Start(int milliseconds, out HttpWebResponse response)
        {
            response = null;
            _thread.Start();
            bool isDone = _thread.Join(milliseconds);
            lock (_gate)
            {
                // Between the end of the wait and here the call may have finished after all.
                if (!isDone && _response == null && _outcome.Code == OtaResult.Ok)
                {
                    _outcome = OtaOutcome.About(OtaResult.TimedOut, _url);
                }

                response = _response;
            }

            if (_outcome.Code != OtaResult.Ok)
            {
                HttpPlatform.Drop(_request, null);
            }

            return _outcome;
        }

        /// <summary>True once the thread is gone; waits no longer than the given time.</summary>
        internal bool IsOver(int milliseconds)
        {
            return _thread.Join(milliseconds);
        }

        private void Run()
        {
            HttpWebResponse response = null;
            OtaOutcome outcome = OtaOutcome.Ok;
            try
            {
                if (_body != null)
                {
                    using (Stream stream = _request.GetRequestStream())
                    {
                        stream.Write(_body, 0, _body.Length);
                    }
                }

                response = (HttpWebResponse)_request.GetResponse();
            }
            catch (Exception e)
            {
                // .NET throws for a status outside 200-299, the device never does.
                response = HttpPlatform.ResponseOf(e);
                OtaResult result = HttpPlatform.Classify(e, _isSecure);
                outcome = response == null ? new OtaOutcome(result, ErrorOf(e), _url, 0) : outcome;
            }

            bool isAbandoned;
            lock (_gate)
            {
                isAbandoned = _outcome.Code != OtaResult.Ok;
                if (!isAbandoned)
                {
                    _response = response;
                    _outcome = outcome;
                }
            }

            if (isAbandoned)
            {
                HttpPlatform.Drop(_request, response);
            }
        }

        // The number of the socket's error, which says more than a code of ours; 0 if no socket had one.
        private static int ErrorOf(Exception exception)
        {
            int number = 0;
            for (Exception e = exception; e != null; e = e.InnerException)
            {
                SocketException socket = e as SocketException;
                number = socket == null ? number : HttpPlatform.NumberOf(socket);
            }

            return number;
        }
    }
}
