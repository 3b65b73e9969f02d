using NanoOta.VirtualDevice;

namespace NanoOta.Demo
{
    /// <summary>Virtual time in which things happen at their hour, on the thread that lets the time pass.</summary>
    internal sealed class WeekClock : IBoardClock
    {
        private readonly VirtualClock _clock;
        private readonly PriorityQueue<Action, long> _happenings = new();

        public WeekClock(long utcSeconds)
        {
            _clock = new VirtualClock(utcSeconds);
        }

        public long UtcSeconds => _clock.UtcSeconds;

        public long TickMilliseconds => _clock.TickMilliseconds;

        /// <summary>Something that happens that many seconds from the beginning.</summary>
        public void At(long seconds, Action happening) => _happenings.Enqueue(happening, 1000 * seconds);

        public void Sleep(int milliseconds, Action<TimeSpan> wait)
        {
            long end = TickMilliseconds + milliseconds;
            while (_happenings.TryPeek(out Action? happening, out long at) && at <= end)
            {
                _happenings.Dequeue();
                _clock.Advance(Math.Max(0, at - TickMilliseconds));
                happening();
            }

            _clock.Advance(Math.Max(0, end - TickMilliseconds));
        }

        public void Skip(long milliseconds) => Sleep((int)milliseconds, _ => { });
    }
}
