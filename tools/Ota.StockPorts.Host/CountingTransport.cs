using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>
    /// Tells whoever watches the board how many bytes of bodies came in this run. An app tells the same of its client; recovery has no app.
    /// </summary>
    internal sealed class CountingTransport : ITransport, IAuthorities
    {
        private readonly ITransport _inner;
        private readonly IBoard _board;
        private long _fetched;

        internal CountingTransport(ITransport inner, IBoard board)
        {
            _inner = inner;
            _board = board;
        }

        /// <inheritdoc/>
        public string Resolve(string baseUrl, string reference) => _inner.Resolve(baseUrl, reference);

        /// <inheritdoc/>
        public OtaResult Trust(byte[] authorities) => _inner is IAuthorities inner ? inner.Trust(authorities) : OtaResult.SettingAuthoritiesInvalid;

        /// <inheritdoc/>
        public OtaOutcome Get(TransportRequest request, out ITransportResponse response)
        {
            OtaOutcome outcome = _inner.Get(request, out response);
            if (outcome.Code == OtaResult.Ok)
            {
                response = new Response(response, this);
            }

            return outcome;
        }

        private void Count(int bytes)
        {
            if (bytes > 0)
            {
                _fetched += bytes;
                _board.Report("fetched", 0, _fetched, 0);
            }
        }

        private sealed class Response(ITransportResponse inner, CountingTransport owner) : ITransportResponse
        {
            public TransportStatus Status => inner.Status;

            public int Length => inner.Length;

            public int TotalLength => inner.TotalLength;

            public string Tag => inner.Tag;

            public int Read(byte[] buffer, int index, int count)
            {
                int read = inner.Read(buffer, index, count);
                owner.Count(read);
                return read;
            }

            public void Close() => inner.Close();
        }
    }
}
