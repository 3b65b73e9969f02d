namespace NanoOta.Sweep.Life
{
    /// <summary>The transport of an application, which the application may have spoilt.</summary>
    internal sealed class SickTransport(ITransport inner) : ITransport
    {
        /// <summary>The application; null while none runs.</summary>
        public LifeApp? App { get; set; }

        /// <inheritdoc/>
        public string Resolve(string? baseUrl, string reference) => inner.Resolve(baseUrl, reference);

        /// <inheritdoc/>
        public OtaOutcome Get(TransportRequest request, out ITransportResponse response)
        {
            response = null!;
            App?.SpendMemory(request.Url);
            return App?.Reaches(request.Url) == false ? OtaOutcome.Of(OtaResult.ConnectFailed) : inner.Get(request, out response);
        }
    }
}
