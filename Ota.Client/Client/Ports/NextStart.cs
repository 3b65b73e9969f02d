namespace NanoOta
{
    /// <summary>What an announced start is for. The numbers are those of <see cref="GuardEvent"/>.</summary>
    public enum NextStart
    {
        /// <summary>The application goes on after a deep sleep.</summary>
        AfterSleep = 4,

        /// <summary>The application goes on after a restart.</summary>
        Application = 5,

        /// <summary>The updater asks before the application starts.</summary>
        AskFirst = 6,
    }
}
