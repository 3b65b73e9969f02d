namespace NanoOta.Sweep
{
    /// <summary>A web server in memory that offers one release of a set at a time. Not thread-safe: one a story.</summary>
    public sealed class SweepServer : ITransport
    {
        private readonly ReleaseSet _set;
        private readonly int _last;
        private readonly int _bodyLimit;
        private int _offered;

        /// <param name="set">What it has.</param>
        /// <param name="last">Index of the last release that it is ever going to offer; it begins with the second.</param>
        /// <param name="bodyLimit">Image bodies break off after that many bytes; 0 for never.</param>
        public SweepServer(ReleaseSet set, int last, int bodyLimit)
        {
            _set = set;
            _last = last;
            _bodyLimit = bodyLimit;
            _offered = 1;
        }

        /// <summary>The release that the manifest speaks of.</summary>
        public SweepRelease Offered => _set.Releases[_offered];

        /// <summary>Bytes of bodies sent so far.</summary>
        public long BytesSent { get; private set; }

        /// <summary>Offers the next release; false if that was the last.</summary>
        public bool PublishNext()
        {
            bool more = _offered < _last;
            _offered += more ? 1 : 0;
            return more;
        }

        /// <inheritdoc/>
        public string Resolve(string? baseUrl, string reference) => ReleaseUrl.Resolve(baseUrl, reference);

        /// <inheritdoc/>
        public OtaOutcome Get(TransportRequest request, out ITransportResponse response)
        {
            response = null!;
            SweepRelease offered = Offered;
            bool isImage = request.Url == offered.ImageUrl;
            byte[]? file = isImage ? offered.Image
                : request.Url == offered.TableUrl ? offered.Table
                : request.Url == offered.DeltaUrl ? offered.Delta
                : request.Url == ReleaseSet.ManifestUrl ? offered.Envelope
                : null;
            if (file == null)
            {
                return OtaOutcome.Of(OtaResult.HttpNotFound);
            }

            string tag = $"\"{offered.Version}\"";
            bool part = request.To >= 0;

            // A range that goes beyond the end of the file ends there (RFC 9110, 14.1.2).
            int end = part ? Math.Min(request.To + 1, file.Length) : file.Length;
            if (request.From >= end)
            {
                return OtaOutcome.Of(OtaResult.RangeNotSatisfiable);
            }

            response = request.KnownTag == tag
                ? new MemoryResponse(file, 0, 0, TransportStatus.Unchanged, tag, Count)
                : new MemoryResponse(
                    file,
                    request.From,
                    end,
                    part ? TransportStatus.Part : TransportStatus.Whole,
                    tag,
                    Count,
                    isImage && _bodyLimit != 0 ? _bodyLimit : int.MaxValue);
            return OtaOutcome.Ok;
        }

        private void Count(int bytes) => BytesSent += bytes;
    }
}
