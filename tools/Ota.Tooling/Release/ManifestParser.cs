using System.Text.Json;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tooling.Release
{
    /// <summary>
    /// Reads a manifest that keys of the operator signed. The device's own code judges signature and fields first; only then is the JSON taken apart
    /// here, with the texts that the device does not keep.
    /// </summary>
    internal static class ManifestParser
    {
        /// <summary>The content, or null with the code that a device with these keys would report.</summary>
        public static ManifestContent? Open(byte[] envelope, IReadOnlyList<PublicKey> keys, out OtaResult result)
        {
            result = EnvelopeReader.Open(envelope, keys, out SignedManifest? opened);
            return opened == null ? null : Parse(Envelope.Split(envelope, "The manifest").Payload);
        }

        /// <summary>A payload that nobody has judged, to be shown or to be kept from harm, never to be believed; null when it is no manifest.</summary>
        public static ManifestContent? ParseUntrusted(byte[] payload)
        {
            try
            {
                return Parse(payload);
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
            {
                return null;
            }
        }

        /// <summary>A payload that the device's own reader has taken.</summary>
        public static ManifestContent Parse(ReadOnlyMemory<byte> payload)
        {
            using JsonDocument document = JsonDocument.Parse(payload);
            JsonElement root = document.RootElement;
            return new ManifestContent
            {
                Product = root.GetProperty("product").GetString()!,
                Channel = Text(root, "channel") ?? Manifest.DefaultChannel,
                Revision = root.GetProperty("revision").GetInt64(),
                Version = root.GetProperty("version").GetString()!,
                Issued = root.GetProperty("issued").GetInt64(),
                Expires = root.GetProperty("expires").GetInt64(),
                Retry = (int)(Number(root, "retry") ?? 0),
                NotBelow = Text(root, "notBelow"),
                Requires = ParseRequires(Part(root, "requires")),
                Images = [.. root.GetProperty("images").EnumerateArray().Select(ParseImage)],
                Rollout = ParseRollout(Part(root, "rollout")),
                Install = ParseInstall(Part(root, "install")),
                Settings = Part(root, "settings") is { } settings ? SettingsContent.Read(settings) : null,
                Notes = Text(root, "notes"),
            };
        }

        private static RequiresContent ParseRequires(JsonElement? requires) => new()
        {
            Hardware = Names(requires, "hardware"),
            Chip = (int?)Number(requires, "chip"),
            Firmware = Text(requires, "firmware"),
            Bootstrap = Text(requires, "bootstrap"),
            FromVersion = Text(requires, "fromVersion"),
        };

        private static ImageContent ParseImage(JsonElement image)
        {
            JsonElement chunks = image.GetProperty("chunks");
            return new ImageContent(
                image.GetProperty("component").GetString()!,
                image.GetProperty("version").GetString()!,
                new PackedFile(image.GetProperty("url").GetString()!, image.GetProperty("size").GetInt64(), image.GetProperty("sha256").GetString()!),
                new TableReference(chunks.GetProperty("url").GetString()!, chunks.GetProperty("sha256").GetString()!),
                [.. List(image, "natives").Select(native => new NativeNeed(native.GetProperty("name").GetString()!, native.GetProperty("checksum").GetUInt32()))])
            {
                Delta = Text(Part(image, "delta"), "url"),
                Residents = [.. List(image, "residents").Select(resident => new ResidentNeed(resident.GetProperty("name").GetString()!, resident.GetProperty("version").GetString()!))],
            };
        }

        private static RolloutContent? ParseRollout(JsonElement? rollout)
        {
            int percent = (int)(Number(rollout, "percent") ?? 100);
            IReadOnlyList<string> groups = Names(rollout, "groups");
            return percent == 100 && groups.Count == 0 ? null : new RolloutContent(percent, Text(rollout, "salt"), groups);
        }

        private static InstallContent ParseInstall(JsonElement? install) => new(
            Number(install, "notBefore") is long notBefore and not 0 ? notBefore : null,
            Number(install, "windowStart") is long start && Number(install, "windowEnd") is long end ? ((int)start, (int)end) : null,
            Number(install, "critical") == 1,
            (int?)Number(install, "longestDeferral"));

        private static JsonElement? Part(JsonElement parent, string name) =>
            parent.TryGetProperty(name, out JsonElement part) && part.ValueKind == JsonValueKind.Object ? part : null;

        private static string? Text(JsonElement? parent, string name) =>
            parent?.TryGetProperty(name, out JsonElement value) == true && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        private static long? Number(JsonElement? parent, string name) =>
            parent?.TryGetProperty(name, out JsonElement value) == true && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

        private static IReadOnlyList<string> Names(JsonElement? parent, string name) =>
            parent is { } from ? [.. List(from, name).Select(value => value.GetString()!)] : [];

        private static JsonElement.ArrayEnumerator List(JsonElement parent, string name) =>
            parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default;
    }
}
