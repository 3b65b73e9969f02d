using System;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace NanoOta
{
    /// <summary>The authorities of one file: Mbed TLS keeps them behind one certificate, too.</summary>
    internal sealed class AuthorityBundle : X509Certificate2
    {
        // What every PEM file has.
        private static readonly byte[] _pem = "-----BEGIN"u8.ToArray();

        private readonly X509Certificate2Collection _all;

        private AuthorityBundle(X509Certificate2Collection all)
            : base(all[0])
        {
            _all = all;
        }

        /// <summary>One or more authorities in PEM, or one in DER. Throws for other bytes.</summary>
        public static AuthorityBundle Parse(byte[] certificates)
        {
            X509Certificate2Collection all = new X509Certificate2Collection();
            if (certificates.AsSpan().IndexOf(_pem) < 0)
            {
                all.Add(X509CertificateLoader.LoadCertificate(certificates));
            }
            else
            {
                all.ImportFromPem(Encoding.ASCII.GetString(certificates));
            }

            return new AuthorityBundle(all);
        }

        /// <summary>What stands against a certificate, by way of the others that came along. These roots are the only ones.</summary>
        public X509ChainStatusFlags Judge(X509Certificate2 certificate, X509Chain received)
        {
            using X509Chain chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(_all);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.DisableCertificateDownloads = true;
            foreach (X509ChainElement element in received.ChainElements)
            {
                chain.ChainPolicy.ExtraStore.Add(element.Certificate);
            }

            return chain.Build(certificate) ? X509ChainStatusFlags.NoError : Flags(chain);
        }

        /// <summary>What a chain says, but for revocation, which no device asks for.</summary>
        internal static X509ChainStatusFlags Flags(X509Chain chain)
        {
            X509ChainStatusFlags all = X509ChainStatusFlags.NoError;
            foreach (X509ChainStatus status in chain.ChainStatus)
            {
                all |= status.Status;
            }

            return all & ~(X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation);
        }
    }
}
