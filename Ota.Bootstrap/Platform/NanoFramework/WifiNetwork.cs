using System;
using System.Threading;
using nanoFramework.Networking;

namespace NanoOta
{
    /// <summary>The Wi-Fi whose name and password are in the device's configuration (nanoff or the device explorer put them there), and SNTP.</summary>
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
            try
            {
                using (CancellationTokenSource source = new CancellationTokenSource(timeout))
                {
                    return WifiNetworkHelper.Reconnect(false, 0, source.Token) ? OtaResult.Ok : OtaResult.ConnectFailed;
                }
            }
            catch (Exception)
            {
                return OtaResult.ConnectFailed;
            }
        }

        /// <inheritdoc/>
        public OtaResult SetClock()
        {
            try
            {
                if (!Sntp.IsStarted)
                {
                    Sntp.Start();
                }

                Sntp.UpdateNow();
                for (int i = 0; i < ClockTries && _clock.UtcSeconds == 0; i++)
                {
                    _clock.Sleep(ClockWait);
                }
            }
            catch (Exception)
            {
                // No time is what it says below.
            }

            return _clock.UtcSeconds == 0 ? OtaResult.ClockUnset : OtaResult.Ok;
        }
    }
}
