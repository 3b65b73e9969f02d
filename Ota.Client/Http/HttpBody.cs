using System;
using System.IO;
using System.Net;
using System.Threading;

namespace NanoOta
{
    /// <summary>An answer of <see cref="HttpTransport"/>.</summary>
    internal sealed class HttpBody : ITransportResponse
    {
        private readonly HttpWebRequest _request;
        private readonly HttpWebResponse _response;
        private readonly HttpHeaders _headers;
        private readonly Timer _watch;
        private Stream _stream;
        private int _remaining;

        internal HttpBody(HttpWebRequest request, HttpWebResponse response, HttpHeaders headers)
        {
            _request = request;
            _response = response;
            _headers = headers;
            _remaining = headers.Length;
            _watch = new Timer(new TimerCallback(GiveUp), null, Timeout.Infinite, Timeout.Infinite);
        }

        public TransportStatus Status => _headers.Status;

        public int Length => _headers.Length;

        public int TotalLength => _headers.TotalLength;

        public string Tag => _headers.ETag;

        /// <summary>Gets the stream ready, or closes the response and says why not.</summary>
        internal OtaOutcome Open()
        {
            if (_remaining == 0)
            {
                Close();
                return OtaOutcome.Ok;
            }

            try
            {
                _stream = _response.GetResponseStream();
                return OtaOutcome.Ok;
            }
            catch (Exception e)
            {
                Close();
                return OtaOutcome.Of(HttpPlatform.ClassifyRead(e));
            }
        }

        public int Read(byte[] buffer, int index, int count)
        {
            // A body of known length ends by count: what may follow on the connection is not looked at.
            if (_remaining == 0 || count <= 0)
            {
                return 0;
            }

            if (_stream == null)
            {
                return -(int)OtaResult.ConnectFailed;
            }

            int wanted = _remaining > 0 && count > _remaining ? _remaining : count;
            OtaResult error;
            try
            {
                // The platform's timeout is for each wait inside a read. The head of a chunk, sent byte by byte, outlasts that timeout. On the device
                // that head may even be endless (nanoFramework System.Net.Http, InputNetworkStreamWrapper.GetChunk).
                _watch.Change(_request.ReadWriteTimeout, Timeout.Infinite);
                int read = _stream.Read(buffer, index, wanted);
                _watch.Change(Timeout.Infinite, Timeout.Infinite);
                if (read > 0 && _stream != null)
                {
                    if (_remaining > 0)
                    {
                        _remaining -= read;
                    }

                    return read;
                }

                error = _remaining < 0 && !HttpPlatform.IsCutOff(_stream) ? OtaResult.Ok : OtaResult.BodyTooShort;
            }
            catch (Exception e)
            {
                error = HttpPlatform.ClassifyRead(e);
            }

            if (_stream == null)
            {
                // Nobody but the watch closes during a read. Whatever the read gave then is not the body.
                error = OtaResult.TimedOut;
            }
            else if (error == OtaResult.Ok)
            {
                _remaining = 0;
            }

            // Nothing more can come: the connection is not kept until the caller gets round to closing.
            Close();
            return -(int)error;
        }

        public void Close()
        {
            _stream = null;
            _watch.Dispose();
            HttpPlatform.Drop(_request, _response);
        }

        private void GiveUp(object state)
        {
            Close();
        }
    }
}
