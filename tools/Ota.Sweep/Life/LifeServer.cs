using System.Globalization;

namespace NanoOta.Sweep.Life
{
    /// <summary>The network and the servers of a story. Not thread-safe.</summary>
    public sealed class LifeServer : ITransport
    {
        /// <summary>Where the second address is.</summary>
        public const string ReserveUrl = "http://reserve.example/stable/manifest.jws";

        /// <summary>An address that nobody answers, ever.</summary>
        public const string GoneUrl = "http://gone.example/stable/manifest.jws";

        private readonly LifeStory _story;

        // The bytes that came first under a tag.
        private readonly Dictionary<string, byte[]> _believed = [];
        private readonly int[] _troubles = new int[Enum.GetValues<Trouble>().Length];
        private int _published;
        private int _signing;

        /// <summary>A server that has the factory's release.</summary>
        public LifeServer(LifeStory story)
        {
            _story = story;
        }

        /// <summary>Whether a certificate of today is valid by the device's clock.</summary>
        public Func<bool> IsClockRight { get; init; } = () => true;

        /// <summary>Gets each manifest that is sent.</summary>
        public Action<byte[]>? Served { get; init; }

        /// <summary>Whether a release is on trial.</summary>
        public Func<bool> IsOnTrial { get; init; } = () => false;

        /// <summary>Whether the device is connected on a configuration that is right.</summary>
        public Func<bool> IsConfigured { get; init; } = () => true;

        /// <summary>Whether there is a network.</summary>
        public bool IsLinkUp => !Has(Trouble.NoLink) && IsConfigured();

        /// <summary>Whether the first address answers with what it should.</summary>
        public bool Answers => JudgeFirst().Code == OtaResult.Ok;

        /// <summary>The newest release.</summary>
        public LifeRelease Newest => _story.Releases[_published] with { Signing = _signing };

        /// <summary>Publishes the next release.</summary>
        public void PublishNext()
        {
            _published++;
            _signing = 0;
        }

        /// <summary>Signs the newest manifest anew: the same images under the next revision, as a publisher does whose manifests expire soon.</summary>
        public void SignAgain() => _signing = Math.Min(_signing + 1, LifeRelease.Signings - 1);

        /// <summary>A trouble begins or ends.</summary>
        public void Change(Trouble trouble, int by) => _troubles[(int)trouble] += by;

        /// <summary>Whether a trouble lasts.</summary>
        public bool Has(Trouble trouble) => _troubles[(int)trouble] > 0;

        /// <inheritdoc/>
        public string Resolve(string? baseUrl, string reference) => ReleaseUrl.Resolve(baseUrl, reference);

        /// <summary>Whether a device believes a tag for ever; for a story without that defence.</summary>
        public bool BelievesTags { get; init; }

        /// <summary>A device restarts: its tags were in memory.</summary>
        public void ForgetTags() => _believed.Clear();

        /// <summary>Requests so far.</summary>
        public long Requests { get; private set; }

        /// <inheritdoc/>
        public OtaOutcome Get(TransportRequest request, out ITransportResponse response)
        {
            Requests++;
            response = null!;
            bool isFirst = request.Url.StartsWith(ReleaseSet.Channel, StringComparison.Ordinal);
            OtaOutcome outcome = !IsLinkUp || request.Url == GoneUrl ? OtaOutcome.Of(OtaResult.ConnectFailed)
                : _story.Traits.HasFlag(DeviceTraits.Tls) && !IsClockRight() ? OtaOutcome.Of(OtaResult.TlsFailed)
                : isFirst ? JudgeFirst()
                : OtaOutcome.Ok;
            if (outcome.Code != OtaResult.Ok)
            {
                return outcome;
            }

            string path = request.Url[(isFirst ? ReleaseSet.Channel : ReserveUrl[..^"manifest.jws".Length]).Length..];
            byte[]? file = Find(path, out string tag);
            if (file == null)
            {
                return OtaOutcome.Of(OtaResult.HttpNotFound);
            }

            bool isPart = request.To >= 0;
            int end = isPart ? request.To + 1 : file.Length;
            if (end > file.Length)
            {
                return OtaOutcome.Of(OtaResult.RangeNotSatisfiable);
            }

            response = request.KnownTag == tag
                ? new MemoryResponse(file, 0, 0, TransportStatus.Unchanged, tag, null)
                : new MemoryResponse(file, request.From, end, isPart ? TransportStatus.Part : TransportStatus.Whole, tag, null);
            return OtaOutcome.Ok;
        }

        private OtaOutcome JudgeFirst() => OtaOutcome.Of(
            Has(Trouble.Outage) || Has(Trouble.LostDomain) || (Has(Trouble.OutageInTrials) && IsOnTrial()) ? OtaResult.ConnectFailed
            : Has(Trouble.NotFound) ? OtaResult.HttpNotFound
            : Has(Trouble.Portal) ? OtaResult.CaptivePortal
            : Has(Trouble.Certificate) || Has(Trouble.LostAuthority) ? OtaResult.TlsFailed
            : OtaResult.Ok);

        private byte[]? Find(string path, out string tag)
        {
            LifeRelease offered = Has(Trouble.OldMirror) && _published > 0 ? _story.Releases[_published - 1] : Newest;
            if (Has(Trouble.TwinInTrial) && IsOnTrial())
            {
                offered = _story.Releases[_published + 1] with { NotBelow = 1 };
            }

            SweepRelease files = LifeImages.Of(_story.Board, offered);
            tag = $"\"{offered.Revision} {offered.NotBelow}\"";
            if (path == "manifest.jws")
            {
                byte[] envelope = Has(Trouble.StaleTag) && _published > 0 ? LifeImages.Of(_story.Board, _story.Releases[_published - 1]).Envelope : files.Envelope;
                if (BelievesTags && !_believed.TryAdd(tag, envelope))
                {
                    envelope = _believed[tag];
                }

                Served?.Invoke(envelope);
                return envelope;
            }

            int slash = path.IndexOf('/', StringComparison.Ordinal);
            int number = slash < 0 ? 0 : (int)double.Parse(path[..slash], CultureInfo.InvariantCulture);
            if (number < 1 || number > offered.Number)
            {
                return null;
            }

            number = Has(Trouble.MixedMirror) ? Math.Max(1, number - 1) : number;
            tag = $"\"{number}\"";
            files = LifeImages.Of(_story.Board, _story.Releases[number - 1]);
            return path[slash..] == "/app.img" ? files.Image : path[slash..] == "/app.chunks" ? files.Table : null;
        }
    }
}
