using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanoOta.Tests.Http
{
    /// <summary>A root CA made for one test run, and server certificates of it.</summary>
    public sealed class TestAuthority : IDisposable
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        /// <summary>Makes the root, valid from ten years ago for twenty.</summary>
        public TestAuthority()
        {
            CertificateRequest request = new($"CN=nanoOta test root {Guid.NewGuid():N}", _key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
            Root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-10), DateTimeOffset.UtcNow.AddYears(10));
        }

        /// <summary>The root's certificate.</summary>
        public X509Certificate2 Root { get; }

        /// <summary>A server's certificate, valid since two years ago.</summary>
        public X509Certificate2 Issue(string dnsName, DateTimeOffset notAfter)
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new($"CN={dnsName}", key, HashAlgorithmName.SHA256);
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName(dnsName);
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
            using X509Certificate2 bare = request.Create(Root, DateTimeOffset.UtcNow.AddYears(-2), notAfter, RandomNumberGenerator.GetBytes(8));
            using X509Certificate2 withKey = bare.CopyWithPrivateKey(key);
            return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Root.Dispose();
            _key.Dispose();
        }
    }
}
