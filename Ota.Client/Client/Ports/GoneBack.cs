namespace NanoOta
{
    /// <summary>Whether the boot side has gone back to the other slot, and why.</summary>
    public enum GoneBack
    {
        /// <summary>The boot side has not gone back.</summary>
        No = 0,

        /// <summary>The release ended before life again and again; nothing is known of the reason.</summary>
        EndsUnknown = 1,

        /// <summary>The release ended before life again and again. The last end was a known bad one, such as a crash or a hang.</summary>
        BadEnd = 2,
    }
}
