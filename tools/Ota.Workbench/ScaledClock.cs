using System.Diagnostics;
using NanoOta.VirtualDevice;

namespace NanoOta.Workbench
{
    /// <summary>This machine's time, faster by a factor: a board's hours pass in minutes. Begins now. Thread-safe.</summary>
    public sealed class ScaledClock : IBoardClock
    {
        private readonly int _factor;
        private readonly long _start = Stopwatch.GetTimestamp();
        private readonly long _utcStart = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        private long _skipped;

        /// <param name="factor">How many of the board's seconds pass in one, 1 or more.</param>
        public ScaledClock(int factor)
        {
            _factor = factor;
        }

        /// <inheritdoc/>
        public long UtcSeconds => _utcStart + (TickMilliseconds / 1000);

        /// <inheritdoc/>
        public long TickMilliseconds => (_factor * (long)Stopwatch.GetElapsedTime(_start).TotalMilliseconds) + Interlocked.Read(ref _skipped);

        /// <inheritdoc/>
        public void Sleep(int milliseconds, Action<TimeSpan> wait) => wait(TimeSpan.FromMilliseconds((double)milliseconds / _factor));

        /// <inheritdoc/>
        public void Skip(long milliseconds) => Interlocked.Add(ref _skipped, milliseconds);
    }
}
