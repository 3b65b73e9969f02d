using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace NanoOta.Tooling.Signing
{
    /// <summary>The name of a key, as it stands in a manifest's header.</summary>
    public static partial class KeyId
    {
        /// <summary>Whether a device accepts it: 1 to 64 of A-Z a-z 0-9 . _ -.</summary>
        public static bool IsValid(string kid) => Form().IsMatch(kid);

        /// <summary>The JWK thumbprint (RFC 7638, SHA-256, base64url) of a P-256 key of 64 bytes, x then y.</summary>
        public static string Thumbprint(ReadOnlySpan<byte> publicKey)
        {
            string jwk = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64.Url(publicKey[..32])}}","y":"{{Base64.Url(publicKey[32..])}}"}""";
            return Base64.Url(SHA256.HashData(Encoding.ASCII.GetBytes(jwk)));
        }

        /// <summary>Refuses a name that a device would not accept.</summary>
        public static string Check(string kid) => IsValid(kid)
            ? kid
            : throw new ToolException(ExitCode.Usage, $"The key id '{kid}' cannot be used: take 1 to 64 letters, digits, '.', '_' or '-'.");

        [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,64}\z")]
        private static partial Regex Form();
    }
}
