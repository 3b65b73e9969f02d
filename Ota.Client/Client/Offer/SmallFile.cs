using System;

namespace NanoOta
{
    /// <summary>A file that fits into memory: a manifest.</summary>
    internal sealed class SmallFile
    {
        private SmallFile(byte[] bytes, string tag)
        {
            Bytes = bytes;
            Tag = tag;
        }

        /// <summary>All bytes of the file; null when the server has the file with the known tag.</summary>
        public readonly byte[] Bytes;

        /// <summary>The tag of the file, or null.</summary>
        public readonly string Tag;

        /// <summary>
        /// Fetches at most <see cref="Jws.MaxLength"/> bytes: more are <see cref="OtaResult.JwsTooLarge"/>. Tries again as the retry policy says.
        /// There is a file with <see cref="OtaResult.Ok"/> alone.
        /// </summary>
        public static OtaOutcome Fetch(UpdateRun run, string url, string knownTag, out SmallFile file)
        {
            TransportRequest request = new TransportRequest();
            request.Url = url;
            request.KnownTag = knownTag;
            request.Freshness = Freshness.Newest;
            for (int attempt = 1; ; attempt++)
            {
                OtaOutcome outcome = TryFetch(run, request, out file);
                if (outcome.Code == OtaResult.Ok)
                {
                    return outcome;
                }

                outcome = run.WaitToRetry(outcome, attempt);
                if (outcome.Code != OtaResult.Ok)
                {
                    return outcome;
                }
            }
        }

        private static OtaOutcome TryFetch(UpdateRun run, TransportRequest request, out SmallFile file)
        {
            file = null;
            if (run.IsCancelled)
            {
                return OtaOutcome.Of(OtaResult.Cancelled);
            }

            ITransportResponse body;
            OtaOutcome outcome = run.Get(request, out body);
            if (outcome.Code != OtaResult.Ok)
            {
                return outcome;
            }

            try
            {
                byte[] bytes = null;
                OtaResult result = body.Status == TransportStatus.Unchanged ? OtaResult.Ok : ReadBody(run, body, out bytes);
                if (result != OtaResult.Ok)
                {
                    return OtaOutcome.About(result, request.Url);
                }

                file = new SmallFile(bytes, body.Tag);
                return outcome;
            }
            finally
            {
                body.Close();
            }
        }

        private static OtaResult ReadBody(UpdateRun run, ITransportResponse body, out byte[] bytes)
        {
            bytes = null;
            int promised = body.Length;
            if (promised > Jws.MaxLength)
            {
                byte[] first = new byte[1];
                return run.Fill(body, first, 0, 1) == 1 && IsMarkup(first, 1) ? OtaResult.CaptivePortal : OtaResult.JwsTooLarge;
            }

            // A body of unknown length may be over the limit, and one byte more shows that.
            byte[] buffer = new byte[promised >= 0 ? promised : Jws.MaxLength + 1];
            int read = run.Fill(body, buffer, 0, buffer.Length);
            if (read < 0)
            {
                return (OtaResult)(-read);
            }

            if (IsMarkup(buffer, read))
            {
                return OtaResult.CaptivePortal;
            }

            if (read > Jws.MaxLength || read < promised)
            {
                return read > Jws.MaxLength ? OtaResult.JwsTooLarge : OtaResult.BodyTooShort;
            }

            bytes = buffer;
            if (read < buffer.Length)
            {
                bytes = new byte[read];
                Array.Copy(buffer, 0, bytes, 0, read);
            }

            return OtaResult.Ok;
        }

        // A page of a network that wants a login, whatever its type says. No envelope begins so, and a byte order mark or blanks may stand before.
        private static bool IsMarkup(byte[] bytes, int length)
        {
            for (int i = 0; i < length; i++)
            {
                if (bytes[i] == '<')
                {
                    return true;
                }

                if (bytes[i] > ' ' && bytes[i] < 0x80)
                {
                    return false;
                }
            }

            return false;
        }
    }
}
