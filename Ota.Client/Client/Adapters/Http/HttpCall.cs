using System;
using System.Net;
using System.Threading;

namespace NanoOta
{
    /// <summary>
    /// One HttpWebRequest.GetResponse on a thread of its own: on the device neither the name lookup nor the connection has a
    /// timeout, so waiting for the thread is the only bound there is. The name lookup and the TLS handshake are native calls that
    /// stop every thread of the device's CLR (nf-interpreter, lwIP_Sockets.cpp GetAddrInfo and ssl_connect_internal.cpp): lwIP ends
    /// the first after its retries, but only the server ends the second.
    /// </summary>
    internal sealed class HttpCall
    {
        private readonly HttpWebRequest _request;
        private readonly bool _isSecure;
        private readonly Thread _thread;
        private readonly object _gate = new object();
        private HttpWebResponse _response;
        private OtaResult _result;

        internal HttpCall(HttpWebRequest request, bool isSecure)
        {
            _request = request;
            _isSecure = isSecure;
            _thread = new Thread(new ThreadStart(Run));
        }

        /// <summary>
        /// Waits for the headers. With <see cref="OtaResult.Ok"/> alone the caller owns a response; otherwise all is released,
        /// at the latest when the platform's call returns.
        /// </summary>
        internal OtaResult Start(int milliseconds, out HttpWebResponse response)
        {
            response = null;
            _thread.Start();
            bool isDone = _thread.Join(milliseconds);
            lock (_gate)
            {
                // Between the end of the wait and here it may have finished after all.
                if (!isDone && _response == null && _result == OtaResult.Ok)
                {
                    _result = OtaResult.TimedOut;
                }

                response = _response;
            }

            if (_result != OtaResult.Ok)
            {
                HttpPlatform.Drop(_request, null);
            }

            return _result;
        }

        /// <summary>True once the thread is gone; waits for it no longer than the given time.</summary>
        internal bool IsOver(int milliseconds)
        {
            return _thread.Join(milliseconds);
        }

        private void Run()
        {
            HttpWebResponse response = null;
            OtaResult result = OtaResult.ConnectFailed;
            try
            {
                response = (HttpWebResponse)_request.GetResponse();
            }
            catch (Exception e)
            {
                // .NET throws for a status outside 200-299, the device never does.
                response = HttpPlatform.ResponseOf(e);
                result = HttpPlatform.Classify(e, _isSecure);
            }

            bool isAbandoned;
            lock (_gate)
            {
                isAbandoned = _result != OtaResult.Ok;
                if (!isAbandoned)
                {
                    _response = response;
                    _result = response == null ? result : OtaResult.Ok;
                }
            }

            if (isAbandoned)
            {
                HttpPlatform.Drop(_request, response);
            }
        }
    }
}
