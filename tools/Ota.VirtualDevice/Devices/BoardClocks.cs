using System.Diagnostics;

namespace NanoOta.VirtualDevice
{
    /// <summary>The time that a board lives in; kept over its restarts.</summary>
    public interface IBoardClock
    {
        /// <summary>Seconds since 1970-01-01 UTC; 0 while unset.</summary>
        long UtcSeconds { get; }

        /// <summary>Milliseconds, never going backwards.</summary>
        long TickMilliseconds { get; }

        /// <summary>Lets time pass. <paramref name="wait"/> waits in real time, and comes back early when the run ends.</summary>
        void Sleep(int milliseconds, Action<TimeSpan> wait);

        /// <summary>Lets time pass in which nothing runs. A clock of this machine's time does not wait.</summary>
        void Skip(long milliseconds);
    }

    /// <summary>The time of this machine.</summary>
    public sealed class RealClock : IBoardClock
    {
        /// <inheritdoc/>
        public long UtcSeconds => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        /// <inheritdoc/>
        public long TickMilliseconds => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000);

        /// <inheritdoc/>
        public void Sleep(int milliseconds, Action<TimeSpan> wait) => wait(TimeSpan.FromMilliseconds(milliseconds));

        /// <inheritdoc/>
        public void Skip(long milliseconds)
        {
        }
    }

    /// <summary>Time that passes only by sleeping or by hand. Thread-safe.</summary>
    public sealed class VirtualClock : IBoardClock
    {
        private readonly long _utcStart;
        private long _milliseconds;

        /// <param name="utcSeconds">What the clock shows at first; 0 for a clock that is unset and stays so.</param>
        public VirtualClock(long utcSeconds)
        {
            _utcStart = utcSeconds;
        }

        /// <inheritdoc/>
        public long UtcSeconds => _utcStart == 0 ? 0 : _utcStart + (TickMilliseconds / 1000);

        /// <inheritdoc/>
        public long TickMilliseconds => Interlocked.Read(ref _milliseconds);

        /// <summary>Lets time pass.</summary>
        public void Advance(long milliseconds) => Interlocked.Add(ref _milliseconds, milliseconds);

        /// <inheritdoc/>
        public void Sleep(int milliseconds, Action<TimeSpan> wait) => Advance(milliseconds);

        /// <inheritdoc/>
        public void Skip(long milliseconds) => Advance(milliseconds);
    }
}
