using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace NanoOta.Fuzz
{
    /// <summary>The JSON profile against Utf8JsonReader plus the profile's rules, the manifest against <see cref="ManifestOracle"/>.</summary>
    public sealed class JsonTarget : FuzzTarget
    {
        private const int MaxDigits = 15;

        private const string Digest = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

        private const string Least = """
            {"format":1,"product":"lamp","revision":2,"version":"1.1","issued":1790000000,"expires":1890000000,"images":[{"component":"app","version":"1.1","size":1000,"sha256":"DIGEST","url":"1.1/app.img","chunks":{"url":"1.1/app.chunks","sha256":"DIGEST"}}]}
            """;

        private const string Most = """
            { "format": 1, "product": "lamp-2_b.c", "revision": 999999999999999, "version": "1.2.3.4", "issued": 0, "expires": 0,
              "retry": 7, "notes": "\\\"\b\f\n\r\t é€", "unknown": [true, {"a": [null, -0]}, "x"],
              "requires": {"hardware": ["rev-a", "rev-b"], "chip": 9, "firmware": "1.2", "bootstrap": "1", "fromVersion": "0.9.1"},
              "rollout": {"percent": 10, "salt": "s", "groups": ["beta"]},
              "install": {"notBefore": 1790000000, "windowStart": 60, "windowEnd": 240, "critical": 1, "longestDeferral": 86400},
              "settings": {"url": "http://a.example/m.jws", "interval": 3600, "utcOffset": -60, "authorities": "-----BEGIN\n"},
              "images": [
                {"component": "app", "version": "1.1", "size": 67108864, "sha256": "DIGEST", "url": "a", "chunks": {"url": "c", "sha256": "DIGEST"}, "delta": {"url": "d"},
                 "natives": [{"name": "System.Math", "checksum": 4294967295}, {"name": "b", "checksum": 0}]},
                {"component": "firmware", "version": "0", "size": 1, "sha256": "DIGEST", "url": "/a?b", "chunks": {"url": "https://h/c", "sha256": "DIGEST"}}]}
            """;

        private static readonly byte[][] _words =
        [
            .. new[]
            {
                "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0061", "\\u0000", "\\/", "\\\"", "null", "true", "false", "tru", "fals", "nul",
                "0", "-0", "-1", "00", "1e3", "1.0", "999999999999999", "1000000000000000", "9223372036854775808", "4294967296", "2147483648", "NaN", "Infinity", "'", "//", "/*",
                "\u00A0", "\uFEFF", "\"a\":1", ",\"a\":1", "\"format\":1", "\"format\":2", "\"revision\":1,", "\"notes\":null,", "\"product\":\"x\",",
                "\"app\"", "\"firmware\"", "2024-01-01T00:00:00Z", "\"retry\":5,", "\"critical\":2", "\"windowStart\":1439", "\"natives\":[],",
                "\"hardware\":[\"\"],", "\"2147483648.0\"", "\"32768\"", "\"1.2.3.4.5\"", "\"01\"", "images", "chunks", "delta",
            }.Select(Encoding.UTF8.GetBytes),
            [0xF0, 0x9F, 0x98, 0x80], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xEF, 0xBF, 0xBF], [0xFF], [0],
        ];

        private static readonly string[] _names =
        [
            "format", "product", "revision", "version", "issued", "expires", "images", "component", "size", "sha256", "url", "chunks", "delta", "natives", "name",
            "checksum", "requires", "hardware", "chip", "rollout", "percent", "groups", "install", "windowStart", "windowEnd", "notes", "a", "",
        ];

        private static readonly long[] _numbers = [0, 1, 66, 100, 1439, 32767, 65535, 1 << 20, 64 << 20, int.MaxValue, uint.MaxValue, 1790000000, 999999999999999];

        private static readonly int[] _lengths = [1, 43, 64, 128, 512, 1024];

        private static readonly string[] _good =
            [.. new[] { Least, Most }.Select(text => text.Replace("DIGEST", Digest, StringComparison.Ordinal))];

        // Escapes by number are outside the profile.
        private static readonly JsonSerializerOptions _readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        public override string Name => "json";

        public override string Claim => "JsonProfile accepts what Utf8JsonReader and the profile's rules accept; ManifestReader reads what JsonDocument reads";

        public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            .. new[]
            {
                Least, Most, "{}", """{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}""", """{"a":1,"a":2}""", """{"a\/b":1,"a/b":2}""", """{"a":[[1]]}""",
                """{"a":trufalse}""", """{"format":1,"product":"lamp","revision":2}""",
            }.Select(text => Encoding.UTF8.GetBytes(text.Replace("DIGEST", Digest, StringComparison.Ordinal))),
        ];

        public override IReadOnlyList<byte[]> Dictionary => _words;

        public override int Run(byte[] input)
        {
            OtaResult profile = JsonProfile.Check(input, 0, input.Length);
            bool isRead = profile is OtaResult.Ok or OtaResult.FieldDuplicate;
            Require(isRead || profile is OtaResult.ManifestNotJson or OtaResult.ManifestTooDeep, $"the profile gives {profile}");
            Require(isRead == IsOfProfile(input), $"the profile gives {profile}, the oracle the opposite");

            // The text may stand in a larger buffer, whatever is around it.
            byte[] wide = [(byte)'{', (byte)'"', .. input, (byte)'}', (byte)'"'];
            OtaResult result = ManifestReader.Read(wide, 2, input.Length, out Manifest manifest);
            Require(profile == OtaResult.Ok || result == profile, $"the reader gives {result} for what the profile calls {profile}");
            Require((result == OtaResult.Ok) == (manifest != null), "a manifest without Ok, or Ok without one");
            if (isRead)
            {
                Require((int)result is 0 or (>= 250 and <= 258), $"the reader gives {result}");
                using JsonDocument document = JsonDocument.Parse(input);
                ManifestOracle.Check(document.RootElement, result, manifest);
            }

            return (int)result;
        }

        public override byte[] Generate(Random random)
        {
            if (random.Next(3) != 0)
            {
                return ChangeFields(random);
            }

            StringBuilder text = new();
            Append(text, random, 1 + random.Next(9), false);
            return Encoding.UTF8.GetBytes(text.ToString());
        }

        // A good manifest with fields of other values, or without some.
        private static byte[] ChangeFields(Random random)
        {
            JsonObject root = JsonNode.Parse(_good[random.Next(_good.Length)])!.AsObject();
            for (int i = random.Next(3); i >= 0; i--)
            {
                JsonObject at = root;
                while (random.Next(3) != 0)
                {
                    JsonObject[] inner = [.. at.Select(pair => pair.Value).SelectMany(Objects)];
                    if (inner.Length == 0)
                    {
                        break;
                    }

                    at = inner[random.Next(inner.Length)];
                }

                string[] names = [.. at.Select(pair => pair.Key)];
                string name = names.Length == 0 || random.Next(10) == 0 ? _names[random.Next(_names.Length)] : names[random.Next(names.Length)];
                if (random.Next(4) == 0)
                {
                    at.Remove(name);
                }
                else
                {
                    at[name] = Value(random);
                }
            }

            return JsonSerializer.SerializeToUtf8Bytes(root, _readable);

            static IEnumerable<JsonObject> Objects(JsonNode? node) =>
                node is JsonObject one ? [one] : node is JsonArray many ? many.OfType<JsonObject>() : [];
        }

        private static JsonNode? Value(Random random)
        {
            long edge = _numbers[random.Next(_numbers.Length)] + random.Next(3) - 1;
            return random.Next(9) switch
            {
                0 or 1 or 2 => edge,
                3 => new string('a', _lengths[random.Next(_lengths.Length)] + random.Next(3) - 1),
                4 => edge + "." + random.Next(3),
                5 => Digest[random.Next(3)..] + (random.Next(2) == 0 ? "A" : string.Empty),
                6 => new JsonArray([.. Enumerable.Repeat("a", random.Next(35)).Select(text => (JsonNode)text)]),
                7 => random.Next(2) == 0 ? new JsonObject() : null,
                _ => random.Next(2) == 0 ? "firmware" : true,
            };
        }

        private static void Append(StringBuilder text, Random random, int depth, bool isValue)
        {
            int kind = isValue ? random.Next(depth > 0 ? 6 : 4) : 5;
            switch (kind)
            {
                case 0:
                    text.Append(random.Next(3) == 0 ? random.NextInt64() : random.Next(-2, 100));
                    break;
                case 1:
                    text.Append('"').Append(_names[random.Next(_names.Length)]).Append('"');
                    break;
                case 2:
                    text.Append(random.Next(3) switch { 0 => "true", 1 => "null", _ => random.Next(8) == 0 ? "\"\\\"é\"" : "\"\\n\\\"é\"" });
                    break;
                case 3:
                    text.Append("\"1.").Append(random.Next(5)).Append('"');
                    break;
                default:
                    text.Append(kind == 4 ? '[' : '{');
                    for (int i = random.Next(5); i > 0; i--)
                    {
                        if (kind == 5)
                        {
                            text.Append('"').Append(_names[random.Next(_names.Length)]).Append("\": ");
                        }

                        Append(text, random, depth - 1, true);
                        text.Append(i > 1 ? "," : " ");
                    }

                    text.Append(kind == 4 ? ']' : '}');
                    break;
            }
        }

        private static bool IsOfProfile(byte[] input)
        {
            if (!Utf8.IsValid(input))
            {
                return false;
            }

            Utf8JsonReader reader = new(input, new JsonReaderOptions { MaxDepth = 64 });
            Stack<JsonTokenType> open = [];
            try
            {
                while (reader.Read())
                {
                    if (!IsAllowed(ref reader, open))
                    {
                        return false;
                    }
                }

                return true;
            }
            catch (JsonException)
            {
                return false;
            }
        }

        private static bool IsAllowed(ref Utf8JsonReader reader, Stack<JsonTokenType> open)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    open.Push(reader.TokenType);
                    return open.Count <= JsonProfile.MaxDepth;
                case JsonTokenType.StartArray:
                    bool isNested = open.TryPeek(out JsonTokenType parent) && parent == JsonTokenType.StartArray;
                    open.Push(reader.TokenType);
                    return open.Count > 1 && !isNested && open.Count <= JsonProfile.MaxDepth;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    return true;
                case JsonTokenType.Number:
                    ReadOnlySpan<byte> digits = reader.ValueSpan.TrimStart("-"u8);
                    return digits.Length <= MaxDigits && digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && open.Count > 0;
                case JsonTokenType.PropertyName or JsonTokenType.String:
                    return open.Count > 0 && reader.ValueSpan.IndexOfAnyInRange((byte)0xF0, (byte)0xF4) < 0 && !HasForeignEscape(reader.ValueSpan)
                        && !reader.ValueSpan.StartsWith("\\\""u8);
                default:
                    return open.Count > 0;
            }
        }

        private static bool HasForeignEscape(ReadOnlySpan<byte> text)
        {
            for (int i = 0; i + 1 < text.Length; i++)
            {
                if (text[i] == '\\')
                {
                    i++;
                    if (text[i] is (byte)'u' or (byte)'/')
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }
}
