using System.Text.Json;

namespace NanoOta.Tooling.Release
{
    /// <summary>What a channel has: the order of its release, and the digests of its files.</summary>
    internal sealed record PublishedRelease(long Sequence, long DowngradeFrom, string? Version, IReadOnlyList<(string? Image, string? Chunks)> Digests)
    {
        private static readonly PublishedRelease _none = new(0, 0, null, []);

        /// <summary>
        /// Reads the published manifest. Its signature is not looked at: the folder is the publisher's own, and the key may have changed
        /// since. Throws when it is of another product or cannot be read.
        /// </summary>
        public static PublishedRelease Read(string manifestPath, string product)
        {
            if (!File.Exists(manifestPath))
            {
                return _none;
            }

            (string? found, PublishedRelease release) = Parse(manifestPath);
            return found == product
                ? release
                : throw new ToolException(ExitCode.Usage, $"{manifestPath} is a release of '{found}', not of '{product}'. Use another --channel or --out for each product.");
        }

        /// <summary>Whether that version with those images is this release, so that devices that have it have nothing to install.</summary>
        public bool Is(string version, IReadOnlyCollection<PackFile> packs) =>
            version == Version && Digests.ToHashSet().SetEquals(packs.Select(pack => ((string?)pack.Image.Sha256, (string?)pack.Chunks.Sha256)));

        private static (string? Product, PublishedRelease Release) Parse(string manifestPath)
        {
            try
            {
                using JsonDocument payload = JsonDocument.Parse(Envelope.Split(Files.ReadAll(manifestPath), manifestPath).Payload);
                JsonElement root = payload.RootElement;
                return (root.GetProperty("product").GetString(), new PublishedRelease(
                    root.GetProperty("sequence").GetInt64(),
                    root.TryGetProperty("downgradeFrom", out JsonElement from) ? from.GetInt64() : 0,
                    root.GetProperty("version").GetString(),
                    [.. root.GetProperty("images").EnumerateArray().Select(image => (image.GetProperty("sha256").GetString(), image.GetProperty("chunks").GetProperty("sha256").GetString()))]));
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new ToolException(ExitCode.BadInput, $"{manifestPath} is there but is not a manifest. Move it away to begin anew.", e);
            }
        }
    }
}
