using System.Security.Cryptography.X509Certificates;
using PublicKey = NanoOta.Tooling.Signing.PublicKey;

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

        /// <summary>
        /// The folder of the channels' records, outside <see cref="Out"/>; null for none. Without a record a publishing wants <see cref="Revision"/> or
        /// <see cref="ChannelBegin.First"/>.
        /// </summary>
        public string? RecordFolder { get; init; }

        /// <summary>Whether this is the channel's first release.</summary>
        public ChannelBegin Begin { get; init; }

        /// <summary>The revision, above the last one; null for one more than the record's.</summary>
        public long? Revision { get; init; }

        /// <summary>Where what is published is read, in place of <see cref="Out"/>: a manifest's URL, or that of the folder with the channels.</summary>
        public string? Previous { get; init; }

        /// <summary>The authorities that <see cref="Previous"/> is trusted by; null for the system's.</summary>
        public X509Certificate2Collection? Authorities { get; init; }

        /// <summary>Further keys of the operator, which signed before.</summary>
        public IReadOnlyList<PublicKey> Trusted { get; init; } = [];

        /// <summary>What is meant, though it is refused without a word.</summary>
        public IReadOnlyCollection<ChannelRisk> Allowed { get; init; } = [];

        /// <summary>The parts of the last release's targeting that are not carried over.</summary>
        public IReadOnlyCollection<TargetPart> Dropped { get; init; } = [];

        /// <summary>How files are named; null for the last release's layout.</summary>
        public HostingLayout? Layout { get; init; }

        /// <summary>Whether anything is written.</summary>
        public PublishMode Mode { get; init; }

        /// <summary>How long another publisher's end is waited for.</summary>
        public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

        /// <summary>How long the manifest is valid.</summary>
        public TimeSpan Validity { get; init; } = TimeSpan.FromDays(365);

        /// <summary>Raised to have the images tried again by devices that condemned them; null for the last one's.</summary>
        public int? Retry { get; init; }

        /// <summary>The lowest version that devices may go back to; null for the last one's.</summary>
        public string? NotBelow { get; init; }

        /// <summary>What devices must be or have; what is empty or null is the last one's. A chip comes from the images where nothing says one.</summary>
        public RequiresContent Requires { get; init; } = new();

        /// <summary>Which part of the fleet; null for the last one's.</summary>
        public RolloutWish? Rollout { get; init; }

        /// <summary>When it may be installed; what is empty is the last one's.</summary>
        public InstallContent Install { get; init; } = new();

        /// <summary>What the release changes on devices; null for the last one's.</summary>
        public SettingsContent? Settings { get; init; }

        /// <summary>Words for people.</summary>
        public string? Notes { get; init; }

        /// <summary>The old images that delta files are made for; null for no delta files.</summary>
        public DeltaSources? DeltaFrom { get; init; }

        /// <summary>What the publishing is, for the record.</summary>
        internal ChannelAction Action { get; init; }

        /// <summary>Images that are published already, in place of <see cref="Packs"/>.</summary>
        internal IReadOnlyList<ReleasePart>? Parts { get; init; }

        /// <summary>The whole targeting, in place of the merged one.</summary>
        internal Targeting? Targeting { get; init; }

        /// <summary>Told before each step that writes, so that a test can end the work there.</summary>
        internal Action<string>? BeforeStep { get; init; }

        /// <summary>The record's file; null without a folder.</summary>
        internal string? RecordPath => RecordFolder == null ? null : ChannelPaths.Record(RecordFolder, Product, Channel);
    }

    /// <summary>What was published, or would be.</summary>
    /// <param name="ManifestPath">The manifest's file.</param>
    /// <param name="Content">What was signed.</param>
    /// <param name="ManifestSize">Bytes of the manifest.</param>
    /// <param name="Report">What the verification found.</param>
    /// <param name="Before">The release before, as far as one is believed; null when none is known.</param>
    /// <param name="NewFiles">The files that are new, relative to the channel's folder, with their sizes.</param>
    /// <param name="Notes">What the operator should know.</param>
    public sealed record PublishResult(
        string ManifestPath,
        ManifestContent Content,
        int ManifestSize,
        VerifyReport Report,
        ManifestContent? Before,
        IReadOnlyList<(string Url, int Size)> NewFiles,
        IReadOnlyList<string> Notes);
}
