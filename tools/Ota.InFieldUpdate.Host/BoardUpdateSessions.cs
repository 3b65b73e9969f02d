using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>UpdateManager's sessions, answered by the virtual board.</summary>
    public sealed class BoardUpdateSessions : IUpdateSessions
    {
        private readonly IBoard _board;
        private readonly IUpdateBoard _updates;
        private readonly int _image;

        /// <summary>On the board that loaded this assembly.</summary>
        public BoardUpdateSessions(UpdateImage image)
            : this(BoardNatives.Current, image)
        {
        }

        /// <summary>On a board given by hand. Host only.</summary>
        public BoardUpdateSessions(IBoard board, UpdateImage image)
        {
            _board = board;
            _updates = (IUpdateBoard)board;
            _image = (int)image;
        }

        /// <inheritdoc/>
        public UpdateImage Image => (UpdateImage)_image;

        /// <inheritdoc/>
        public int Status => _updates.UpdateStatus(_image);

        /// <inheritdoc/>
        public int NextOffset => _updates.UpdateNextOffset(_image);

        /// <inheritdoc/>
        public byte[] GetPrimaryHash() => _updates.UpdateHash(_image, 0);

        /// <inheritdoc/>
        public byte[] GetSecondaryHash() => _updates.UpdateHash(_image, 1);

        /// <inheritdoc/>
        public int Start(int totalLength) => _updates.UpdateStart(_image, totalLength);

        /// <inheritdoc/>
        public int Resume(int totalLength, byte[] expectedHeader) => _updates.UpdateResume(_image, totalLength, expectedHeader);

        /// <inheritdoc/>
        public int Store(byte[] buffer, int index, int count) => _updates.UpdateStore(_image, buffer, index, count);

        /// <inheritdoc/>
        public int Complete() => _updates.UpdateComplete(_image);

        /// <inheritdoc/>
        public int Abort(bool eraseSlot) => NextOffset < 0 ? SessionCodes.Success : _updates.UpdateAbort(_image, eraseSlot);

        /// <inheritdoc/>
        public int Erase() => _updates.UpdateErase(_image);

        /// <inheritdoc/>
        public bool ConfirmDeployment() => _updates.UpdateConfirm();

        /// <inheritdoc/>
        public bool RequestRevert() => _updates.UpdateRevert(_image);

        /// <inheritdoc/>
        public void Restart() => _board.Restart();
    }
}
