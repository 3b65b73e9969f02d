using System.Threading;
using nanoFramework.Networking;
using NanoOta;

namespace SensorNode
{
    /// <summary>Wi-Fi as it is stored on the device, put there with nanoff: the application holds no password.</summary>
    internal static class Network
    {
        private const int Timeout = 30000;

        /// <summary>
        /// Connects. False when there is no network, which is no reason to crash. The time is not waited for: the firmware asks for it by itself, and
        /// where no time server can be reached the node still has to work and to be updated.
        /// </summary>
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
