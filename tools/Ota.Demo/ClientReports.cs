using NanoOta;
using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>Part of every demo app: tells whoever watches the board what its client does.</summary>
    internal static class ClientReports
    {
        private static readonly IBoard _board = BoardNatives.Current;
        private static OtaClient _client;

        /// <summary>States and progress, from now on.</summary>
        public static void Watch(OtaClient client)
        {
            _client = client;
            client.StateChanged += state =>
            {
                Count();
                _board.Report("state", (int)state, 0, 0);
            };
            client.Progress += (done, total) =>
            {
                Count();
                _board.Report("progress", 0, done, total);
            };
        }

        /// <summary>How something ended.</summary>
        public static void Say(string what, OtaResult result)
        {
            Count();
            _board.Report(what, (int)result, (int)_client.State, _client.InstalledVersion);
        }

        private static void Count()
        {
            OtaCounters counters = _client.Counters;
            _board.Report("fetched", 0, counters.BytesFetched, 0);
            _board.Report("reused", 0, counters.BytesReused, 0);
            _board.Report("resumed", 0, counters.BytesResumed, 0);
            _board.Report("writes", 0, counters.StateWrites, 0);
        }
    }
}
