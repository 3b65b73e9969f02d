using System.Security.Cryptography.X509Certificates;

namespace nanoFramework.M2Mqtt
{
    /// <summary>The authorities of one file: Mbed TLS keeps them behind one certificate, too.</summary>
    internal sealed class MqttAuthorities : X509Certificate2
    {
        public MqttAuthorities(X509Certificate2Collection all)
            : base(all[0])
        {
            All = all;
        }

        public X509Certificate2Collection All { get; }

        /// <summary>Whether one of them signed that certificate, by way of the others that came along.</summary>
        public bool Signed(X509Certificate2 certificate, X509Chain received)
        {
            using X509Chain chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(All);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.DisableCertificateDownloads = true;
            foreach (X509ChainElement element in received.ChainElements)
            {
                chain.ChainPolicy.ExtraStore.Add(element.Certificate);
            }

            return chain.Build(certificate);
        }
    }
}
