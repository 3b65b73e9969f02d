namespace NanoOta
{
    /// <summary>When a device checks and installs. Sisters never do so in step. No I/O, no state: after a restart or a sleep the answers are the same. Thread-safe.</summary>
    public static class Schedule
    {
        private const int Day = 1440;

        /// <summary>
        /// A number of the device, 0 to 2^31 - 1: FNV-1a over its id. Ids that differ give places that differ. The numbers are ints throughout, since
        /// the CLR mixes up signs.
        /// </summary>
        public static int NumberOf(string deviceId)
        {
            int hash = -2128831035;
            for (int i = 0; i < deviceId.Length; i++)
            {
                int character = deviceId[i];
                hash = (hash ^ character) * 16777619;
            }

            // Without this the last character alone would decide about short spans.
            hash ^= (hash >> 15) & 0x1FFFF;
            hash *= 0x2C1B3C6D;
            hash ^= (hash >> 12) & 0xFFFFF;
            return hash & 0x7FFFFFFF;
        }

        /// <summary>The next check, seconds since 1970 UTC. Checks lie at the device's place in each interval.</summary>
        /// <param name="number">The device's number.</param>
        /// <param name="now">The time of a check that was made just now.</param>
        /// <param name="interval">Seconds, 1 or more.</param>
        /// <returns>A time behind <paramref name="now"/> by an eighth of the interval to nine eighths.</returns>
        public static long NextCheck(int number, long now, int interval)
        {
            long next = PointFrom(number, now, interval);
            return next - now <= interval / 8 ? next + interval : next;
        }

        /// <summary>Whether a check lies in a span of time: for a device that is awake once in such a span. Spans that touch share no check.</summary>
        /// <param name="number">The device's number.</param>
        /// <param name="now">The time, seconds since 1970 UTC.</param>
        /// <param name="span">Seconds until the device is awake again.</param>
        /// <param name="interval">Seconds, 1 or more.</param>
        public static bool IsCheckWithin(int number, long now, int span, int interval)
        {
            return PointFrom(number, now, interval) < now + span;
        }

        /// <summary>Whether a daily window is open for the device. Sisters begin in the first half of the window, one after the other.</summary>
        /// <param name="number">The device's number.</param>
        /// <param name="start">Minutes of the local day; -1 for a window that is always open.</param>
        /// <param name="end">Minutes of the local day; before the start for a window over midnight.</param>
        /// <param name="offset">Minutes that the local time is ahead of UTC.</param>
        /// <param name="now">The time, seconds since 1970 UTC; 0 while the clock is unset. Then the window counts as open.</param>
        public static bool IsOpen(int number, int start, int end, int offset, long now)
        {
            if (start < 0 || now == 0)
            {
                return true;
            }

            int minute = (int)(((now / 60) + offset + Day) % Day);
            int length = (end - start + Day) % Day;
            int since = (minute - start + Day) % Day;
            return since < length && since >= number % ((length / 2) + 1);
        }

        // The first of the device's points at a time or behind.
        private static long PointFrom(int number, long now, int interval)
        {
            long place = number % interval;
            long since = (now - place) % interval;
            return since == 0 ? now : now - since + interval;
        }
    }
}
