using System.Net;

namespace NanoOta
{
    /// <summary>The headers of an answer, judged against the request. Source: RFC 9110, 14 and 15.</summary>
    internal sealed class HttpHeaders
    {
        /// <summary>Characters that all headers may have together, each with <see cref="Overhead"/> more.</summary>
        internal const int MaxLength = 8192;

        /// <summary>
        /// KiB to set as the platform's own limit. The device stops reading without an error before the line that goes over the limit. A line is
        /// below 4000 characters. The device takes the rest for the body. With this limit the read part is above <see cref="MaxLength"/>, and
        /// refused. A header that is repeated very often can hide the length. Then the digests do not match.
        /// </summary>
        internal const int PlatformLimit = 12;

        // What a header costs beside its characters. The limit bounds their number too: every look-up on the device goes through the list.
        private const int Overhead = 32;

        /// <summary>One year: what is longer is as long as that.</summary>
        internal const int MaxRetryAfter = 31536000;

        internal TransportStatus Status;

        internal int Length;

        internal int TotalLength;

        internal string ETag;

        /// <summary>True for the statuses whose Location is followed.</summary>
        internal static bool IsRedirect(int status)
        {
            return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
        }

        /// <summary>Judges every status but redirects.</summary>
        internal OtaResult Read(int status, HttpWebResponse response, TransportRequest request)
        {
            switch (status)
            {
                case 200:
                case 206:
                    break;

                case 304:
                    Status = TransportStatus.Unchanged;
                    TotalLength = -1;
                    ETag = EntityTag.Clean(response.Headers["ETag"]);
                    return EntityTag.Clean(request.KnownTag) == null ? OtaResult.HttpStatusUnexpected : OtaResult.Ok;

                case 404:
                case 410:
                    return OtaResult.HttpNotFound;

                case 416:
                    return OtaResult.RangeNotSatisfiable;

                case 511:
                    return OtaResult.CaptivePortal;

                case 408:
                case 425:
                case 429:
                    return OtaResult.HttpStatusUnexpected;

                default:
                    return status >= 400 && status < 500 ? OtaResult.HttpRefused : OtaResult.HttpStatusUnexpected;
            }

            string encoding = Lower(response, "Content-Encoding");
            if (encoding.Length != 0 && encoding != "identity")
            {
                return OtaResult.EncodingUnexpected;
            }

            // RFC 9112, 6.3: a length that is not one number, or beside a transfer coding, is an error. The device does not report a length that
            // cannot be read. The device then takes the rest of the headers for the body (HttpWebRequest.ParseHTTPResponse).
            long length = response.ContentLength;
            string digits = response.Headers["Content-Length"];
            if (length > int.MaxValue
                || (digits != null && (length < 0 || digits.Trim() != length.ToString() || Lower(response, "Transfer-Encoding").Length != 0)))
            {
                return OtaResult.BodyTooLong;
            }

            Length = length < 0 ? -1 : (int)length;
            TotalLength = Length;
            ETag = EntityTag.Clean(response.Headers["ETag"]);
            return status == 200 ? OtaResult.Ok : ReadPart(response, request);
        }

        /// <summary>Seconds of a Retry-After (RFC 9110, 10.2.3), at most <see cref="MaxRetryAfter"/>. 0 without the header, or for a date.</summary>
        internal static int RetryAfter(HttpWebResponse response)
        {
            string value = response.Headers["Retry-After"];
            int seconds = 0;
            for (int i = 0; value != null && i < value.Length; i++)
            {
                int digit = value[i] - '0';
                if (digit < 0 || digit > 9)
                {
                    return 0;
                }

                seconds = seconds < MaxRetryAfter ? (seconds * 10) + digit : seconds;
            }

            return seconds < MaxRetryAfter ? seconds : MaxRetryAfter;
        }

        /// <summary>True if the headers are within <see cref="MaxLength"/>.</summary>
        internal static bool AreWithinLimit(WebHeaderCollection headers)
        {
            int length = 0;
            string[] names = headers.AllKeys;
            for (int i = 0; i < names.Length && length <= MaxLength; i++)
            {
                string value = headers[names[i]];
                length += names[i].Length + Overhead + (value == null ? 0 : value.Length);
            }

            return length <= MaxLength;
        }

        private OtaResult ReadPart(HttpWebResponse response, TransportRequest request)
        {
            if (request.To < 0 || AsciiText.StartsWith(Lower(response, "Content-Type"), "multipart/"))
            {
                return OtaResult.RangeMismatch;
            }

            int last;
            int total = ContentRange.Parse(response.Headers["Content-Range"], request.From, request.To, out last);
            int part = last + 1 - request.From;
            if (total < -1 || (Length >= 0 && Length != part))
            {
                return OtaResult.RangeMismatch;
            }

            // A server that does not know If-Range sends the range of whatever file is there now.
            if (request.RangeTag != null && !EntityTag.IsWeak(request.RangeTag) && ETag != null && ETag != request.RangeTag)
            {
                return OtaResult.EntityChanged;
            }

            Status = TransportStatus.Part;
            Length = part;
            TotalLength = total;
            return OtaResult.Ok;
        }

        private static string Lower(HttpWebResponse response, string name)
        {
            string value = response.Headers[name];
            return value == null ? string.Empty : value.Trim().ToLower();
        }
    }
}
