namespace NanoOta.VirtualDevice
{
    /// <summary>What becomes of an app's other threads when they call a native after the end of their run.</summary>
    public enum OtherThreadsEnd
    {
        /// <summary>They stop for good, as a restart stops them: no code of theirs runs any more.</summary>
        Stopped = 0,

        /// <summary>An exception unwinds the threads like the main thread. So a process that plays many runs does not keep them.</summary>
        Unwound = 1,
    }
}
