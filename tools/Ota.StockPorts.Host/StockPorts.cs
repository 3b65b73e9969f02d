using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>The surroundings of Ota.Bootstrap on the virtual board.</summary>
    public static class StockPorts
    {
        /// <summary>Drive, network, clock and restart of the board that runs this.</summary>
        public static BootPorts Create()
        {
            IBoard board = BoardNatives.Current;
            BoardStorage storage = new(board);
            return new BootPorts
            {
                Storage = storage,
                Loader = new BoardLoader(board, storage),
                Network = new BoardNetwork(board),
                Link = new BoardLink(board),
                Configuration = new BoardConfiguration(board),
                Transport = new CountingTransport(new HttpTransport(new HttpTransportOptions()), board),
                Clock = new BoardClock(board),
                Restart = new BoardRestart(board),
            };
        }
    }
}
