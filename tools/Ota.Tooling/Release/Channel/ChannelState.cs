using System.Globalization;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tooling.Release
{
    /// <summary>
    /// Where a channel stands: the record beside the project, compared with what is published. Only what keys of the operator signed is believed. Without
    /// a record what is published is a lower bound, since a web root can show an old manifest.
    /// </summary>
    internal sealed class ChannelState
    {
        // A CI run's number rises by some at each release; a typing error adds a digit.
        private const long MaxJump = 1000;

        // Above this there would soon be no room for a next release (FORMAT: 10^15 - 1).
        private const long MaxFirst = 1_000_000_000_000;

        private static readonly TimeSpan _maxClockError = TimeSpan.FromDays(1);

        private readonly PublishRequest _request;
        private readonly PublishedState _published;
        private readonly ManifestContent? _believed;

        private ChannelState(PublishRequest request, ChannelRecord? record, PublishedState published, ManifestContent? believed, List<string> notes)
        {
            _request = request;
            _published = published;
            _believed = believed;
            Record = record;
            Notes = notes;

            // The newer of the two: another machine may have published since the record was written.
            ManifestContent? recorded = record?.LastContent();
            Last = recorded == null || (believed != null && believed.Revision > recorded.Revision) ? believed : recorded;
        }

        /// <summary>The record; null when there is none yet.</summary>
        public ChannelRecord? Record { get; }

        /// <summary>The last release that is believed; null when none is known.</summary>
        public ManifestContent? Last { get; }

        /// <summary>What the operator should know, though nothing is refused for it.</summary>
        public IReadOnlyList<string> Notes { get; }

        /// <summary>Compares record and publication. Throws when the two do not fit and no option says that this is meant.</summary>
        public static ChannelState Read(PublishRequest request, PublishedState published, SigningKey key)
        {
            PublicKey[] keys = [key.PublicKey, .. request.Trusted];
            string? path = request.RecordPath;
            ChannelRecord? record = path != null && File.Exists(path) ? ChannelRecord.Load(path, keys) : null;
            CheckOwner(record?.LastContent(), path ?? string.Empty, request);
            ManifestContent? believed = published.Open(keys, out OtaResult result);
            CheckOwner(believed, published.Source, request);
            List<string> notes = [];
            if (result != OtaResult.Ok)
            {
                Require(
                    request,
                    ChannelRisk.ForeignManifest,
                    $"{published.Source} was not signed by your keys ({ResultText.WithCode(result)}), so nothing in it counts. Find out who wrote it{(record == null ? ", or name your former key with --trust" : string.Empty)}");
                notes.Add($"{published.Source} was not signed by your keys, and nothing in it counts.");
            }

            ChannelState state = new(request, record, published, believed, notes);
            state.CompareWithRecord(notes);
            return state;
        }

        /// <summary>The revision of the next release. It only ever rises.</summary>
        public long NextRevision()
        {
            if (_request.Begin == ChannelBegin.First)
            {
                Refuse(Record != null, $"{_request.RecordPath} says that channel '{_request.Channel}' has revision {Last?.Revision} already: leave --first out.");
                Refuse(_believed != null, $"{_published.Source} is published already, with revision {_believed?.Revision}: leave --first out, and give a higher --revision.");
            }

            bool isBound = Record == null || (_believed != null && _believed.Revision > Record.LastContent().Revision);
            long last = Last?.Revision ?? 0;
            if (isBound && _request.Revision == null && _request.Begin != ChannelBegin.First)
            {
                throw new ToolException(ExitCode.Usage, Unknown(last));
            }

            long revision = _request.Revision ?? last + 1;
            Refuse(revision < 1, "A revision begins at 1.");
            Refuse(revision <= last, string.Create(CultureInfo.InvariantCulture, $"Revision {revision} is not above {last}, which was published: devices would refuse it. Use {last + 1}."));
            if (revision > MaxFirst || (last != 0 && revision - last > MaxJump))
            {
                Require(_request, ChannelRisk.RevisionJump, string.Create(CultureInfo.InvariantCulture, $"Revision {revision} is far above {last}, and no later release can be lower. Give the number that you mean"));
            }

            return revision;
        }

        /// <summary>A paused channel goes to nobody, and a new release in it would go to nobody, too. Who gets the release has to be said.</summary>
        public void RequireShareAfterPause()
        {
            bool isSaid = _request.Rollout?.Percent != null || _request.Rollout?.Groups.Count > 0 || _request.Dropped.Contains(TargetPart.Rollout);
            Refuse(
                Record?.IsPaused == true && (_request.Action is ChannelAction.Publish or ChannelAction.Promote) && !isSaid,
                $"Channel '{_request.Channel}' is paused. Say who gets the release with --rollout, or go on with 'nanoota resume' first.");
        }

        /// <summary>Judges the release that is about to be signed.</summary>
        public void Judge(ManifestContent next, SigningKey key)
        {
            DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(next.Issued);
            if (_published.ServerTime is { } server && (server - now).Duration() > _maxClockError)
            {
                Require(_request, ChannelRisk.WrongClock, string.Create(CultureInfo.InvariantCulture, $"The clock here says {now:yyyy-MM-dd HH:mm} UTC, and the server's says {server.UtcDateTime:yyyy-MM-dd HH:mm}. Set the clock"));
            }

            if (Last is not { } last)
            {
                return;
            }

            if (next.Issued < last.Issued)
            {
                Require(_request, ChannelRisk.WrongClock, $"The last release was issued {AudienceText.Time(last.Issued)}, and the clock here says {AudienceText.Time(next.Issued)}. Set the clock");
            }

            string? signer = SignerOfLast();
            if (signer != null && signer != key.PublicKey.Kid)
            {
                Require(_request, ChannelRisk.AnotherKey, $"The last release was signed by '{signer}', and this key is '{key.PublicKey.Kid}'. Devices that trust only the former key take nothing more. Give the former key");
            }

            if (_request.Action != ChannelAction.Withdraw && ReleaseVersion.Parse(next.Version) < ReleaseVersion.Parse(last.Version))
            {
                Require(_request, ChannelRisk.OlderVersion, $"Version {next.Version} is older than {last.Version}, which was published. 'nanoota withdraw' goes back to the release before. Give a newer --version");
            }

            CheckSameBytes(next, last);
            if (last.Requires.Chip is int chip && next.Requires.Chip is int other && chip != other && _request.Requires.Chip == null)
            {
                Require(_request, ChannelRisk.OtherAudience, $"The last release was for {Esp.EspChip.Name(chip)}, and these images are for {Esp.EspChip.Name(other)}. Use another --channel for each chip");
            }
        }

        private static void CheckOwner(ManifestContent? content, string source, PublishRequest request)
        {
            Refuse(
                content != null && content.Product != request.Product,
                $"{source} is a release of '{content?.Product}', not of '{request.Product}'. Use another --channel or --out for each product.");
            Refuse(
                content != null && content.Channel != request.Channel,
                $"{source} is a release of channel '{content?.Channel}', not of '{request.Channel}'. Bring the right file, or change --channel.");
        }

        private static void Require(PublishRequest request, ChannelRisk risk, string message)
        {
            Refuse(!request.Allowed.Contains(risk), $"{message}, or say that you mean this: --allow {ChannelRisks.WordOf(risk)}.");
        }

        private static void Refuse(bool isWrong, string message)
        {
            if (isWrong)
            {
                throw new ToolException(ExitCode.Usage, message);
            }
        }

        private void CompareWithRecord(List<string> notes)
        {
            if (Record?.LastContent() is not { } recorded)
            {
                return;
            }

            if (_believed == null)
            {
                if (_published.Envelope == null)
                {
                    notes.Add($"{_published.Source} is not there, and the record knows revision {recorded.Revision}.");
                }
            }
            else if (_believed.Revision < recorded.Revision)
            {
                notes.Add($"{_published.Source} has revision {_believed.Revision}, and the record knows {recorded.Revision}: the record counts.");
            }
        }

        private string Unknown(long last)
        {
            if (Record != null)
            {
                return $"{_published.Source} has revision {last}, which {_request.RecordPath} does not know: another machine published. Bring its record here, or give a --revision above {last}.";
            }

            string place = _request.RecordPath == null ? string.Empty : $" at {_request.RecordPath}";
            return last == 0
                ? $"There is no record of channel '{_request.Channel}' of '{_request.Product}'{place}, and nothing of yours is published. For its first release add --first; else give a --revision above the last one."
                : $"There is no record of channel '{_request.Channel}' of '{_request.Product}'{place}. Revision {last} is published, and a newer one may have been. Give a --revision above the last one.";
        }

        // Of the record, its first entry; of a manifest alone, its header.
        private string? SignerOfLast()
        {
            if (Record != null && ReferenceEquals(Last, _believed) == false)
            {
                return Record.Published[0].Kid;
            }

            return _published.Envelope == null ? null : Envelope.Split(_published.Envelope, _published.Source).Kid;
        }

        private void CheckSameBytes(ManifestContent next, ManifestContent last)
        {
            string? same = Record?.Published.FirstOrDefault(entry => entry.Version != next.Version && entry.HasImagesOf(next))?.Version;
            if (same == null && last.Version != next.Version && last.Images.Select(image => image.Chunks.Identity).Order(StringComparer.Ordinal)
                .SequenceEqual(next.Images.Select(image => image.Chunks.Identity).Order(StringComparer.Ordinal)))
            {
                same = last.Version;
            }

            if (same != null && _request.Action == ChannelAction.Publish)
            {
                Require(_request, ChannelRisk.SameBytes, $"The images of {next.Version} are those of {same}, byte for byte. Build and pack the new version");
            }
        }
    }
}
