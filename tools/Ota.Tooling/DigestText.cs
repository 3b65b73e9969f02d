using System.Text.Json.Nodes;

namespace NanoOta.Tooling
{
    /// <summary>
    /// Digests as people see them: hexadecimal digits, as sha256sum, ESP-IDF and git write them. In files a digest has the notation that the file's format
    /// says: base64url in manifests, pack files and records.
    /// </summary>
    public static class DigestText
    {
        private static readonly string[] _names = ["sha256", "identity"];

        /// <summary>The bytes as people see them.</summary>
        public static string Of(ReadOnlySpan<byte> digest) => Convert.ToHexStringLower(digest);

        /// <summary>A digest of a file in base64url as people see the digest; a text that is no digest stays.</summary>
        public static string OfUrl(string text) => text.Length == 43 && Base64.FromUrl(text) is { } digest ? Of(digest) : text;

        /// <summary>"component=digest", as a channel's record has it, as people see it; any other text stays.</summary>
        public static string OfImage(string text)
        {
            int at = text.IndexOf('=', StringComparison.Ordinal);
            return at < 0 ? text : text[..(at + 1)] + OfUrl(text[(at + 1)..]);
        }

        /// <summary>The same for each digest in an object of a file, at any depth.</summary>
        public static JsonNode? In(JsonNode? node)
        {
            if (node is JsonArray array)
            {
                for (int i = 0; i < array.Count; i++)
                {
                    if (array[i] is JsonValue value && value.TryGetValue(out string? image))
                    {
                        array[i] = OfImage(image);
                    }
                    else
                    {
                        In(array[i]);
                    }
                }
            }

            if (node is JsonObject fields)
            {
                foreach ((string name, JsonNode? value) in fields.ToArray())
                {
                    if (_names.Contains(name) && value is JsonValue text && text.TryGetValue(out string? digest))
                    {
                        fields[name] = OfUrl(digest);
                    }
                    else
                    {
                        In(value);
                    }
                }
            }

            return node;
        }
    }
}
