using System.Text;
using System.Text.Json;

namespace NanoOta.Tooling.Release
{
    /// <summary>The parts of a JWS in compact serialization, decoded but not verified.</summary>
    public sealed record Envelope(byte[] Header, byte[] Payload, byte[] Signature)
    {
        /// <summary>The name of the key that the header claims; null when there is none.</summary>
        public string? Kid
        {
            get
            {
                try
                {
                    using JsonDocument json = JsonDocument.Parse(Header);
                    return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("kid", out JsonElement kid) && kid.ValueKind == JsonValueKind.String
                        ? kid.GetString()
                        : null;
                }
                catch (Exception e) when (e is JsonException or InvalidOperationException)
                {
                    return null;
                }
            }
        }

        /// <summary>Takes it apart. Throws <see cref="ToolException"/> when it is not three base64url parts.</summary>
        public static Envelope Split(byte[] bytes, string source)
        {
            string[] parts = Encoding.Latin1.GetString(bytes).Split('.');
            byte[]?[] decoded = [.. parts.Select(p => Base64.FromUrl(p))];
            return decoded is [{ } header, { } payload, { } signature]
                ? new Envelope(header, payload, signature)
                : throw new ToolException(ExitCode.BadInput, $"{source} is not a manifest (three base64url parts with dots). Publish it again.");
        }
    }
}
