namespace NanoOta
{
    /// <summary>What a start does before, or instead of, starting the application.</summary>
    internal enum StartPlan
    {
        /// <summary>The application starts.</summary>
        Application = 0,

        /// <summary>The updater asks for a while; then the application starts.</summary>
        AskFirst = 1,

        /// <summary>
        /// The other slot starts, if the guard allows. Else the update program asks for the whole time, then the application starts.
        /// </summary>
        GoBack = 2,
    }
}
