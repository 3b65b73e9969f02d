namespace NanoOta
{
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
