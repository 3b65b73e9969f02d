using System;
using System.Device.Wifi;
using System.Threading;
using nanoFramework.Networking;

namespace NanoOta
{
    /// <summary>
    /// Wi-Fi or another interface, and SNTP. An interface that has an address already, such as Ethernet, makes Wi-Fi needless. Name and password of the
    /// Wi-Fi are in the device's configuration, where nanoff or the device explorer puts them.
    /// </summary>
    /// <remarks>
    /// With AutoConnect in the stored configuration the firmware connects by itself, again and again (nf-interpreter, NF_ESP32_Wireless.cpp).
    /// WifiNetworkHelper.Reconnect only waits until there is an address. Without AutoConnect that call waits in vain.
    /// </remarks>
    public sealed class WifiNetwork : INetwork
    {
        private const int ClockTries = 20;
        private const int ClockWait = 1000;

        private readonly IClock _clock;

        /// <summary>A network that sets that clock's time.</summary>
        public WifiNetwork(IClock clock)
        {
            _clock = clock;
        }

        /// <inheritdoc/>
        public OtaResult Connect(int timeout)
        {
            if (NetworkLink.Look())
            {
                return OtaResult.Ok;
            }

            try
            {
                using (CancellationTokenSource source = new CancellationTokenSource(timeout))
                {
                    // A wait for a date would use the same token, and fail for want of SNTP. So no date is asked for.
                    return WifiNetworkHelper.Reconnect(false, 0, source.Token) || NetworkLink.Look() ? OtaResult.Ok : OtaResult.ConnectFailed;
                }
            }
            catch (Exception)
            {
                // A board without Wi-Fi, for example.
                return NetworkLink.Look() ? OtaResult.Ok : OtaResult.ConnectFailed;
            }
            finally
            {
                ReleaseAdapter();
            }
        }

        /// <inheritdoc/>
        public OtaResult SetClock()
        {
            try
            {
                // Stops the client and starts the client again. So the client asks at once, and need not have been started. Do not call
                // Sntp.IsStarted. Its native half reads an instance from the stack, which a static property has not, so the call may throw.
                Sntp.UpdateNow();
                for (int i = 0; i < ClockTries && _clock.UtcSeconds == 0; i++)
                {
                    _clock.Sleep(ClockWait);
                }
            }
            catch (Exception)
            {
                // Without a time the code below says so.
            }

            return _clock.UtcSeconds == 0 ? OtaResult.ClockUnset : OtaResult.Ok;
        }

        // Every Reconnect makes an adapter, and the library's list keeps that adapter for ever, finalizer included. Disposing takes the adapter off
        // that list, and does nothing to the connection.
        private static void ReleaseAdapter()
        {
            try
            {
                WifiAdapter adapter = WifiNetworkHelper.WifiAdapter;
                if (adapter != null)
                {
                    adapter.Dispose();
                }
            }
            catch (Exception)
            {
                // Connected or not is what counts.
            }
        }
    }
}
