using System.Text.Json;
using System.Text.Json.Nodes;
using NanoOta.Formats;
using NanoOta.Tooling.Pe;
using NanoOta.Tooling.Release;

namespace NanoOta.Tooling.Inspection
{
    /// <summary>
    /// Says what a file is and what stands in it, as one JSON object: "kind" first, then plain values, objects and arrays of objects.
    /// The command line prints the same object as tables.
    /// </summary>
    public static class Inspector
    {
        /// <summary>Recognises a file by its first bytes. Throws <see cref="ToolException"/> when it is of no known kind, or damaged.</summary>
        public static JsonObject Inspect(byte[] data, string name)
        {
            if (data.AsSpan().StartsWith("eyJ"u8))
            {
                return InspectManifest(data, name);
            }

            if (RecordInspection.IsRecord(data))
            {
                return RecordInspection.Inspect(data, name);
            }

            if (TextInspection.Find(data, name) is { } text)
            {
                return text;
            }

            if (SingleRelease.IsSingle(data))
            {
                return SingleRelease.Inspect(data, name);
            }

            if (DeltaInspection.IsDelta(data))
            {
                return DeltaInspection.Inspect(data, name);
            }

            if (ChunkTableInspection.IsTable(data))
            {
                return ChunkTableInspection.Inspect(data);
            }

            if (data.AsSpan().StartsWith(PeFormat.CommonMarker))
            {
                return InspectAssemblies(data, name);
            }

            if (McuBootImage.IsImage(data))
            {
                return McuBootInspection.Inspect(data, name);
            }

            if (FlashInspection.IsFlash(data))
            {
                return FlashInspection.InspectFlash(data, name);
            }

            if (data.Length > 0 && data[0] == EspImage.Magic)
            {
                return FlashInspection.InspectImage(data, name);
            }

            if (FlashInspection.IsOtaData(data))
            {
                JsonObject result = new() { ["kind"] = "otadata" };
                FlashInspection.AddOtaData(result, data, 0);
                return result;
            }

            if (McuBootFlashInspection.IsFlash(data))
            {
                return McuBootFlashInspection.Inspect(data);
            }

            return FlashInspection.IsPartitionTable(data)
                ? FlashInspection.InspectPartitions(data, name)
                : throw new ToolException(ExitCode.BadInput, $"{name} is not a manifest, key, pack file, delta file, chunk table, assembly, image, record, otadata or flash file. Check the path.");
        }

        /// <summary>An assembly as a row.</summary>
        internal static JsonObject Row(PlacedAssembly placed) => new()
        {
            ["name"] = placed.Assembly.Name,
            ["version"] = placed.Assembly.Version.ToString(),
            ["offset"] = placed.Offset,
            ["size"] = placed.Assembly.Bytes.Length,
            ["natives"] = Hex(placed.Assembly.NativeChecksum),
            ["references"] = string.Join(", ", placed.Assembly.References.Select(r => r.Name)),
        };

        /// <summary>Rows as an array.</summary>
        internal static JsonArray Rows(IEnumerable<PlacedAssembly> assemblies) => [.. assemblies.Select(Row)];

        /// <summary>A checksum or address.</summary>
        internal static string Hex(uint value) => $"0x{value:X8}";

        private static JsonObject InspectManifest(byte[] data, string name)
        {
            Envelope envelope = Envelope.Split(data, name);
            JsonNode header = ParseJson(envelope.Header, name);
            bool isRecord = header is JsonObject named && named["typ"]?.ToString() == "nanoota-channel";
            return new JsonObject
            {
                ["kind"] = isRecord ? "channel record" : "manifest",
                ["size"] = data.Length,
                ["header"] = header,
                ["signature"] = $"{envelope.Signature.Length} bytes, not checked ('nanoota {(isRecord ? "history" : "verify")}' checks it)",
                ["payload"] = DigestText.In(isRecord ? RecordPayload(envelope.Payload, name) : WithDates(ParseJson(envelope.Payload, name))),
            };
        }

        private static JsonNode ParseJson(byte[] bytes, string name)
        {
            try
            {
                return SafeJson.Parse(bytes);
            }
            catch (JsonException e)
            {
                throw new ToolException(ExitCode.BadInput, $"{name} has three parts like a manifest, but they are not JSON that a device takes. Publish it again.", e);
            }
        }

        // A record holds the last manifest in base64url.
        private static JsonNode RecordPayload(byte[] payload, string name)
        {
            JsonNode record = ParseJson(payload, name);
            if (record is JsonObject fields && fields["last"]?.GetValueKind() == JsonValueKind.String && Base64.FromUrl(fields["last"]!.ToString()) is { } last)
            {
                fields["last"] = WithDates(ParseJson(last, name));
            }

            return record;
        }

        // Seconds since 1970 are for devices.
        private static JsonNode WithDates(JsonNode payload)
        {
            foreach ((JsonObject? part, string field) in ((JsonObject?, string)[])
                [(payload as JsonObject, "issued"), (payload as JsonObject, "expires"), ((payload as JsonObject)?["install"] as JsonObject, "notBefore")])
            {
                if (part?[field] is JsonValue value && value.TryGetValue(out long seconds))
                {
                    part[field] = AudienceText.Time(seconds);
                }
            }

            return payload;
        }

        private static JsonObject InspectAssemblies(byte[] data, string name)
        {
            AppImage image = AppImage.Parse(data, name);
            return new JsonObject
            {
                ["kind"] = image.Assemblies.Count == 1 ? "assembly" : "app image",
                ["size"] = image.Bytes.Length,
                ["assemblies"] = Rows(image.Assemblies),
            };
        }
    }
}
