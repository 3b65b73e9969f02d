using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>The network configuration that the virtual board stores.</summary>
    public sealed class BoardConfiguration : INetworkConfiguration
    {
        private readonly IBoard _board;

        /// <summary>Of that board.</summary>
        public BoardConfiguration(IBoard board)
        {
            _board = board;
        }

        /// <inheritdoc/>
        public int Read(byte[] buffer) => _board.NetworkRead(buffer);

        /// <inheritdoc/>
        public OtaResult Write(byte[] configuration, int count) => (OtaResult)_board.NetworkWrite(configuration, count);
    }
}
