using System;
using System.IO;
using System.Net;

namespace NanoOta
{
    /// <summary>An answer of <see cref="HttpTransport"/>.</summary>
    internal sealed class HttpBody : ITransportResponse
    {
        private readonly HttpWebRequest _request;
        private readonly HttpWebResponse _response;
        private Stream _stream;
        private int _remaining;

        internal HttpBody(HttpWebRequest request, HttpWebResponse response, HttpHeaders headers)
        {
            _request = request;
            _response = response;
            Status = headers.Status;
            Length = headers.Length;
            TotalLength = headers.TotalLength;
            ETag = headers.ETag;
            _remaining = headers.Length;
        }

        public TransportStatus Status { get; }

        public int Length { get; }

        public int TotalLength { get; }

        public string ETag { get; }

        /// <summary>Gets the stream ready, or closes the response and says why not.</summary>
        internal OtaResult Open()
        {
            if (_remaining == 0)
            {
                Close();
                return OtaResult.Ok;
            }

            try
            {
                _stream = _response.GetResponseStream();
                return OtaResult.Ok;
            }
            catch (Exception e)
            {
                Close();
                return HttpPlatform.ClassifyRead(e);
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
                int read = _stream.Read(buffer, index, wanted);
                if (read > 0)
                {
                    if (_remaining > 0)
                    {
                        _remaining -= read;
                    }

                    return read;
                }

                bool isWhole = _remaining < 0 && !HttpPlatform.IsCutOff(_stream);
                if (isWhole)
                {
                    _remaining = 0;
                }

                error = isWhole ? OtaResult.Ok : OtaResult.BodyTooShort;
            }
            catch (Exception e)
            {
                error = HttpPlatform.ClassifyRead(e);
            }

            // Nothing more can come: the connection is not kept until the caller gets round to closing.
            Close();
            return -(int)error;
        }

        public void Close()
        {
            _stream = null;
            HttpPlatform.Close(_response);
            HttpPlatform.Release(_request);
        }
    }
}
