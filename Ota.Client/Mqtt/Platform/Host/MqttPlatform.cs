using System;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using nanoFramework.M2Mqtt;

namespace NanoOta
{
    /// <summary>Where .NET differs from nanoFramework for the broker's connection.</summary>
    internal static class MqttPlatform
    {
        // PEM files begin with these bytes.
        private static readonly byte[] _pem = "-----BEGIN"u8.ToArray();

        /// <summary>One or more authorities.</summary>
        internal static X509Certificate ParseCertificate(byte[] certificate)
        {
            X509Certificate2Collection all = new X509Certificate2Collection();
            if (certificate.AsSpan().IndexOf(_pem) < 0)
            {
                all.Add(X509CertificateLoader.LoadCertificate(certificate));
            }
            else
            {
                all.ImportFromPem(Encoding.ASCII.GetString(certificate));
            }

            return new MqttAuthorities(all);
        }

        /// <summary>Whether the time ran out.</summary>
        internal static bool IsTimeout(SocketException socket)
        {
            return socket.SocketErrorCode == SocketError.TimedOut;
        }
    }
}
