namespace NanoOta
{
    /// <summary>Tells a clock that is set from one that is not. No I/O. Thread-safe.</summary>
    /// <remarks>
    /// A wrong clock must neither condemn a good manifest nor bring an expired one back to life. The running release was made at its own time of
    /// issue, so an earlier time is wrong. No device runs the same release for a decade. Outside these bounds the clock counts as unset, and never
    /// makes a manifest expired.
    /// </remarks>
    internal static class TimeRules
    {
        /// <summary>2024-01-01 UTC: no release is older than the library.</summary>
        public const long FirstSecond = 1704067200;

        /// <summary>Seconds after the floor from which a clock is implausible: 8 years of 365.25 days.</summary>
        public const long LongestAge = 252460800;

        /// <summary>The time, or 0 if the clock is unset or implausible.</summary>
        /// <param name="now">What the clock shows, seconds since 1970 UTC; 0 while unset.</param>
        /// <param name="floor">When the running release was made; 0 if unknown.</param>
        public static long Trust(long now, long floor)
        {
            long first = floor > FirstSecond ? floor : FirstSecond;
            return now < first || now > first + LongestAge ? 0 : now;
        }
    }
}
