using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoOta.Tooling.Signing;

namespace NanoOta.Tooling.Inspection
{
    /// <summary>Shows the texts that the tool writes: keys, certificate authorities, pack files. Of a private key nothing secret is shown.</summary>
    internal static class TextInspection
    {
        private const int MaxLength = 1024 * 1024;

        /// <summary>The text as an object; null when it is none of these.</summary>
        public static JsonObject? Find(byte[] data, string name)
        {
            if (data.Length is 0 or > MaxLength)
            {
                return null;
            }

            int first = data.AsSpan().IndexOfAnyExcept(" \r\n\t"u8);
            if (first >= 0 && data[first] == '{')
            {
                return Json(data, name);
            }

            ReadOnlySpan<byte> text = data;
            if (text.IndexOf("-----BEGIN CERTIFICATE-----"u8) >= 0)
            {
                return Certificate(data, name);
            }

            bool isPrivate = text.IndexOf("PRIVATE KEY-----"u8) >= 0;
            return isPrivate || text.IndexOf("-----BEGIN PUBLIC KEY-----"u8) >= 0 ? Key(data, name, isPrivate) : null;
        }

        private static JsonObject Key(byte[] data, string name, bool isPrivate)
        {
            PublicKey key = PublicKey.Parse(data, name);
            return new JsonObject
            {
                ["kind"] = isPrivate ? "private key" : "public key",
                ["says"] = isPrivate ? "whoever has this file can put code on your devices" : "devices check releases with this key",
                ["kid"] = key.Kid,
                ["thumbprint"] = KeyId.Thumbprint(key.ToBytes()),
            };
        }

        private static JsonObject Certificate(byte[] data, string name)
        {
            try
            {
                using System.Security.Cryptography.X509Certificates.X509Certificate2 certificate =
                    System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(data));
                return new JsonObject
                {
                    ["kind"] = "certificate",
                    ["subject"] = certificate.Subject,
                    ["issuer"] = certificate.Issuer,
                    ["from"] = Release.AudienceText.Time(new DateTimeOffset(certificate.NotBefore.ToUniversalTime()).ToUnixTimeSeconds()),
                    ["until"] = Release.AudienceText.Time(new DateTimeOffset(certificate.NotAfter.ToUniversalTime()).ToUnixTimeSeconds()),
                };
            }
            catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or ArgumentException)
            {
                throw new ToolException(ExitCode.BadInput, $"{name} begins like a certificate and is none. Make the file anew.", e);
            }
        }

        private static JsonObject? Json(byte[] data, string name)
        {
            try
            {
                if (SafeJson.Parse(data) is JsonObject fields)
                {
                    string? kind = fields.ContainsKey("chunkCount") && fields.ContainsKey("identity") ? "pack file"
                        : name == "nanoota.json" ? "project file"
                        : null;
                    return kind == null ? null : new JsonObject { ["kind"] = kind, ["content"] = DigestText.In(fields.DeepClone()) };
                }
            }
            catch (JsonException e)
            {
                throw new ToolException(ExitCode.BadInput, $"{name} begins like JSON and is none that can be read. Make the file anew.", e);
            }

            return null;
        }
    }
}
