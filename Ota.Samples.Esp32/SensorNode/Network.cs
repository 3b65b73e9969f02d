using System.Threading;
using nanoFramework.Networking;
using NanoOta;

namespace SensorNode
{
    /// <summary>The Wi-Fi of the device's configuration, where nanoff puts name and password. So the application holds no password.</summary>
    internal static class Network
    {
        private const int Timeout = 30000;

        /// <summary>
        /// Connects. No network is no reason to crash. The firmware asks for the time by itself. Without a time server the node still has to work, so
        /// nothing waits for the time.
        /// </summary>
        /// <returns>Whether there is a network.</returns>
        public static bool Connect()
        {
            using (CancellationTokenSource source = new CancellationTokenSource(Timeout))
            {
                return WifiNetworkHelper.Reconnect(false, 0, source.Token);
            }
        }

        /// <summary>Whether the network is there: asked while a release is on trial. Tries again until the window closes.</summary>
        public static HealthStatus Check()
        {
            return WifiNetworkHelper.Status == NetworkHelperStatus.NetworkIsReady || Connect() ? HealthStatus.Healthy : HealthStatus.NotYet;
        }
    }
}
