using System.Security.Cryptography;
using System.Text;

namespace NanoOta.Tooling.Signing
{
    /// <summary>PEM files with a P-256 key and, before the block, a line with its name (RFC 7468 allows text there).</summary>
    internal static class PemKey
    {
        private const string KidLine = "kid:";

        /// <summary>Reads either half of a key. Refuses other curves and algorithms.</summary>
        public static (ECDsa Key, string? Kid) Read(string path) => Parse(Files.ReadAll(path), path);

        /// <summary>The same of a text.</summary>
        public static (ECDsa Key, string? Kid) Parse(byte[] pem, string path)
        {
            string text = Encoding.UTF8.GetString(pem);
            ECDsa key = ECDsa.Create();
            try
            {
                key.ImportFromPem(text);
                ECCurve curve = key.ExportParameters(false).Curve;
                if (!IsP256(curve))
                {
                    string what = curve.IsNamed ? $"has a key on the curve {curve.Oid.FriendlyName ?? curve.Oid.Value}" : "has a key that describes its curve instead of naming it";
                    throw new ToolException(ExitCode.BadInput, $"{path} {what}. Devices check P-256 only: make a key with 'nanoota keygen'.");
                }
            }
            catch (ToolException)
            {
                key.Dispose();
                throw;
            }
            catch (Exception e) when (e is ArgumentException or CryptographicException or NotSupportedException or FormatException)
            {
                key.Dispose();
                throw new ToolException(ExitCode.BadInput, $"{path} is not an unencrypted PEM file with one P-256 key. Make one with 'nanoota keygen'.", e);
            }

            return (key, FindKid(text));
        }

        // Windows names the curve and leaves the OID out. secp256k1 has 256 bits, too.
        private static bool IsP256(ECCurve curve) =>
            curve.IsNamed && (curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value || curve.Oid.FriendlyName is "nistP256" or "ECDSA_P256");

        /// <summary>x then y, 64 bytes.</summary>
        public static byte[] Point(ECDsa key)
        {
            ECPoint point = key.ExportParameters(false).Q;
            return [.. point.X!, .. point.Y!];
        }

        private static string? FindKid(string text)
        {
            foreach (string line in text.Split('\n'))
            {
                if (line.StartsWith("-----BEGIN", StringComparison.Ordinal))
                {
                    return null;
                }

                if (line.StartsWith(KidLine, StringComparison.Ordinal))
                {
                    return KeyId.Check(line[KidLine.Length..].Trim());
                }
            }

            return null;
        }
    }
}
