namespace NanoOta.Workbench
{
    /// <summary>What a line of a board's session is about.</summary>
    public enum BoardEventKind
    {
        /// <summary>A line of the program's debug console.</summary>
        Console = 0,

        /// <summary>The board starts a program.</summary>
        Starts = 1,

        /// <summary>The run ended.</summary>
        Ended = 2,

        /// <summary>The client's state changed.</summary>
        State = 3,

        /// <summary>A release is being staged.</summary>
        Staging = 4,

        /// <summary>The agent finished something.</summary>
        Outcome = 5,

        /// <summary>An exception left code of the application.</summary>
        Exception = 6,

        /// <summary>A release is confirmed.</summary>
        Confirmed = 7,

        /// <summary>What the session itself does: serves, cuts, watches.</summary>
        Session = 8,
    }

    /// <summary>A line of a board's session.</summary>
    /// <param name="Kind">What the line is about.</param>
    /// <param name="Text">The words.</param>
    /// <param name="Version">The release; null where none is meant.</param>
    /// <param name="Percent">How much is staged, with <see cref="BoardEventKind.Staging"/>; else 0.</param>
    public sealed record BoardEvent(BoardEventKind Kind, string Text, string? Version = null, int Percent = 0);
}
