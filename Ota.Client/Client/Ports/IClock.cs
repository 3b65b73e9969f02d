namespace NanoOta
{
    /// <summary>Time and waiting, so that tests need neither.</summary>
    public interface IClock
    {
        /// <summary>Seconds since 1970-01-01 UTC; 0 while the clock is unset.</summary>
        long UtcSeconds { get; }

        /// <summary>Milliseconds since some moment, never going backwards, whatever the wall clock does.</summary>
        long TickMilliseconds { get; }

        /// <summary>Waits. 0 or less returns at once.</summary>
        void Sleep(int milliseconds);
    }
}
