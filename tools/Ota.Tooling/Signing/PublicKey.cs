using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NanoOta.Tooling.Signing
{
    /// <summary>A named P-256 key that manifests are checked with. Immutable.</summary>
    public sealed class PublicKey
    {
        private readonly byte[] _point;

        /// <summary>Makes one from 64 bytes, x then y, both big-endian.</summary>
        public PublicKey(string kid, byte[] point)
        {
            Kid = KeyId.Check(kid);
            _point = point.Length == 64 ? point : throw new ArgumentException("A P-256 key has 64 bytes.", nameof(point));
        }

        /// <summary>The name of the key.</summary>
        public string Kid { get; }

        /// <summary>A copy of the 64 bytes.</summary>
        public byte[] ToBytes() => (byte[])_point.Clone();

        /// <summary>Reads a PEM file (public or private). A line "kid: name" before the block names the key; else its thumbprint does.</summary>
        public static PublicKey Load(string path)
        {
            string file = KeyStore.Find(path);
            return Parse(Files.ReadAll(file), file);
        }

        /// <summary>Reads a PEM text, of a source that is named in messages.</summary>
        public static PublicKey Parse(byte[] pem, string source)
        {
            (ECDsa key, string? kid) = PemKey.Parse(pem, source);
            using (key)
            {
                byte[] point = PemKey.Point(key);
                return new PublicKey(kid ?? KeyId.Thumbprint(point), point);
            }
        }

        /// <summary>The file that <see cref="Load"/> reads.</summary>
        public string ToPem()
        {
            using ECDsa key = Import();
            return $"kid: {Kid}\n{key.ExportSubjectPublicKeyInfoPem()}\n";
        }

        /// <summary>Whether a signature of 64 bytes, r then s, is this key's over the bytes (ES256).</summary>
        public bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
        {
            using ECDsa key = Import();
            return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        /// <summary>The line of C# that makes the key trusted on a device.</summary>
        public string ToCSharp()
        {
            StringBuilder line = new();
            line.Append(CultureInfo.InvariantCulture, $"new TrustedKey(\"{Kid}\", new byte[] {{ ");
            line.AppendJoin(", ", _point.Select(b => $"0x{b:X2}"));
            return line.Append(" })").ToString();
        }

        private ECDsa Import() => ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = _point[..32], Y = _point[32..] },
        });
    }
}
