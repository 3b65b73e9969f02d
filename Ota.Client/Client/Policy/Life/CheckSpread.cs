namespace NanoOta
{
    /// <summary>
    /// Where in an interval a device makes its regular checks. Devices that are switched on together would else ask together for ever. No I/O.
    /// Thread-safe.
    /// </summary>
    public static class CheckSpread
    {
        /// <summary>The part of an interval that a device waits before its first regular check. The checks then follow one interval apart.</summary>
        /// <param name="deviceId">The name of the device, which alone decides.</param>
        /// <param name="interval">The interval, 1 or more, in any unit.</param>
        /// <returns>0 to <paramref name="interval"/> - 1, in the same unit.</returns>
        public static int OffsetOf(string deviceId, int interval)
        {
            // The last character reaches the low bits alone, and neighbours differ in the last character.
            uint hash = OptionsCheck.Seed(deviceId);
            hash = (hash ^ (hash >> 15)) * 2246822519u;

            // On the CLR a cast alone stays unsigned. An element of an array has its own type.
            int[] offset = new int[1];
            offset[0] = (int)((hash ^ (hash >> 13)) % (uint)interval);
            return offset[0];
        }
    }
}
