using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>The surroundings of Ota.Bootstrap on the virtual board.</summary>
    public static class StockPorts
    {
        /// <summary>Drive, clock and restart of the board that runs this; this machine's network.</summary>
        public static BootPorts Create()
        {
            IBoard board = BoardNatives.Current;
            BoardStorage storage = new(board);
            return new BootPorts
            {
                Storage = storage,
                Loader = new BoardLoader(board, storage),
                Network = new BoardNetwork(board),
                Transport = new CountingTransport(new HttpTransport(new HttpTransportOptions()), board),
                Clock = new BoardClock(board),
                Restart = new BoardRestart(board),
            };
        }
    }
}
