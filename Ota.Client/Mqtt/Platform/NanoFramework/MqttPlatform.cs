using System;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace NanoOta
{
    /// <summary>Where nanoFramework differs from .NET for the broker's connection.</summary>
    internal static class MqttPlatform
    {
        // The byte that every PEM file begins with.
        private const byte Dash = 0x2D;

        /// <summary>One or more authorities.</summary>
        internal static X509Certificate ParseCertificate(byte[] certificate)
        {
            int length = certificate.Length;
            if (length == 0 || certificate[0] != Dash || certificate[length - 1] == 0)
            {
                return new X509Certificate(certificate);
            }

            // Mbed TLS takes PEM only with a terminating zero.
            byte[] terminated = new byte[length + 1];
            Array.Copy(certificate, terminated, length);
            return new X509Certificate(terminated);
        }

        /// <summary>Whether the time ran out.</summary>
        internal static bool IsTimeout(SocketException socket)
        {
            return socket.ErrorCode == (int)SocketError.TimedOut;
        }
    }
}
