using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace NanoOta.Tooling.Serving
{
    /// <summary>
    /// A certificate authority for trying things out: made once, kept in two files, so that a device which has it pinned still
    /// trusts the server after it was started again. P-256, which mbedTLS on an ESP32 handles fastest.
    /// </summary>
    public static class ServerCertificate
    {
        private static readonly DateTimeOffset _always = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

        /// <summary>
        /// Reads the authority from <paramref name="caFile"/> (PEM) and its key from the file beside it, or makes both; then
        /// makes a server certificate for <paramref name="hosts"/> (names and addresses).
        /// </summary>
        public static X509Certificate2 Make(string caFile, IReadOnlyCollection<string> hosts)
        {
            using X509Certificate2 authority = LoadOrCreateAuthority(caFile);
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new("CN=nanoota serve", key, HashAlgorithmName.SHA256);
            SubjectAlternativeNameBuilder names = new();
            foreach (string host in hosts)
            {
                if (IPAddress.TryParse(host, out IPAddress? address))
                {
                    names.AddIpAddress(address);
                }
                else
                {
                    names.AddDnsName(host);
                }
            }

            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
            using X509Certificate2 issued = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(16));
            using X509Certificate2 whole = issued.CopyWithPrivateKey(key);

            // Through PKCS#12, because TLS on Windows takes no ephemeral key.
            return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
        }

        /// <summary>The file of the authority's key.</summary>
        public static string KeyFile(string caFile) => Path.ChangeExtension(caFile, ".key.pem");

        private static X509Certificate2 LoadOrCreateAuthority(string caFile)
        {
            string keyFile = KeyFile(caFile);
            if (File.Exists(caFile) && File.Exists(keyFile))
            {
                try
                {
                    return X509Certificate2.CreateFromPem(Text(caFile), Text(keyFile));
                }
                catch (Exception e) when (e is CryptographicException or ArgumentException)
                {
                    throw new ToolException(ExitCode.BadInput, $"{caFile} and {keyFile} are not a certificate authority and its key. Remove both, or use --ca with another name.", e);
                }
            }

            if (File.Exists(caFile) || File.Exists(keyFile))
            {
                throw new ToolException(ExitCode.BadInput, $"Of {caFile} and {keyFile} only one is there. Bring the other back, or remove both.");
            }

            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new("CN=nanoota test authority", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));

            // Devices without a clock start in 1970 or 2000 and compare; nothing is won by a short life here.
            X509Certificate2 authority = request.CreateSelfSigned(_always, _always.AddYears(30));
            Files.WriteNew(keyFile, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"), secret: true);
            Files.WriteNew(caFile, Encoding.ASCII.GetBytes(authority.ExportCertificatePem() + "\n"));
            return authority;
        }

        private static string Text(string file) => Encoding.ASCII.GetString(Files.ReadAll(file));
    }
}
