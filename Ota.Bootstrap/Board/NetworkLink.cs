using System;
using System.Net.NetworkInformation;
using System.Threading;

namespace NanoOta
{
    /// <summary>Whether the board has an address, on Wi-Fi or Ethernet: the first interface that has one counts. Thread-safe.</summary>
    /// <remarks>
    /// The platform's events say when to look again: NetworkChange.NetworkAvailabilityChanged and NetworkAddressChanged. A look costs native calls and
    /// objects, so between two events there is a look a minute. Nobody knows of an event that was lost. While there is no network, a look follows each 5 s.
    /// NetworkInterface.GetIsNetworkAvailable says that some interface is up (nf-interpreter,
    /// sys_net_native_System_Net_NetworkInformation_NetworkInterface.cpp). An interface that is up may still wait for its address. The board's own
    /// access point has an address and leads nowhere.
    /// </remarks>
    public sealed class NetworkLink : ILink
    {
        private const string NoAddress = "0.0.0.0";
        private const int LookWhenUp = 60000;
        private const int LookWhenDown = 5000;

        private int _isChanged = 1;
        private long _nextLook;
        private bool _isUp;

        /// <summary>A link that hears the platform's events from now on.</summary>
        public NetworkLink()
        {
            NetworkChange.NetworkAvailabilityChanged += NoteAvailability;
            NetworkChange.NetworkAddressChanged += NoteAddress;
        }

        /// <inheritdoc/>
        public bool IsUp
        {
            get
            {
                long now = Environment.TickCount64;
                if (Interlocked.Exchange(ref _isChanged, 0) == 1 || now >= _nextLook)
                {
                    _isUp = Look();
                    _nextLook = now + (_isUp ? LookWhenUp : LookWhenDown);
                }

                return _isUp;
            }
        }

        /// <summary>Looks at all interfaces now. Never throws.</summary>
        internal static bool Look()
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

        private void NoteAvailability(object sender, NetworkAvailabilityEventArgs e)
        {
            Interlocked.Exchange(ref _isChanged, 1);
        }

        private void NoteAddress(object sender, EventArgs e)
        {
            Interlocked.Exchange(ref _isChanged, 1);
        }
    }
}
