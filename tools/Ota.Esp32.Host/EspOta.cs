using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>ESP-IDF's OTA calls, answered by the virtual ESP32. The device's class of this name has InternalCall methods.</summary>
    public sealed class EspOta : IEspOta
    {
        private readonly IBoard _board;

        /// <summary>On the board that loaded this assembly.</summary>
        public EspOta()
            : this(BoardNatives.Current)
        {
        }

        /// <summary>On a board given by hand; for delegates that stand for an app. Host only.</summary>
        public EspOta(IBoard board)
        {
            _board = board;
        }

        /// <inheritdoc/>
        public int GetSubtype(EspPartition partition) => _board.OtaGetSubtype((int)partition);

        /// <inheritdoc/>
        public int GetSize(EspPartition partition) => _board.OtaGetSize((int)partition);

        /// <inheritdoc/>
        public int GetState(int subtype) => _board.OtaGetState(subtype);

        /// <inheritdoc/>
        public OtaResult Read(EspPartition partition, int offset, byte[] buffer, int index, int count)
        {
            return (OtaResult)_board.OtaRead((int)partition, offset, buffer, index, count);
        }

        /// <inheritdoc/>
        public OtaResult Begin(int offset) => (OtaResult)_board.OtaBegin(offset);

        /// <inheritdoc/>
        public OtaResult Write(byte[] buffer, int index, int count) => (OtaResult)_board.OtaWrite(buffer, index, count);

        /// <inheritdoc/>
        public OtaResult End() => (OtaResult)_board.OtaEnd();

        /// <inheritdoc/>
        public void Abort() => _board.OtaAbort();

        /// <inheritdoc/>
        public OtaResult SetBoot() => (OtaResult)_board.OtaSetBoot();

        /// <inheritdoc/>
        public OtaResult MarkValid() => (OtaResult)_board.OtaMarkValid();

        /// <inheritdoc/>
        public OtaResult MarkInvalidAndRestart() => (OtaResult)_board.OtaMarkInvalidAndRestart();

        /// <inheritdoc/>
        public OtaResult ReadDescription(EspPartition partition, byte[] description)
        {
            return (OtaResult)_board.OtaReadDescription((int)partition, description);
        }
    }
}
