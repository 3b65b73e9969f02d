using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>The board's network for the boot program. Without one a connection takes its whole time.</summary>
    public sealed class BoardNetwork : INetwork
    {
        private readonly IBoard _board;
        private readonly BoardLink _link;

        /// <summary>For that board.</summary>
        public BoardNetwork(IBoard board)
        {
            _board = board;
            _link = new BoardLink(board);
        }

        /// <inheritdoc/>
        public OtaResult Connect(int timeout)
        {
            _board.WriteConsole("recovery");
            if (!_link.IsUp)
            {
                _board.Sleep(timeout);
            }

            return _link.IsUp ? OtaResult.Ok : OtaResult.ConnectFailed;
        }

        /// <inheritdoc/>
        public OtaResult SetClock() => _link.SetClock();
    }
}
