namespace NanoOta
{
    /// <summary>Whether the boot side has gone back to the other slot, and what it knew.</summary>
    public enum GoneBack
    {
        /// <summary>It has not.</summary>
        No = 0,

        /// <summary>The release ended before life again and again; nothing is known of the reason.</summary>
        EndsUnknown = 1,

        /// <summary>The release ended before life again and again; the last end was a crash, a hang or another bad one that is known.</summary>
        BadEnd = 2,
    }
}
