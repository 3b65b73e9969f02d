namespace NanoOta
{
    /// <summary>
    /// Gives the chunks of an image one after the other, each proven: from the running slot where it has them, else from the server,
    /// neighbours in one ranged request.
    /// </summary>
    internal sealed class ChunkSource
    {
        private readonly UpdateRun _run;
        private readonly ChunkTable _table;
        private readonly byte[] _buffer;
        private readonly int _imageSize;
        private readonly TransportRequest _request = new TransportRequest();
        private ITransportResponse _body;
        private int _bodyAt;
        private int _bodyEnd;

        public ChunkSource(UpdateRun run, ChunkTable table, string url, int imageSize, byte[] buffer)
        {
            _run = run;
            _table = table;
            _buffer = buffer;
            _imageSize = imageSize;
            _request.Url = url;
        }

        /// <summary>Looks in the running slot for chunks of the image, so that they need not be fetched.</summary>
        public OtaResult FindReusable()
        {
            IUpdateSlot slot = _run.Slot;
            int length = slot.RunningLength;
            int wanted = _table.Count;
            ChunkCutter cutter = new ChunkCutter(_table.Method);
            for (int offset = 0; offset < length && wanted > 0;)
            {
                if (_run.IsCancelled)
                {
                    return OtaResult.Cancelled;
                }

                int remaining = length - offset;
                int count = remaining < ChunkCutter.MaxLength ? remaining : ChunkCutter.MaxLength;
                if (slot.ReadRunning(offset, _buffer, 0, count) != OtaResult.Ok)
                {
                    // What cannot be read can be fetched.
                    return OtaResult.Ok;
                }

                count = cutter.Next(_buffer, remaining);
                wanted -= _table.NoteSource(ChunkDigest.Compute(_buffer, count), count, offset);
                offset += count;
            }

            return OtaResult.Ok;
        }

        /// <summary>Puts a chunk, proven, at the start of the buffer. Tries again as long as the retry policy allows without progress.</summary>
        public OtaResult Get(int chunk, int offset)
        {
            int length = _table.LengthOf(chunk);
            if (_table.SourceOf(chunk) >= 0)
            {
                // It was there when it was looked for; read again, it is proven again.
                if (_run.Slot.ReadRunning(_table.SourceOf(chunk), _buffer, 0, length) == OtaResult.Ok && IsProven(chunk, length))
                {
                    _run.Counters.BytesReused += length;
                    return OtaResult.Ok;
                }

                _table.ForgetSource(chunk);
            }

            for (int attempt = 1; ; attempt++)
            {
                OtaResult result = Fetch(chunk, offset, length);
                if (result == OtaResult.Ok)
                {
                    return result;
                }

                Close();
                result = _run.WaitToRetry(result, attempt);
                if (result != OtaResult.Ok)
                {
                    return result;
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

        private bool IsProven(int chunk, int length)
        {
            return _table.Matches(chunk, ChunkDigest.Compute(_buffer, length));
        }

        private OtaResult Fetch(int chunk, int offset, int length)
        {
            if (_body == null || offset < _bodyAt || offset + length > _bodyEnd)
            {
                OtaResult opened = Open(chunk, offset);
                if (opened != OtaResult.Ok)
                {
                    return opened;
                }
            }

            // Only an answer with the whole file has bytes that nobody wants.
            while (_bodyAt < offset)
            {
                int gap = offset - _bodyAt;
                OtaResult skipped = Read(gap < _buffer.Length ? gap : _buffer.Length);
                if (skipped != OtaResult.Ok)
                {
                    return skipped;
                }
            }

            OtaResult result = Read(length);
            if (result == OtaResult.Ok && !IsProven(chunk, length))
            {
                result = OtaResult.ChunkDigestMismatch;
            }

            if (result == OtaResult.Ok && _bodyAt == _bodyEnd)
            {
                Close();
            }

            return result;
        }

        private OtaResult Open(int chunk, int offset)
        {
            Close();
            int end = offset;
            for (int i = chunk; i < _table.Count && _table.SourceOf(i) < 0; i++)
            {
                end += _table.LengthOf(i);
            }

            _request.From = offset;
            _request.To = offset == 0 && end == _imageSize ? -1 : end - 1;
            OtaResult result = _run.Get(_request, out _body);
            if (result != OtaResult.Ok)
            {
                _body = null;
                return result;
            }

            bool whole = _body.Status == TransportStatus.Whole;
            _bodyAt = whole ? 0 : offset;
            _bodyEnd = whole ? _imageSize : end;
            if (_body.TotalLength >= 0 && _body.TotalLength != _imageSize)
            {
                return OtaResult.EntityChanged;
            }

            // From now on ranges are wanted of this very file; a weak tag cannot say that (RFC 9110, 13.1.5).
            string tag = _body.ETag;
            _request.IfRange = tag != null && tag.Length > 0 && tag[0] == '"' ? tag : null;
            return OtaResult.Ok;
        }

        private OtaResult Read(int count)
        {
            int read = _run.Fill(_body, _buffer, 0, count);
            if (read < 0)
            {
                return (OtaResult)(-read);
            }

            _bodyAt += read;
            return read < count ? OtaResult.BodyTooShort : OtaResult.Ok;
        }
    }
}
