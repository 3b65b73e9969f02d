using System;
using System.Net.NetworkInformation;

namespace NanoOta
{
    /// <summary>Whether the board has an address, on Wi-Fi or Ethernet. Thread-safe.</summary>
    /// <remarks>
    /// NetworkInterface.GetIsNetworkAvailable says that some interface is up (nf-interpreter,
    /// sys_net_native_System_Net_NetworkInformation_NetworkInterface.cpp). An interface that is up may still wait for its address. The board's own
    /// access point has an address and leads nowhere.
    /// </remarks>
    public sealed class NetworkLink : ILink
    {
        private const string NoAddress = "0.0.0.0";

        /// <inheritdoc/>
        public bool IsUp
        {
            get
            {
                try
                {
                    return NetworkInterface.GetIsNetworkAvailable() && HasAddress();
                }
                catch (Exception)
                {
                    // A board that cannot tell has no network yet: a trial's window then closes 15 minutes after the start.
                    return false;
                }
            }
        }

        private static bool HasAddress()
        {
            NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
            for (int i = 0; i < interfaces.Length; i++)
            {
                if (interfaces[i].NetworkInterfaceType != NetworkInterfaceType.WirelessAP && interfaces[i].IPv4Address != NoAddress)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
