using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace NanoOta
{
    /// <summary>Where nanoFramework differs from .NET for the broker's connection.</summary>
    internal static class MqttPlatform
    {
        /// <summary>One or more authorities in PEM, or one in DER. Throws for other bytes.</summary>
        internal static X509Certificate ParseAuthorities(byte[] certificates)
        {
            return new X509Certificate(PemBytes.Terminate(certificates));
        }

        /// <summary>A device has one program, and its restart closes everything: there is nothing to do.</summary>
        internal static void Share(Socket socket)
        {
        }

        /// <summary>Whether the time ran out.</summary>
        internal static bool IsTimeout(SocketException socket)
        {
            return socket.ErrorCode == (int)SocketError.TimedOut;
        }
    }
}
