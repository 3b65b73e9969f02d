using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>This machine's network, which is up.</summary>
    public sealed class BoardNetwork : INetwork
    {
        private readonly IBoard _board;

        /// <summary>For that board.</summary>
        public BoardNetwork(IBoard board)
        {
            _board = board;
        }

        /// <inheritdoc/>
        public OtaResult Connect(int timeout)
        {
            _board.WriteConsole("recovery");
            return OtaResult.Ok;
        }

        /// <inheritdoc/>
        public OtaResult SetClock() => _board.UtcSeconds == 0 ? OtaResult.ClockUnset : OtaResult.Ok;
    }
}
