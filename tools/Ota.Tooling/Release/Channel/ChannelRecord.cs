using System.Text.Json;
using System.Text.Json.Serialization;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tooling.Release
{
    /// <summary>
    /// What the operator knows of a channel: the last release with its targeting, and what was published before. The record lies beside the project,
    /// signed like a manifest, so that nobody who can write to the web root has a say in the next release.
    /// </summary>
    public sealed record ChannelRecord
    {
        // Devices take no envelope with a third name in its header, so a record can never pass for a manifest.
        private const string Type = "nanoota-channel";

        // Older ones are forgotten: the file is written at every publishing.
        private const int MaxEntries = 200;

        // 200 entries of at most 4 KB.
        private const int MaxLength = 2 * 1024 * 1024;

        private static readonly JsonSerializerOptions _options = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };

        /// <summary>1.</summary>
        public required int Format { get; init; }

        /// <summary>The payload of the last manifest, base64url.</summary>
        public required string Last { get; init; }

        /// <summary>The share before a pause; null when the channel is not paused.</summary>
        public RolloutContent? Paused { get; init; }

        /// <summary>Whether the channel is paused. A paused release may have been for everyone.</summary>
        public bool IsPaused { get; init; }

        /// <summary>What was published, the newest first.</summary>
        public required IReadOnlyList<ChannelEntry> Published { get; init; }

        /// <summary>The last manifest.</summary>
        public ManifestContent LastContent() => ManifestParser.Parse(NanoOta.Tooling.Base64.FromUrl(Last));

        /// <summary>The record after one more publishing.</summary>
        public static ChannelRecord After(ChannelRecord? before, byte[] payload, ManifestContent content, ChannelAction action, string kid) => new()
        {
            Format = 1,
            Last = NanoOta.Tooling.Base64.Url(payload),
            IsPaused = action == ChannelAction.Pause,
            Paused = action == ChannelAction.Pause ? before?.LastContent().Rollout : null,
            Published = [ChannelEntry.Of(content, action, kid), .. (before?.Published ?? []).Take(MaxEntries - 1)],
        };

        /// <summary>Signs the record.</summary>
        public byte[] Sign(SigningKey key) => key.SignJws(JsonSerializer.SerializeToUtf8Bytes(this, _options), Type);

        /// <summary>Reads a record that one of the keys signed. Throws with what is wrong and what to do.</summary>
        public static ChannelRecord Load(string path, IReadOnlyList<PublicKey> keys)
        {
            byte[] bytes = Files.ReadAll(path, MaxLength);
            Envelope envelope = Envelope.Split(bytes, path);
            string? kid = KidOf(envelope.Header);
            if (kid == null)
            {
                throw NotARecord(path, null);
            }

            PublicKey[] named = [.. keys.Where(key => key.Kid == kid)];
            if (named.Length == 0)
            {
                throw new ToolException(ExitCode.Usage, $"{path} was signed by the key '{kid}', which is none of yours here. Name that key's public half with --trust.");
            }

            int end = Array.LastIndexOf(bytes, (byte)'.');
            if (!named.Any(key => key.Verifies(bytes.AsSpan(0, end), envelope.Signature)))
            {
                throw new ToolException(ExitCode.CheckFailed, $"{path} was not signed by the key '{kid}', or was changed since. Bring the file back from version control or a backup.");
            }

            try
            {
                ChannelRecord record = JsonSerializer.Deserialize<ChannelRecord>(envelope.Payload, _options) ?? throw new JsonException("it is null");
                return record.Format == 1 && record.Published.Count != 0 ? record : throw new JsonException("it has another format");
            }
            catch (JsonException e)
            {
                throw NotARecord(path, e);
            }
        }

        private static string? KidOf(byte[] header)
        {
            try
            {
                using JsonDocument json = JsonDocument.Parse(header);
                return json.RootElement.ValueKind == JsonValueKind.Object
                    && json.RootElement.TryGetProperty("typ", out JsonElement type) && type.ValueEquals(Type)
                    && json.RootElement.TryGetProperty("kid", out JsonElement kid) && kid.ValueKind == JsonValueKind.String ? kid.GetString() : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }

        private static ToolException NotARecord(string path, Exception? inner) =>
            new(ExitCode.BadInput, $"{path} is not the record of a channel that this version wrote. Bring the file back from version control or a backup.", inner);
    }
}
