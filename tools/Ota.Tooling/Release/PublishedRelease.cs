using System.Text.Json;

namespace NanoOta.Tooling.Release
{
    /// <summary>Looks at what a channel has.</summary>
    internal static class PublishedRelease
    {
        /// <summary>
        /// The sequence of the published manifest; 0 when there is none. Its signature is not looked at: the folder is the publisher's
        /// own, and the key may have changed since. Throws when it is of another product or cannot be read.
        /// </summary>
        public static long SequenceOf(string manifestPath, string product)
        {
            if (!File.Exists(manifestPath))
            {
                return 0;
            }

            (string? found, long sequence) = Read(manifestPath);
            return found == product
                ? sequence
                : throw new ToolException(ExitCode.Usage, $"{manifestPath} is a release of '{found}', not of '{product}'. Use another --channel or --out for each product.");
        }

        private static (string? Product, long Sequence) Read(string manifestPath)
        {
            try
            {
                using JsonDocument payload = JsonDocument.Parse(Envelope.Split(Files.ReadAll(manifestPath), manifestPath).Payload);
                return (payload.RootElement.GetProperty("product").GetString(), payload.RootElement.GetProperty("sequence").GetInt64());
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new ToolException(ExitCode.BadInput, $"{manifestPath} is there but is not a manifest. Move it away to begin anew.", e);
            }
        }
    }
}
