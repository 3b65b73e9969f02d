using System.Security.Cryptography;
using System.Text;

namespace NanoOta.Tests.Verification
{
    /// <summary>Signs envelopes with .NET's ECDsa and the published private key of RFC 7515, A.3.1.</summary>
    internal static class JwsSigner
    {
        private const string X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
        private const string Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
        private const string D = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";

        public static ECDsa CreateKey() => ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = System.Buffers.Text.Base64Url.DecodeFromChars(X), Y = System.Buffers.Text.Base64Url.DecodeFromChars(Y) },
            D = System.Buffers.Text.Base64Url.DecodeFromChars(D),
        });

        public static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

        /// <summary>An envelope of the profile.</summary>
        public static string Sign(string kid, byte[] payload)
        {
            string header = $$"""{"alg":"ES256","kid":"{{kid}}"}""";
            return SignParts(Encode(Encoding.ASCII.GetBytes(header)), Encode(payload));
        }

        /// <summary>An envelope of two parts as they are.</summary>
        public static string SignParts(string header, string payload)
        {
            using ECDsa key = CreateKey();
            string signed = header + "." + payload;
            return signed + "." + Encode(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256));
        }
    }
}
