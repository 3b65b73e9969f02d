using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace NanoOta
{
    /// <summary>Where .NET differs from nanoFramework for the broker's connection.</summary>
    internal static class MqttPlatform
    {
        /// <summary>One or more authorities in PEM, or one in DER. Throws for other bytes.</summary>
        internal static X509Certificate ParseAuthorities(byte[] certificates)
        {
            return AuthorityBundle.Parse(certificates);
        }

        /// <summary>Several virtual boards of one PC listen at one port, and each hears a broadcast. The socket is closed when the board's run ends.</summary>
        internal static void Share(Socket socket)
        {
            RunConnections.Add(socket);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        }

        /// <summary>Whether the time ran out.</summary>
        internal static bool IsTimeout(SocketException socket)
        {
            return socket.SocketErrorCode == SocketError.TimedOut;
        }
    }
}
