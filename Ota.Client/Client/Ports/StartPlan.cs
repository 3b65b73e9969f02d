namespace NanoOta
{
    /// <summary>What a start does before, or instead of, starting the application. The numbers are those of the native half (ota_guard.h).</summary>
    public enum StartPlan
    {
        /// <summary>The application starts.</summary>
        Application = 0,

        /// <summary>The updater asks for a while; then the application starts.</summary>
        Ask = 1,

        /// <summary>The same, and an answer does not end the asking: there is no way back.</summary>
        AskLong = 2,

        /// <summary>The other slot starts. Where that slot may not start, the updater asks for long.</summary>
        GoBack = 3,
    }
}
