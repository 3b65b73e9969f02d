namespace NanoOta.Sweep.Life
{
    /// <summary>The transport of an application, which the application may have spoilt.</summary>
    internal sealed class SickTransport(ITransport inner, LifeApp app) : ITransport
    {
        /// <inheritdoc/>
        public string Resolve(string? baseUrl, string reference) => inner.Resolve(baseUrl, reference);

        /// <inheritdoc/>
        public OtaOutcome Get(TransportRequest request, out ITransportResponse response)
        {
            response = null!;
            app.SpendMemory();
            return app.IsCutOff ? OtaOutcome.Of(OtaResult.ConnectFailed) : inner.Get(request, out response);
        }
    }
}
