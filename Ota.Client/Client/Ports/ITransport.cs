namespace NanoOta
{
    /// <summary>Fetches files. Every call ends within the configured timeouts, and reports by code instead of throwing.</summary>
    /// <remarks>
    /// A transport alone knows its protocol: the form of an address, the file beside another, the meaning of an answer. Not thread-safe. One response
    /// is open at a time.
    /// </remarks>
    public interface ITransport
    {
        /// <summary>
        /// The full address of the file <paramref name="reference"/> beside the file at <paramref name="baseUrl"/>. Without a base (null) the
        /// reference has to be a full address itself. Null for an address that <see cref="Get"/> would not take.
        /// </summary>
        string Resolve(string baseUrl, string reference);

        /// <summary>
        /// Asks for a file and reads the head of the answer. Follows redirects itself. With <see cref="OtaResult.Ok"/> alone there is a
        /// response, and its status fits the request.
        /// </summary>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>, or a transport code (100 to 199) with the URL. Where an answer came, the outcome has the answer's status and
        /// <see cref="OtaOutcome.RetryAfter"/>; else the platform's error.
        /// </returns>
        OtaOutcome Get(TransportRequest request, out ITransportResponse response);
    }
}
