using System.Net;
using System.Net.Sockets;

namespace NanoOta.Tests.Workbench
{
    /// <summary>A port of this machine that nobody listens at.</summary>
    internal static class FreePort
    {
        public static string Url()
        {
            using TcpListener listener = new(IPAddress.Loopback, 0);
            listener.Start();
            return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
        }
    }
}
