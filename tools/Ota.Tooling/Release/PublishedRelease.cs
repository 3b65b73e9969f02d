using System.Text.Json;

namespace NanoOta.Tooling.Release
{
    /// <summary>What a channel has: the counters of its release.</summary>
    internal sealed record PublishedRelease(long Revision, int Retry)
    {
        private static readonly PublishedRelease _none = new(0, 0);

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

        private static (string? Product, PublishedRelease Release) Parse(string manifestPath)
        {
            try
            {
                using JsonDocument payload = JsonDocument.Parse(Envelope.Split(Files.ReadAll(manifestPath), manifestPath).Payload);
                JsonElement root = payload.RootElement;
                return (root.GetProperty("product").GetString(), new PublishedRelease(
                    root.GetProperty("revision").GetInt64(),
                    root.TryGetProperty("retry", out JsonElement retry) ? retry.GetInt32() : 0));
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new ToolException(ExitCode.BadInput, $"{manifestPath} is there but is not a manifest. Move it away to begin anew.", e);
            }
        }
    }
}
