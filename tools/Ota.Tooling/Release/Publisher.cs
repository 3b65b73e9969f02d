using System.Globalization;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tooling.Release
{
    /// <summary>
    /// Signs a release and lays its files out. A client sees the old release or the new one, whole, at every moment.
    /// <para>
    /// Everything is made and verified in memory first. Then these steps follow; each writes whole files by a rename, and the work can end between any
    /// two of them, by a power cut, too:
    /// 1. Images, tables and delta files, under names that nothing points to. After an end here they are leftovers, and the next publishing may replace
    ///    them.
    /// 2. The record. The revision counts as used from here on, whether a device has seen it or not.
    /// 3. history/{revision}.jws, so that whoever finds the manifest finds it there, too. No device asks for one.
    /// 4. The manifest. Published files never change, so a device in the middle of the release before goes on.
    /// </para>
    /// </summary>
    public sealed class Publisher
    {
        /// <summary>The manifest's file name.</summary>
        public const string ManifestName = "manifest.jws";

        /// <summary>The file that a publisher locks in the channel's folder.</summary>
        internal const string LockName = ".publish.lock";

        private readonly PublishRequest _request;
        private readonly SigningKey _key;
        private readonly DateTimeOffset _now;
        private readonly string _channelFolder;
        private readonly ChannelHistory _history;
        private readonly StagedFiles _staged;
        private HostingLayout _layout;

        private Publisher(PublishRequest request, SigningKey key, DateTimeOffset now)
        {
            _request = request;
            _key = key;
            _now = now;
            _channelFolder = Path.Combine(request.Out, request.Channel);
            _history = new ChannelHistory(_channelFolder, [key.PublicKey, .. request.Trusted]);
            _staged = new StagedFiles(_channelFolder);
        }

        /// <summary>
        /// Publishes. Throws <see cref="ToolException"/> or <see cref="OperationCanceledException"/>, and then what was published before is still there,
        /// unchanged. Once the first file is written the work is a matter of milliseconds, and is not cancelled any more.
        /// </summary>
        public static async Task<PublishResult> RunAsync(
            PublishRequest request,
            SigningKey key,
            DateTimeOffset now,
            IProgress<double>? progress = null,
            CancellationToken cancellation = default)
        {
            ReleaseRules.Check(request);
            if (request.RecordPath is { } record && ChannelPaths.IsInside(record, request.Out))
            {
                throw new ToolException(ExitCode.Usage, $"{record} lies in {request.Out}, which is served: whoever can write there could choose the next revision. Choose another place with --record.");
            }

            Publisher publisher = new(request, key, now);
            if (request.Mode == PublishMode.DryRun)
            {
                return (await publisher.PrepareAsync(progress, cancellation).ConfigureAwait(false)).Result;
            }

            // The record's lock first, always: two publishers that take both cannot wait for each other.
            publisher.MakeFolders();
            try
            {
                using TurnLock? recordTurn = request.RecordPath == null
                    ? null
                    : await TurnLock.TakeAsync(request.RecordPath + ".lock", request.RecordPath, request.Patience, cancellation).ConfigureAwait(false);
                using TurnLock turn = await TurnLock
                    .TakeAsync(Path.Combine(publisher._channelFolder, LockName), publisher._channelFolder, request.Patience, cancellation)
                    .ConfigureAwait(false);
                return await publisher.PublishAsync(progress, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not PublisherKilledException)
            {
                publisher._staged.Undo();
                throw;
            }
        }

        private async Task<PublishResult> PublishAsync(IProgress<double>? progress, CancellationToken cancellation)
        {
            Prepared prepared = await PrepareAsync(progress, cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            _staged.Write(_request.BeforeStep);
            if (_request.RecordPath != null)
            {
                Step("record");
                _staged.WriteOne(_request.RecordPath, prepared.Record);
            }

            Step("history");
            string history = _history.PathOf(prepared.Result.Content.Revision);
            _staged.MakeFolder(Path.GetDirectoryName(history)!);
            _staged.WriteOne(history, prepared.Envelope);
            Step("manifest");
            _staged.WriteOne(prepared.Result.ManifestPath, prepared.Envelope, canBeUndone: false);
            Step("done");
            return prepared.Result;
        }

        private async Task<Prepared> PrepareAsync(IProgress<double>? progress, CancellationToken cancellation)
        {
            PublishedState published = _request.Previous is { } url
                ? await PublishedState.OfUrlAsync(url, _request.Channel, _request.Authorities, cancellation).ConfigureAwait(false)
                : PublishedState.OfFolder(_channelFolder);
            ChannelState state = ChannelState.Read(_request, published, _key);
            long revision = state.NextRevision();
            state.RequireShareAfterPause();
            _layout = _request.Layout ?? HostingLayouts.Of(state.Last);
            Targeting targeting = _request.Targeting ?? Targeting.Of(_request, state.Last);
            IReadOnlyList<ReleasePart> parts = _request.Parts ?? LoadParts();
            ManifestContent content = new()
            {
                Product = _request.Product,
                Channel = _request.Channel,
                Revision = revision,
                Version = _request.Version,
                Issued = _now.ToUnixTimeSeconds(),
                Expires = (_now + _request.Validity).ToUnixTimeSeconds(),
                Retry = _request.Retry ?? state.Last?.Retry ?? 0,
                NotBelow = targeting.NotBelow,
                Requires = targeting.Requires with { Chip = ReleaseRules.Chip(_request.Requires.Chip, targeting.Requires.Chip, parts.Select(part => part.Pack)) },
                Images = [.. parts.Select(part => Place(part, state.Record, revision, progress, cancellation))],
                Rollout = targeting.Rollout,
                Install = targeting.Install,
                Settings = targeting.Settings,
                Notes = targeting.Notes,
            };
            ReleaseRules.CheckNotBelow(content);
            state.Judge(content, _key);
            byte[] payload = ManifestWriter.Write(content);
            byte[] envelope = _key.SignJws(payload);
            VerifyReport report = await ReleaseVerifier.VerifyAsync(envelope, _staged, [_key.PublicKey], _now, progress, cancellation).ConfigureAwait(false);
            Finding? bad = report.Findings.FirstOrDefault(f => !f.IsGood);
            if (bad != null)
            {
                throw new ToolException(ExitCode.CheckFailed, $"Devices would refuse this release, so it is not published: {bad.Subject}: {bad.Detail.TrimEnd('.')}.");
            }

            PublishResult result = new(Path.Combine(_channelFolder, ManifestName), content, envelope.Length, report, state.Last, [.. _staged.New], state.Notes);
            return new Prepared(result, envelope, ChannelRecord.After(state.Record, payload, content, _request.Action, _key.PublicKey.Kid).Sign(_key));
        }

        private IReadOnlyList<ReleasePart> LoadParts() =>
            [.. ReleaseRules.LoadPacks(_request.Packs).Select(each => ReleasePart.OfPack(each.Pack, each.Folder, _request.Version))];

        private ImageContent Place(ReleasePart part, ChannelRecord? record, long revision, IProgress<double>? progress, CancellationToken cancellation)
        {
            PackFile pack = part.Pack;
            string image = PlaceFile(part.Image, $"{pack.Component}.img", record);
            string chunks = PlaceFile(part.Chunks, $"{pack.Component}.chunks", record);
            return new ImageContent(pack.Component, part.Version, pack.Image with { File = image }, new TableReference(chunks, pack.Identity), pack.Natives)
            {
                Delta = PlaceDelta(part, revision, progress, cancellation),
                Residents = pack.Residents ?? [],
            };
        }

        // The path of the delta file, beside the image; null where none is asked for.
        private string? PlaceDelta(ReleasePart part, long revision, IProgress<double>? progress, CancellationToken cancellation)
        {
            if (_request.DeltaFrom is not { } from)
            {
                return null;
            }

            List<byte[]> oldImages = [.. from.ImagesFor(part.Pack, _history)];
            string name = _layout.Url(_request.Version, $"{part.Pack.Component}.delta");
            string target = Path.Combine(_channelFolder, name);
            if (File.Exists(target) && !DeltaMaker.Serves(Files.ReadAll(target), part.Image, part.Pack, oldImages))
            {
                // The version is published again, over releases that the file knows nothing of. Published files never change, so here is another.
                name = _layout.Url(_request.Version, $"{part.Pack.Component}.{revision.ToString(CultureInfo.InvariantCulture)}.delta");
                target = Path.Combine(_channelFolder, name);
            }

            if (!File.Exists(target))
            {
                _staged.Add(name, DeltaMaker.Make(part.Image, part.Pack, oldImages, from.ServesOtherDevices, progress, cancellation));
            }

            return name;
        }

        private string PlaceFile(byte[] bytes, string name, ChannelRecord? record)
        {
            string url = _layout.Url(_request.Version, name);
            if (_staged.Add(url, bytes))
            {
                return url;
            }

            if (_history.RefersTo(url) || record?.Published.Any(entry => entry.Version == _request.Version) == true)
            {
                // Devices may be in the middle of it, and caches hold it for a year.
                throw new ToolException(ExitCode.Usage, $"{Path.Combine(_channelFolder, url)} was published with other bytes, and published files never change. Choose a new --version.");
            }

            // A publisher ended before its manifest: nobody was told of the file.
            _staged.Replace(url, bytes);
            return url;
        }

        private void MakeFolders()
        {
            _staged.MakeFolder(_channelFolder);
            if (_request.RecordPath != null)
            {
                _staged.MakeFolder(Path.GetDirectoryName(_request.RecordPath)!);
            }
        }

        private void Step(string name) => _request.BeforeStep?.Invoke(name);

        private sealed record Prepared(PublishResult Result, byte[] Envelope, byte[] Record);
    }

    /// <summary>Stands for the end of a publisher's process in tests: nothing is taken back.</summary>
    internal sealed class PublisherKilledException : Exception;
}
