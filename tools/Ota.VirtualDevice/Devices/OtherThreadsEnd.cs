namespace NanoOta.VirtualDevice
{
    /// <summary>What becomes of an app's threads, but for its main thread, when they call a native after the end of their run.</summary>
    public enum OtherThreadsEnd
    {
        /// <summary>They stop for good, as a restart stops them: no code of theirs runs any more.</summary>
        Stopped = 0,

        /// <summary>They are unwound by an exception as the main thread is, so that a process that plays many runs does not keep them.</summary>
        Unwound = 1,
    }
}
