using System.Threading;
using nanoFramework.Networking;
using NanoOta;

namespace SensorNode
{
    /// <summary>Wi-Fi as it is stored on the device, put there with nanoff: the application holds no password.</summary>
    internal static class Network
    {
        private const int Timeout = 30000;

        /// <summary>Connects, and waits for the time. False when there is no network, which is no reason to crash.</summary>
        public static bool Connect()
        {
            return WifiNetworkHelper.Reconnect(true, 0, new CancellationTokenSource(Timeout).Token);
        }

        /// <summary>Whether the network is there: asked while a release is on trial. Tries again until the window closes.</summary>
        public static HealthStatus Check()
        {
            return WifiNetworkHelper.Status == NetworkHelperStatus.NetworkIsReady || Connect() ? HealthStatus.Healthy : HealthStatus.NotYet;
        }
    }
}
