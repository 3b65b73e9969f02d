using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>The two copies of the state record, in a sector each of the virtual board's state partition.</summary>
    public sealed class FlashRecordMedium : IRecordMedium
    {
        private readonly IBoard _board;

        /// <summary>On the board that loaded this assembly.</summary>
        public FlashRecordMedium()
            : this(BoardNatives.Current)
        {
        }

        /// <summary>On a board given by hand. Host only.</summary>
        public FlashRecordMedium(IBoard board)
        {
            _board = board;
        }

        /// <inheritdoc/>
        public int CopySize => _board.RecordCopySize;

        /// <inheritdoc/>
        public int Read(int copy, byte[] buffer, int count) => _board.RecordRead(copy, buffer, count);

        /// <inheritdoc/>
        public OtaResult Write(int copy, byte[] buffer, int count) => (OtaResult)_board.RecordWrite(copy, buffer, count);
    }
}
