// The little of nanoFramework's network libraries that WifiNetwork and the samples use, with their names and signatures; WifiNetworkTests holds these to the
// API data. What they do is what the libraries' sources do (System.Device.Wifi, nanoFramework.Networking.Sntp).
using NanoOta.Tests.Bootstrap.Networking;

namespace nanoFramework.Networking
{
    public enum NetworkHelperStatus
    {
        None,
        NetworkIsReady,
        TokenExpiredWaitingIPAddress,
    }

    public static class WifiNetworkHelper
    {
        public static NetworkHelperStatus Status => FakeAir.Current.Status;

        public static System.Device.Wifi.WifiAdapter? WifiAdapter { get; private set; }

        public static bool Reconnect(bool requiresDateTime = false, int wifiAdapterId = 0, CancellationToken token = default)
        {
            WifiAdapter = System.Device.Wifi.WifiAdapter.FindAllAdapters()[wifiAdapterId];
            bool isConnected = FakeAir.Current.Wait(requiresDateTime, token);
            FakeAir.Current.Status = isConnected ? NetworkHelperStatus.NetworkIsReady : NetworkHelperStatus.TokenExpiredWaitingIPAddress;
            return isConnected;
        }
    }

    public class Sntp
    {
        public static bool IsStarted => throw new InvalidOperationException("As on a device, now and then.");

        public static void UpdateNow() => FakeAir.Current.AskForTime();
    }
}

namespace System.Device.Wifi
{
    public sealed class WifiAdapter : IDisposable
    {
        private WifiAdapter() => FakeAir.Current.Listening.Add(this);

        public static WifiAdapter[] FindAllAdapters() => [new WifiAdapter()];

        public void Dispose() => FakeAir.Current.Dispose(this);
    }
}
