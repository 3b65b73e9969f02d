namespace NanoOta.VirtualDevice
{
    /// <summary>Whether a board's RTC memory outlives a deep sleep.</summary>
    public enum RtcMemory
    {
        /// <summary>RTC memory keeps what was written.</summary>
        Kept = 0,

        /// <summary>The board takes its power away: an announced sleep looks like one that nobody announced.</summary>
        Lost = 1,
    }
}
