namespace NanoOta
{
    /// <summary>One request for a file or a part of it. A plain holder, reused by its caller.</summary>
    public sealed class TransportRequest
    {
        /// <summary>Absolute http or https URL, at most ReleaseUrl.MaxLength characters.</summary>
        public string Url;

        /// <summary>Entity tag for If-None-Match, or null.</summary>
        public string IfNoneMatch;

        /// <summary>First byte wanted; 0 with <see cref="To"/> -1 asks for the whole file without a Range header.</summary>
        public int From;

        /// <summary>Last byte wanted, inclusive; -1 for the whole file.</summary>
        public int To = -1;

        /// <summary>Strong entity tag for If-Range, or null. Used with a range only.</summary>
        public string IfRange;
    }

    /// <summary>What kind of answer came.</summary>
    public enum TransportStatus
    {
        /// <summary>The whole file from byte 0 (200), even if a range was asked for.</summary>
        Whole = 0,

        /// <summary>Exactly the range that was asked for (206).</summary>
        Part = 1,

        /// <summary>If-None-Match holds (304); no body.</summary>
        NotModified = 2,
    }

    /// <summary>An answer whose body is read as a stream. Always closed by its receiver.</summary>
    public interface ITransportResponse
    {
        /// <summary>The kind of answer.</summary>
        TransportStatus Status { get; }

        /// <summary>Bytes that the body is going to have; -1 if the server does not say.</summary>
        int Length { get; }

        /// <summary>Bytes of the whole file; -1 if the server does not say.</summary>
        int TotalLength { get; }

        /// <summary>The file's entity tag as sent, at most 128 characters; null if there is none or it is longer.</summary>
        string ETag { get; }

        /// <summary>
        /// Reads up to <paramref name="count"/> bytes, at least one, waiting no longer than the read timeout.
        /// 0 is the end, reached only after all promised bytes; an error is the negated <see cref="OtaResult"/>:
        /// <see cref="OtaResult.BodyTooShort"/>, <see cref="OtaResult.BodyTooLong"/>, <see cref="OtaResult.TimedOut"/>, <see cref="OtaResult.ConnectFailed"/>.
        /// </summary>
        int Read(byte[] buffer, int index, int count);

        /// <summary>Ends the exchange; the connection is dropped unless the body was read to its end. Never throws.</summary>
        void Close();
    }

    /// <summary>Fetches files. Every call ends within the configured timeouts, and reports by code instead of throwing.</summary>
    /// <remarks>Not thread-safe; one response is open at a time.</remarks>
    public interface ITransport
    {
        /// <summary>
        /// Sends a GET and reads the answer's headers. Follows redirects itself. On <see cref="OtaResult.Ok"/> alone there is a
        /// response, and its status fits the request; otherwise a transport code (100-199).
        /// </summary>
        OtaResult Get(TransportRequest request, out ITransportResponse response);
    }
}
