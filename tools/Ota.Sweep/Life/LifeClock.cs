using NanoOta.VirtualDevice;

namespace NanoOta.Sweep.Life
{
    /// <summary>
    /// A story's time: it passes by sleeping alone, and what is due happens at its moment. What the device's clock shows is another matter. Not
    /// thread-safe: of a story's threads one moves at a time.
    /// </summary>
    public sealed class LifeClock : IBoardClock
    {
        private const int Second = 1000;

        private readonly PriorityQueue<Action, (long At, int Turn)> _due = new();
        private readonly long _epoch;
        private int _turns;
        private long _shownAtZero;
        private bool _isSet;

        /// <summary>A clock that is unset.</summary>
        /// <param name="epoch">The true time at the beginning, seconds since 1970 UTC.</param>
        public LifeClock(long epoch)
        {
            _epoch = epoch;
        }

        /// <summary>Whether the power is there: without it a sleep ends.</summary>
        public required Func<bool> IsPowered { get; init; }

        /// <inheritdoc/>
        public long TickMilliseconds { get; private set; }

        /// <summary>Seconds since the story's beginning.</summary>
        public long Seconds => TickMilliseconds / Second;

        /// <summary>What the device's clock shows.</summary>
        public long UtcSeconds => _isSet ? _shownAtZero + Seconds : 0;

        /// <summary>The true time.</summary>
        public long TrueUtc => _epoch + Seconds;

        /// <summary>Has something happen at a second, or now if that has passed.</summary>
        public void At(long seconds, Action happens) => _due.Enqueue(happens, (Math.Max(TickMilliseconds, seconds * Second), _turns++));

        /// <summary>Sets what the clock shows.</summary>
        public void Set(long utc)
        {
            _isSet = true;
            _shownAtZero = utc - Seconds;
        }

        /// <summary>The clock shows nothing any more.</summary>
        public void Lose() => _isSet = false;

        /// <inheritdoc/>
        public void Sleep(int milliseconds, Action<TimeSpan> wait) => Pass(milliseconds);

        /// <inheritdoc/>
        public void Skip(long milliseconds) => Move(TickMilliseconds + milliseconds, () => true);

        /// <summary>Lets time pass, as long as there is power.</summary>
        public void Pass(long milliseconds) => Move(TickMilliseconds + milliseconds, IsPowered);

        private void Move(long target, Func<bool> goesOn)
        {
            while (_due.TryPeek(out Action? happens, out (long At, int Turn) due) && due.At <= target)
            {
                _due.Dequeue();
                TickMilliseconds = Math.Max(TickMilliseconds, due.At);
                happens();
                if (!goesOn())
                {
                    return;
                }
            }

            TickMilliseconds = target;
        }
    }
}
