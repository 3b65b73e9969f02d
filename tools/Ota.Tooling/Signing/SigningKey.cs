using System.Security.Cryptography;
using System.Text;

namespace NanoOta.Tooling.Signing
{
    /// <summary>A named P-256 private key that releases are signed with. Not thread-safe.</summary>
    public sealed class SigningKey : IDisposable
    {
        private readonly ECDsa _key;

        private SigningKey(ECDsa key, string? kid)
        {
            _key = key;
            byte[] point = PemKey.Point(key);
            PublicKey = new PublicKey(kid ?? KeyId.Thumbprint(point), point);
        }

        /// <summary>The other half.</summary>
        public PublicKey PublicKey { get; }

        /// <summary>Makes a new key; without a name its thumbprint names it.</summary>
        public static SigningKey Create(string? kid = null) => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), kid == null ? null : KeyId.Check(kid));

        /// <summary>A key of another implementation, which this object then owns.</summary>
        public static SigningKey Of(ECDsa key, string kid) => new(key, KeyId.Check(kid));

        /// <summary>Reads what <see cref="Save"/> wrote, or any PEM file with a P-256 private key.</summary>
        public static SigningKey Load(string path)
        {
            path = KeyStore.Find(path);
            (ECDsa key, string? kid) = PemKey.Read(path);
            try
            {
                key.ExportParameters(true);
            }
            catch (CryptographicException e)
            {
                key.Dispose();
                throw new ToolException(ExitCode.BadInput, $"{path} holds only a public key. Signing needs the private one{Missing(path)}.", e);
            }

            return new SigningKey(key, kid);
        }

        // The public half beside a private key that is gone is found by the key's name.
        private static string Missing(string publicFile) =>
            publicFile.EndsWith(".pub.pem", StringComparison.OrdinalIgnoreCase) && $"{publicFile[..^8]}.pem" is var file && !File.Exists(file) ? $", and {file} is not there: bring its copy back" : string.Empty;

        /// <summary>Whether the file holds a private key that not only its owner can read. False on Windows, where the folder's rights count.</summary>
        public static bool IsOpenToOthers(string path)
        {
            const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
            path = KeyStore.Find(path);
            return !OperatingSystem.IsWindows()
                && (File.GetUnixFileMode(path) & Others) != 0
                && Encoding.ASCII.GetString(Files.ReadAll(path)).Contains("PRIVATE KEY", StringComparison.Ordinal);
        }

        /// <summary>
        /// Writes PKCS#8 PEM that only its owner may read (mode 0600; on Windows the folder's rights count). An existing file is kept, and the call
        /// fails: a lost signing key cannot be made again.
        /// </summary>
        public void Save(string path)
        {
            RefuseExisting(path);
            Files.WriteNew(path, Encoding.ASCII.GetBytes($"kid: {PublicKey.Kid}\n{_key.ExportPkcs8PrivateKeyPem()}\n"), secret: true);
        }

        /// <summary>Refuses a file that is there already.</summary>
        public static void RefuseExisting(string path)
        {
            if (Path.Exists(path))
            {
                throw new ToolException(ExitCode.Usage, $"{path} is there already, and a key is never overwritten: devices that trust only that key could never be updated again. Choose another name.");
            }
        }

        /// <summary>
        /// A JWS in compact serialization (RFC 7515) over <paramref name="payload"/>, in the profile that devices accept: ES256,
        /// header of alg and kid only.
        /// </summary>
        public byte[] SignJws(ReadOnlySpan<byte> payload) => Sign($$"""{"alg":"ES256","kid":"{{PublicKey.Kid}}"}""", payload);

        /// <summary>The same with a type in the header (RFC 7515, 4.1.9). No device accepts such an envelope.</summary>
        public byte[] SignJws(ReadOnlySpan<byte> payload, string type) => Sign($$"""{"alg":"ES256","kid":"{{PublicKey.Kid}}","typ":"{{type}}"}""", payload);

        /// <inheritdoc/>
        public void Dispose() => _key.Dispose();

        private byte[] Sign(string header, ReadOnlySpan<byte> payload)
        {
            string signed = $"{Base64.Url(Encoding.ASCII.GetBytes(header))}.{Base64.Url(payload)}";
            byte[] signature = _key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            return Encoding.ASCII.GetBytes($"{signed}.{Base64.Url(signature)}");
        }
    }
}
