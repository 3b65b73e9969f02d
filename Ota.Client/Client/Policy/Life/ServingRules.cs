namespace NanoOta
{
    /// <summary>What a device does that nobody serves any more. No I/O. Thread-safe.</summary>
    internal static class ServingRules
    {
        /// <summary>Seconds without an answered check after which the device restarts and asks: 3 days.</summary>
        public const int UnservedAfter = 259200;

        /// <summary>Seconds without a usable manifest from the first address after which the reserve is asked, too: 1 day.</summary>
        public const long ReserveAfter = 86400;

        /// <summary>Seconds between two writes of the last answered check: 1 day.</summary>
        public const long WriteInterval = 86400;

        /// <summary>Whether the device is unserved.</summary>
        /// <param name="lastAnswered">The last answered check, seconds since 1970 UTC; 0 if unknown.</param>
        /// <param name="now">The time; 0 while the clock is unset.</param>
        /// <param name="unanswered">Seconds of this start without an answered check.</param>
        /// <param name="after">Seconds that may pass.</param>
        public static bool IsUnserved(long lastAnswered, long now, long unanswered, int after)
        {
            return unanswered >= after || (lastAnswered != 0 && now - lastAnswered >= after);
        }

        /// <summary>Which address the next check asks, 0 for the first.</summary>
        /// <param name="urls">The number of addresses, with the factory's address, which is the last.</param>
        /// <param name="lastServed">When the first address served a usable manifest; 0 if unknown.</param>
        /// <param name="now">The time; 0 while the clock is unset.</param>
        /// <param name="unserved">Seconds of this start without a usable manifest from the first one.</param>
        /// <param name="turn">A number that is one higher at each check, from any start.</param>
        public static int UrlOf(int urls, long lastServed, long now, long unserved, int turn)
        {
            // Without the time nobody knows how long ago that was. A start that dies within a day would never ask the reserve.
            // A time in the future was written under a clock that ran ahead, and tells as little.
            bool due = now == 0 || unserved >= ReserveAfter || (lastServed != 0 && (now < lastServed || now - lastServed >= ReserveAfter));
            return urls < 2 || !due || (turn & 1) == 0 ? 0 : 1 + ((turn >> 1) % (urls - 1));
        }

        /// <summary>Whether an answered check is worth a write.</summary>
        public static bool IsWriteDue(long lastWritten, long now)
        {
            return now != 0 && (now < lastWritten || now - lastWritten >= WriteInterval);
        }
    }
}
