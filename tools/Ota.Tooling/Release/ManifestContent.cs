namespace NanoOta.Tooling.Release
{
    /// <summary>Everything that a manifest says; see docs/FORMAT.md for ranges. Times are Unix seconds.</summary>
    public sealed record ManifestContent
    {
        /// <summary>The number of the format.</summary>
        public const int Format = 1;

        /// <summary>The product that the release is for.</summary>
        public required string Product { get; init; }

        /// <summary>The channel that it is published in.</summary>
        public required string Channel { get; init; }

        /// <summary>One higher at every publishing of the channel.</summary>
        public required long Revision { get; init; }

        /// <summary>The release's version, for people and for the folder's name.</summary>
        public required string Version { get; init; }

        /// <summary>When it was signed.</summary>
        public required long Issued { get; init; }

        /// <summary>From when on devices refuse it.</summary>
        public required long Expires { get; init; }

        /// <summary>Raised to have images tried again that devices had condemned.</summary>
        public int Retry { get; init; }

        /// <summary>The lowest version that devices may go back to; null for any.</summary>
        public string? NotBelow { get; init; }

        /// <summary>What a device must be or have.</summary>
        public RequiresContent Requires { get; init; } = new();

        /// <summary>One image a component.</summary>
        public required IReadOnlyList<ImageContent> Images { get; init; }

        /// <summary>Which part of the fleet gets it; null is everyone.</summary>
        public RolloutContent? Rollout { get; init; }

        /// <summary>When it may be installed.</summary>
        public InstallContent Install { get; init; } = new();

        /// <summary>What the release changes on devices; null for nothing.</summary>
        public SettingsContent? Settings { get; init; }

        /// <summary>Words for people.</summary>
        public string? Notes { get; init; }
    }

    /// <summary>What a device must be or have. Empty or null asks for nothing.</summary>
    public sealed record RequiresContent
    {
        /// <summary>The hardware names that it is for.</summary>
        public IReadOnlyList<string> Hardware { get; init; } = [];

        /// <summary>ESP-IDF's chip id.</summary>
        public int? Chip { get; init; }

        /// <summary>The least firmware version, a.b.c.d.</summary>
        public string? Firmware { get; init; }

        /// <summary>The least version of the Bootstrap.</summary>
        public string? Bootstrap { get; init; }

        /// <summary>The least version that can be updated directly.</summary>
        public string? FromVersion { get; init; }
    }

    /// <summary>One image; file names are URLs, relative to the manifest's.</summary>
    public sealed record ImageContent(string Component, string Version, PackedFile Image, TableReference Chunks, IReadOnlyList<NativeNeed> Natives)
    {
        /// <summary>The delta file; null for none.</summary>
        public string? Delta { get; init; }

        /// <summary>The assemblies that devices must carry.</summary>
        public IReadOnlyList<ResidentNeed> Residents { get; init; } = [];
    }

    /// <summary>A chunk table: its file, and the image's identity, which is the SHA-256 (base64url) of the table's head.</summary>
    public sealed record TableReference(string File, string Identity);

    /// <summary>Which part of the fleet gets a release.</summary>
    public sealed record RolloutContent(int Percent, string? Salt, IReadOnlyList<string> Groups);

    /// <summary>When a release may be installed. <see cref="Window"/> is in minutes of the UTC day, <see cref="LongestDeferral"/> in seconds.</summary>
    public sealed record InstallContent(long? NotBefore = null, (int Start, int End)? Window = null, bool Critical = false, int? LongestDeferral = null);
}
