namespace NanoOta
{
    /// <summary>What an announced start is for.</summary>
    public enum NextStart
    {
        /// <summary>The application goes on.</summary>
        Application = 0,

        /// <summary>The updater asks before the application starts.</summary>
        AskFirst = 1,
    }
}
