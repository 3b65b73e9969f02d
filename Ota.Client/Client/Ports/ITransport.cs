namespace NanoOta
{
    /// <summary>Fetches files. Every call ends within the configured timeouts, and reports by code instead of throwing.</summary>
    /// <remarks>
    /// A transport alone knows its protocol: what an address looks like, how one file is named beside another, which answer means what.
    /// Not thread-safe; one response is open at a time.
    /// </remarks>
    public interface ITransport
    {
        /// <summary>
        /// The full address of the file that <paramref name="reference"/> names beside the one at <paramref name="baseUrl"/>; with null for the base
        /// the reference has to be a full address itself. Null for what <see cref="Get"/> would not take.
        /// </summary>
        string Resolve(string baseUrl, string reference);

        /// <summary>
        /// Asks for a file and reads the head of the answer. Follows redirects itself. With <see cref="OtaResult.Ok"/> alone there is a
        /// response, and its status fits the request. Otherwise a transport code (100-199), with the answer's status and its
        /// <see cref="OtaOutcome.RetryAfter"/> where an answer came, else with the platform's error, and with the URL that it is about.
        /// </summary>
        OtaOutcome Get(TransportRequest request, out ITransportResponse response);
    }
}
