using NanoOta;
using NanoOta.VirtualDevice;

namespace Lamp
{
    /// <summary>The lamp's surroundings on the virtual ESP32: its flash, its clock, and this machine's network.</summary>
    internal static class LampBoard
    {
        private static readonly IBoard _board = BoardNatives.Current;
        private static OtaClient _client;

        /// <summary>Time.</summary>
        public static IClock Clock { get; } = new BoardClock();

        /// <summary>Slots and state record in the board's flash.</summary>
        public static OtaPorts CreatePorts()
        {
            var slot = LampSlot.Create();
            return new OtaPorts
            {
                Transport = new HttpTransport(new HttpTransportOptions()),
                Slot = slot,
                Boot = slot,
                Store = new TwoCopyStateStore(new FlashRecordMedium(), DeviceRecord.Length),
                Clock = Clock,
                Restart = new BoardRestart(),
            };
        }

        /// <summary>Tells whoever watches the board what the client does.</summary>
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
