namespace NanoOta
{
    /// <summary>Fetches a file that fits into memory: a manifest or a chunk table. Tries again as the retry policy says.</summary>
    internal sealed class SmallFile
    {
        private readonly UpdateRun _run;

        public SmallFile(UpdateRun run)
        {
            _run = run;
        }

        /// <summary>The bytes of the last fetch; longer than <see cref="Length"/> when the server did not tell the length.</summary>
        public byte[] Bytes;

        /// <summary>How many of them count.</summary>
        public int Length;

        /// <summary>The file's entity tag, or null.</summary>
        public string ETag;

        /// <summary>Whether the file is still the one of the entity tag that was given; then there are no bytes.</summary>
        public bool IsUnchanged;

        /// <summary>Fetches at most <paramref name="limit"/> bytes; <paramref name="tooLong"/> says what more than that is called.</summary>
        public OtaResult Fetch(string url, string knownETag, int limit, OtaResult tooLong)
        {
            TransportRequest request = new TransportRequest();
            request.Url = url;
            request.IfNoneMatch = knownETag;
            for (int attempt = 1; ; attempt++)
            {
                OtaResult result = TryFetch(request, limit, tooLong);
                if (result == OtaResult.Ok)
                {
                    return result;
                }

                result = _run.WaitToRetry(result, attempt);
                if (result != OtaResult.Ok)
                {
                    return result;
                }
            }
        }

        private OtaResult TryFetch(TransportRequest request, int limit, OtaResult tooLong)
        {
            if (_run.IsCancelled)
            {
                return OtaResult.Cancelled;
            }

            ITransportResponse body;
            OtaResult result = _run.Get(request, out body);
            if (result != OtaResult.Ok)
            {
                return result;
            }

            try
            {
                IsUnchanged = body.Status == TransportStatus.NotModified;
                ETag = body.ETag;
                return IsUnchanged ? OtaResult.Ok : ReadBody(body, limit, tooLong);
            }
            finally
            {
                body.Close();
            }
        }

        private OtaResult ReadBody(ITransportResponse body, int limit, OtaResult tooLong)
        {
            int promised = body.Length;
            if (promised > limit)
            {
                return tooLong;
            }

            // One byte more than the limit shows a body of unknown length that is over it.
            Bytes = new byte[promised >= 0 ? promised : limit + 1];
            int read = _run.Fill(body, Bytes, 0, Bytes.Length);
            if (read < 0)
            {
                return (OtaResult)(-read);
            }

            Length = read;
            return read > limit ? tooLong : read < promised ? OtaResult.BodyTooShort : OtaResult.Ok;
        }
    }
}
