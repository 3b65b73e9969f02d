using System.Device.Wifi;

namespace NanoOta.Tests.Bootstrap.Networking
{
    /// <summary>What the network of the test does. The libraries are static, so there is one for each test's flow of control.</summary>
    internal sealed class FakeAir
    {
        private static readonly AsyncLocal<FakeAir> _current = new();

        public FakeAir() => _current.Value = this;

        public static FakeAir Current => _current.Value!;

        /// <summary>The adapters that the library's event listener keeps.</summary>
        public List<WifiAdapter> Listening { get; } = [];

        /// <summary>Answers a connection; by default there is one at once.</summary>
        public Func<CancellationToken, bool> Connection { get; set; } = _ => true;

        /// <summary>What asking for the time does.</summary>
        public Action Time { get; set; } = () => { };

        /// <summary>What disposing an adapter throws; null for nothing.</summary>
        public Exception? DisposeFault { get; set; }

        /// <summary>How the last connection ended.</summary>
        public nanoFramework.Networking.NetworkHelperStatus Status { get; set; }

        /// <summary>Whether some interface is up.</summary>
        public Func<bool> IsAvailable { get; set; } = () => true;

        /// <summary>The board's interfaces.</summary>
        public System.Net.NetworkInformation.NetworkInterface[] Interfaces { get; set; } = [];

        /// <summary>The stored Wi-Fi; none on a board of Ethernet.</summary>
        public System.Net.NetworkInformation.Wireless80211Configuration[] Stored { get; set; } = [];

        public int Requests { get; private set; }

        public bool Wait(bool requiresDateTime, CancellationToken token)
        {
            if (requiresDateTime)
            {
                throw new InvalidOperationException("A device without a clock would wait for SNTP, which nobody has started.");
            }

            return Connection(token);
        }

        public void AskForTime()
        {
            Requests++;
            Time();
        }

        public void Dispose(WifiAdapter adapter)
        {
            if (DisposeFault != null)
            {
                throw DisposeFault;
            }

            Listening.Remove(adapter);
        }
    }
}
