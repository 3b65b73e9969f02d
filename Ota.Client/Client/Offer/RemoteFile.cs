namespace NanoOta
{
    /// <summary>A file on the server that is read by ranges, mostly forward: neighbouring reads share one request.</summary>
    /// <remarks>Nothing that a file gives is proven here. Not thread-safe.</remarks>
    internal sealed class RemoteFile : IDeltaFile
    {
        /// <summary>Bytes that are read over. For more another request costs less.</summary>
        public const int LongestGap = 8192;

        private readonly UpdateRun _run;
        private readonly TransportRequest _request = new TransportRequest();
        private readonly int _length;

        // A server, or a cache before the server, has answered a range with another one. From then on the file is asked for as a whole.
        private bool _asksWhole;
        private ITransportResponse _body;
        private int _bodyAt;
        private int _bodyEnd;

        /// <summary>A file of <paramref name="length"/> bytes, -1 where the length is not known.</summary>
        public RemoteFile(UpdateRun run, string url, int length)
        {
            _run = run;
            _request.Url = url;
            _length = length;
        }

        /// <summary>Where the file is.</summary>
        public string Url => _request.Url;

        /// <summary>Why the last read that failed did so.</summary>
        public OtaOutcome Failure;

        /// <inheritdoc/>
        /// <remarks>Tries again as long as the retry policy allows without progress.</remarks>
        public int Read(int offset, int end, byte[] buffer, int index, int count)
        {
            for (int attempt = 1; ; attempt++)
            {
                OtaOutcome outcome = Open(offset, end);
                int read = outcome.Code == OtaResult.Ok ? Take(offset, buffer, index, count) : -(int)outcome.Code;
                if (read > 0)
                {
                    return read;
                }

                Close();
                outcome = _run.WaitToRetry(outcome.Code == OtaResult.Ok ? OtaOutcome.About((OtaResult)(-read), Url) : outcome, attempt);
                if (outcome.Code != OtaResult.Ok)
                {
                    Failure = outcome;
                    return -(int)outcome.Code;
                }
            }
        }

        /// <summary>Reads exactly <paramref name="count"/> bytes into the start of the buffer. What <see cref="Failure"/> says otherwise.</summary>
        public OtaOutcome ReadAll(int offset, int end, byte[] buffer, int count)
        {
            for (int done = 0; done < count;)
            {
                int read = Read(offset + done, end, buffer, done, count - done);
                if (read < 0)
                {
                    return Failure;
                }

                done += read;
            }

            return OtaOutcome.Ok;
        }

        /// <summary>Drops the open answer, if there is one.</summary>
        public void Close()
        {
            if (_body != null)
            {
                _body.Close();
                _body = null;
            }
        }

        private OtaOutcome Open(int offset, int end)
        {
            // A large gap is read over only where a server ignored the range that was asked for.
            bool isIgnoring = _body != null && _body.Status == TransportStatus.Whole && _request.To >= 0;
            if (_body != null && offset >= _bodyAt && offset < _bodyEnd && (offset - _bodyAt <= LongestGap || isIgnoring))
            {
                return OtaOutcome.Ok;
            }

            Close();
            _request.From = _asksWhole ? 0 : offset;

            // What is wanted of a file of unknown length stands in its beginning. An answer that is dropped later costs less than another connection.
            _request.To = _asksWhole || (offset == 0 && (end == _length || _length < 0)) ? -1 : end - 1;
            OtaOutcome outcome = _run.Get(_request, out _body);
            if (outcome.Code == OtaResult.RangeMismatch && !_asksWhole)
            {
                // A server or a cache whose ranges are broken may still have the whole file. The bounds of an attempt hold for that, too.
                _asksWhole = true;
                OtaOutcome way = Open(offset, end);
                return way.Code == OtaResult.EntityChanged ? outcome : way;
            }

            if (outcome.Code != OtaResult.Ok)
            {
                _body = null;
                return outcome;
            }

            int total = _body.TotalLength;
            if (total >= 0 && _length >= 0 && total != _length)
            {
                return OtaOutcome.About(OtaResult.EntityChanged, Url);
            }

            bool isWhole = _body.Status == TransportStatus.Whole;
            _bodyAt = isWhole ? 0 : offset;
            _bodyEnd = isWhole ? total : _body.Length >= 0 ? offset + _body.Length : end;
            if (_bodyEnd < 0)
            {
                _bodyEnd = _length >= 0 ? _length : end;
            }

            // From now on ranges are wanted of this very file.
            _request.RangeTag = _body.Tag;
            return offset < _bodyEnd ? outcome : OtaOutcome.About(OtaResult.RangeNotSatisfiable, Url);
        }

        // Bytes read, or a negated result.
        private int Take(int offset, byte[] buffer, int index, int count)
        {
            // Only an answer with the whole file, or a small gap, has bytes that nobody wants.
            while (_bodyAt < offset)
            {
                int gap = offset - _bodyAt;
                int skipped = Fill(buffer, index, gap < count ? gap : count);
                if (skipped < 0)
                {
                    return skipped;
                }
            }

            int left = _bodyEnd - offset;
            int read = Fill(buffer, index, left < count ? left : count);
            if (_bodyAt == _bodyEnd)
            {
                Close();
            }

            return read;
        }

        private int Fill(byte[] buffer, int index, int count)
        {
            int read = _run.Fill(_body, buffer, index, count);
            if (read < count)
            {
                return read < 0 ? read : -(int)OtaResult.BodyTooShort;
            }

            _bodyAt += read;
            return read;
        }
    }
}
