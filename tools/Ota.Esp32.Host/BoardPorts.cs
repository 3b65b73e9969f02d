using NanoOta.VirtualDevice;

namespace NanoOta
{
    /// <summary>The board's clock: real or virtual, as whoever started the board chose.</summary>
    public sealed class BoardClock : IClock
    {
        private readonly IBoard _board;

        /// <summary>On the board that loaded this assembly.</summary>
        public BoardClock()
            : this(BoardNatives.Current)
        {
        }

        /// <summary>On a board given by hand.</summary>
        public BoardClock(IBoard board)
        {
            _board = board;
        }

        /// <inheritdoc/>
        public long UtcSeconds => _board.UtcSeconds;

        /// <inheritdoc/>
        public long TickMilliseconds => _board.TickMilliseconds;

        /// <inheritdoc/>
        public void Sleep(int milliseconds) => _board.Sleep(milliseconds);
    }

    /// <summary>The board's network as an application sees it. Somebody else sets the clock, so asking for the time tells whether it is set.</summary>
    public sealed class BoardLink : ILink, IClockSetter
    {
        private readonly IBoard _board;

        /// <summary>On the board that loaded this assembly.</summary>
        public BoardLink()
            : this(BoardNatives.Current)
        {
        }

        /// <summary>On a board given by hand.</summary>
        public BoardLink(IBoard board)
        {
            _board = board;
        }

        /// <inheritdoc/>
        public bool IsUp => _board.HasNetwork;

        /// <inheritdoc/>
        public OtaResult SetClock() => _board.UtcSeconds == 0 ? OtaResult.ClockUnset : OtaResult.Ok;
    }

    /// <summary>Restarts the board. Does not come back: the board unwinds the app with an exception.</summary>
    public sealed class BoardRestart : IRestart
    {
        private readonly IBoard _board;

        /// <summary>On the board that loaded this assembly.</summary>
        public BoardRestart()
            : this(BoardNatives.Current)
        {
        }

        /// <summary>On a board given by hand.</summary>
        public BoardRestart(IBoard board)
        {
            _board = board;
        }

        /// <inheritdoc/>
        public void Restart() => _board.Restart();
    }
}
