using NanoOta;
using NanoOta.VirtualDevice;

namespace Blink
{
    /// <summary>The LED's surroundings on the virtual ESP32: a release that works, fails, throws or hangs, and someone who watches.</summary>
    internal static class BlinkBoard
    {
        private static readonly IBoard _board = BoardNatives.Current;
        private static OtaClient _client;

        /// <summary>Gets the LED ready.</summary>
        public static void Start(OtaClient client)
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
            Release.Start();
        }

        /// <summary>Whether the LED works.</summary>
        public static HealthStatus CheckLed()
        {
            return Release.CheckLed();
        }

        /// <summary>Nothing to see here.</summary>
        public static void Toggle()
        {
        }

        /// <summary>Tells how something ended.</summary>
        public static void Say(string what, OtaResult result)
        {
            Count();
            _board.Report(what, (int)result, (int)_client.State, _client.HighestSequence);
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
