namespace NanoOta
{
    /// <summary>Gives the chunks of an image from the server, each proven, neighbours in one ranged request.</summary>
    internal sealed class ChunkSource
    {
        private readonly UpdateRun _run;
        private readonly ChunkTable _table;
        private readonly int _imageSize;
        private readonly TransportRequest _request = new TransportRequest();
        private ITransportResponse _body;
        private int _bodyAt;
        private int _bodyEnd;

        public ChunkSource(UpdateRun run, ChunkTable table, RemoteImage image)
        {
            _run = run;
            _table = table;
            _imageSize = image.Image.Size;
            _request.Url = image.Url;
        }

        /// <summary>
        /// Puts a chunk, proven, at the start of the buffer, which has <see cref="ChunkDigest.BufferLength"/> bytes. Tries again as long as the retry
        /// policy allows without progress.
        /// </summary>
        public OtaOutcome Get(int chunk, int offset, byte[] buffer)
        {
            for (int attempt = 1; ; attempt++)
            {
                OtaOutcome outcome = Fetch(chunk, offset, buffer);
                if (outcome.Code == OtaResult.Ok)
                {
                    return outcome;
                }

                Close();
                outcome = _run.WaitToRetry(outcome, attempt);
                if (outcome.Code != OtaResult.Ok)
                {
                    return outcome;
                }
            }
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

        private OtaOutcome Fetch(int chunk, int offset, byte[] buffer)
        {
            int length = _table.LengthOf(chunk);
            if (_body == null || offset < _bodyAt || offset + length > _bodyEnd)
            {
                OtaOutcome opened = Open(chunk, offset);
                if (opened.Code != OtaResult.Ok)
                {
                    return opened;
                }
            }

            // Only an answer with the whole file has bytes that nobody wants.
            OtaResult result = OtaResult.Ok;
            while (_bodyAt < offset && result == OtaResult.Ok)
            {
                int gap = offset - _bodyAt;
                result = Read(buffer, gap < buffer.Length ? gap : buffer.Length);
            }

            if (result == OtaResult.Ok)
            {
                result = Read(buffer, length);
            }

            if (result == OtaResult.Ok && !_table.Matches(chunk, ChunkDigest.Compute(buffer, length)))
            {
                result = OtaResult.ChunkDigestMismatch;
            }

            if (result != OtaResult.Ok)
            {
                return OtaOutcome.About(result, _request.Url);
            }

            if (_bodyAt == _bodyEnd)
            {
                Close();
            }

            return OtaOutcome.Ok;
        }

        private OtaOutcome Open(int chunk, int offset)
        {
            Close();
            int end = offset;
            for (int i = chunk; i < _table.Count && _table.SourceOf(i) < 0; i++)
            {
                end += _table.LengthOf(i);
            }

            _request.From = offset;
            _request.To = offset == 0 && end == _imageSize ? -1 : end - 1;
            OtaOutcome outcome = _run.Get(_request, out _body);
            if (outcome.Code != OtaResult.Ok)
            {
                _body = null;
                return outcome;
            }

            bool whole = _body.Status == TransportStatus.Whole;
            _bodyAt = whole ? 0 : offset;
            _bodyEnd = whole ? _imageSize : end;
            if (_body.TotalLength >= 0 && _body.TotalLength != _imageSize)
            {
                return OtaOutcome.About(OtaResult.EntityChanged, _request.Url);
            }

            // From now on ranges are wanted of this very file.
            _request.IfRange = _body.ETag;
            return outcome;
        }

        private OtaResult Read(byte[] buffer, int count)
        {
            int read = _run.Fill(_body, buffer, 0, count);
            if (read < 0)
            {
                return (OtaResult)(-read);
            }

            _bodyAt += read;
            return read < count ? OtaResult.BodyTooShort : OtaResult.Ok;
        }
    }
}
