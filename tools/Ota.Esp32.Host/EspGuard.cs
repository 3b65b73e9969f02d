using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>The guard in the virtual board's firmware. The device's class of this name has InternalCall methods.</summary>
    public sealed class EspGuard : IEspGuard
    {
        private readonly IBoard _board;

        /// <summary>On the board that loaded this assembly.</summary>
        public EspGuard()
            : this(BoardNatives.Current)
        {
        }

        /// <summary>On a board given by hand. Host only.</summary>
        public EspGuard(IBoard board)
        {
            _board = board;
        }

        /// <inheritdoc/>
        public OtaResult Tell(GuardEvent what, int value) => (OtaResult)_board.GuardTell((int)what, value);

        /// <inheritdoc/>
        public OtaResult GetStatus(byte[] status) => (OtaResult)_board.GuardStatus(status);
    }
}
