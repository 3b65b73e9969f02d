using System.Globalization;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tooling.Release
{
    /// <summary>What to publish, and where.</summary>
    public sealed record PublishRequest
    {
        /// <summary>Folders that 'pack' wrote, or their .pack.json files; one for each component.</summary>
        public required IReadOnlyList<string> Packs { get; init; }

        /// <summary>The folder that the web server serves.</summary>
        public required string Out { get; init; }

        /// <summary>The channel: a folder below <see cref="Out"/>.</summary>
        public required string Channel { get; init; }

        /// <summary>The product.</summary>
        public required string Product { get; init; }

        /// <summary>The version: a folder below the channel.</summary>
        public required string Version { get; init; }

        /// <summary>The revision, above the published one; null for one more.</summary>
        public long? Revision { get; init; }

        /// <summary>How long the manifest is valid.</summary>
        public TimeSpan Validity { get; init; } = TimeSpan.FromDays(365);

        /// <summary>Raised to have the images tried again by devices that condemned them; null for the published one's.</summary>
        public int? Retry { get; init; }

        /// <summary>The lowest version that devices may go back to; null for any.</summary>
        public string? NotBelow { get; init; }

        /// <summary>What devices must be or have. A chip comes from the images where this says none.</summary>
        public RequiresContent Requires { get; init; } = new();

        /// <summary>Which part of the fleet; null for all.</summary>
        public RolloutContent? Rollout { get; init; }

        /// <summary>When it may be installed.</summary>
        public InstallContent Install { get; init; } = new();

        /// <summary>Words for people.</summary>
        public string? Notes { get; init; }

        /// <summary>The old images that delta files are made for; null for no delta files.</summary>
        public DeltaSources? DeltaFrom { get; init; }
    }

    /// <summary>What was published.</summary>
    public sealed record PublishResult(string ManifestPath, ManifestContent Content, int ManifestSize, VerifyReport Report);

    /// <summary>
    /// Signs a release and lays its files out. A client sees the old release or the new one, whole, at every moment: the images go
    /// first, under names that nothing points to yet; the manifest is last, by a rename. Published images never change.
    /// </summary>
    public sealed class Publisher
    {
        /// <summary>The manifest's file name.</summary>
        public const string ManifestName = "manifest.jws";

        private readonly PublishRequest _request;
        private readonly SigningKey _key;
        private readonly DateTimeOffset _now;
        private readonly string _channelFolder;
        private readonly ChannelHistory _history;
        private readonly List<string> _created = [];

        private Publisher(PublishRequest request, SigningKey key, DateTimeOffset now)
        {
            _request = request;
            _key = key;
            _now = now;
            _channelFolder = Path.Combine(request.Out, request.Channel);
            _history = new ChannelHistory(_channelFolder);
        }

        /// <summary>Publishes. Throws <see cref="ToolException"/>, and then what was published before is still there, unchanged.</summary>
        public static async Task<PublishResult> RunAsync(
            PublishRequest request,
            SigningKey key,
            DateTimeOffset now,
            IProgress<double>? progress = null,
            CancellationToken cancellation = default)
        {
            ReleaseRules.Check(request);
            Publisher publisher = new(request, key, now);
            Files.MakeFolder(publisher._channelFolder);
            using FileStream turn = publisher.TakeTurn();
            try
            {
                return await publisher.PublishAsync(progress, cancellation).ConfigureAwait(false);
            }
            catch
            {
                publisher.RemoveCreated();
                throw;
            }
        }

        private async Task<PublishResult> PublishAsync(IProgress<double>? progress, CancellationToken cancellation)
        {
            string manifestPath = Path.Combine(_channelFolder, ManifestName);
            PublishedRelease published = PublishedRelease.Read(manifestPath, _request.Product);
            List<(PackFile Pack, string Folder)> packs = ReleaseRules.LoadPacks(_request.Packs);
            long revision = ReleaseRules.NextRevision(_request.Revision, published.Revision);
            ManifestContent content = new()
            {
                Product = _request.Product,
                Channel = _request.Channel,
                Revision = revision,
                Version = _request.Version,
                Issued = _now.ToUnixTimeSeconds(),
                Expires = (_now + _request.Validity).ToUnixTimeSeconds(),
                Retry = _request.Retry ?? published.Retry,
                NotBelow = _request.NotBelow,
                Requires = _request.Requires with { Chip = ReleaseRules.Chip(_request.Requires.Chip, packs.Select(p => p.Pack)) },
                Images = [.. packs.Select(p => Place(p.Pack, p.Folder, revision, progress, cancellation))],
                Rollout = _request.Rollout,
                Install = _request.Install,
                Notes = _request.Notes,
            };

            byte[] envelope = _key.SignJws(ManifestWriter.Write(content));
            VerifyReport report = await ReleaseVerifier
                .VerifyAsync(envelope, new FolderRelease(_channelFolder), [_key.PublicKey], _now, progress, cancellation)
                .ConfigureAwait(false);
            Finding? bad = report.Findings.FirstOrDefault(f => !f.IsGood);
            if (bad != null)
            {
                throw new ToolException(ExitCode.CheckFailed, $"Devices would refuse this release, so it is not published: {bad.Subject}: {bad.Detail.TrimEnd('.')}.");
            }

            // Before the manifest: whoever finds the one that is published finds it here, too.
            string history = _history.Add(content.Revision, envelope);
            _created.Add(history);
            Files.WriteAtomically(manifestPath, envelope);
            return new PublishResult(manifestPath, content, envelope.Length, report);
        }

        private ImageContent Place(PackFile pack, string folder, long revision, IProgress<double>? progress, CancellationToken cancellation)
        {
            PackedFile image = PlaceFile(pack.Image, folder, $"{pack.Component}.img");
            PackedFile chunks = PlaceFile(pack.Chunks, folder, $"{pack.Component}.chunks");
            return new ImageContent(pack.Component, VersionOf(pack), image, new TableReference(chunks.File, pack.Identity), pack.Natives)
            {
                Delta = PlaceDelta(pack, revision, progress, cancellation),
                Residents = pack.Residents ?? [],
            };
        }

        // The path of the delta file, beside the image; null where none is asked for.
        private string? PlaceDelta(PackFile pack, long revision, IProgress<double>? progress, CancellationToken cancellation)
        {
            if (_request.DeltaFrom is not { } from)
            {
                return null;
            }

            byte[] image = Files.ReadAll(Path.Combine(_channelFolder, _request.Version, $"{pack.Component}.img"));
            List<byte[]> oldImages = [.. from.ImagesFor(pack, _history)];
            string name = $"{_request.Version}/{pack.Component}.delta";
            string target = Path.Combine(_channelFolder, name);
            if (File.Exists(target) && !DeltaMaker.Serves(Files.ReadAll(target), image, pack, oldImages))
            {
                // The version is published again, over releases that the file knows nothing of. Published files never change, so here is another.
                name = $"{_request.Version}/{pack.Component}.{revision.ToString(CultureInfo.InvariantCulture)}.delta";
                target = Path.Combine(_channelFolder, name);
            }

            if (!File.Exists(target))
            {
                Files.WriteAtomically(target, DeltaMaker.Make(image, pack, oldImages, from.ServesOtherDevices, progress, cancellation));
                _created.Add(target);
            }

            return name;
        }

        // What the image says of itself, where that is a version that a manifest can name; else the release's.
        private string VersionOf(PackFile pack) =>
            pack.FirmwareVersion is string own && ReleaseVersion.Parse(own) != ReleaseVersion.Invalid ? own : _request.Version;

        private PackedFile PlaceFile(PackedFile packed, string folder, string name)
        {
            byte[] bytes = Files.ReadAll(Path.Combine(folder, Path.GetFileName(packed.File)));
            if (bytes.Length != packed.Size || Base64.Url(System.Security.Cryptography.SHA256.HashData(bytes)) != packed.Sha256)
            {
                throw new ToolException(ExitCode.BadInput, $"{Path.Combine(folder, packed.File)} changed after it was packed. Run 'nanoota pack' again.");
            }

            string target = Path.Combine(_channelFolder, _request.Version, name);
            if (!File.Exists(target))
            {
                Files.MakeFolder(Path.GetDirectoryName(target)!);
                Files.WriteAtomically(target, bytes);
                _created.Add(target);
            }
            else if (!Files.ReadAll(target).AsSpan().SequenceEqual(bytes))
            {
                // Devices may be in the middle of it, and caches hold it for a year.
                throw new ToolException(ExitCode.Usage, $"{target} was published with other bytes, and published files never change. Choose a new --version.");
            }

            return packed with { File = $"{_request.Version}/{name}" };
        }

        private FileStream TakeTurn()
        {
            string path = Path.Combine(_channelFolder, ".publish.lock");
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException e)
            {
                throw new ToolException(ExitCode.InputOutput, $"Another 'nanoota publish' is writing to {_channelFolder}. Try again when it is done.", e);
            }
        }

        private void RemoveCreated()
        {
            foreach (string path in _created)
            {
                File.Delete(path);
            }

            string folder = Path.Combine(_channelFolder, _request.Version);
            if (_created.Count != 0 && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }
}
