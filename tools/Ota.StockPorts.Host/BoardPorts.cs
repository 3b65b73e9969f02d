using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>Ready-made ports of the virtual board, under the names of Ota.Board.</summary>
    public static class BoardPorts
    {
        /// <summary>All ports of the client but those that differ by the kind of board; this machine's network.</summary>
        public static OtaPorts Create()
        {
            BoardLink link = new();
            return new OtaPorts
            {
                Transport = new HttpTransport(new HttpTransportOptions()),
                Clock = new BoardClock(),
                Restart = new BoardRestart(),
                ClockSetter = link,
                Link = link,
                Network = CreateKeeper(),
            };
        }

        /// <summary>Keeps the board's network configuration on its drive; null on a board without a drive.</summary>
        public static INetworkKeeper? CreateKeeper()
        {
            IBoard board = BoardNatives.Current;
            return board.Drive.BlockCount == 0
                ? null
                : new NetworkKeeper(new BoardConfiguration(board), new TwoCopyStateStore(new StorageRecordMedium(new BoardStorage(board), "net"), NetworkKeeper.MaxLength));
        }

        /// <summary>The agent's files on the board's drive.</summary>
        public static AgentPorts CreateAgent()
        {
            BoardStorage storage = new(BoardNatives.Current);
            return new AgentPorts { Settings = new StorageRecordMedium(storage, "set"), Outcomes = new StorageRecordMedium(storage, "log") };
        }
    }
}
