namespace NanoOta
{
    /// <summary>
    /// What the boot side keeps about starts: the count of starts without life, and the announcements. The count is kept apart from the state record,
    /// and outlives a record that cannot be read.
    /// </summary>
    /// <remarks>
    /// Contract: each method is one small write, or none where nothing changes. A power cut in the write leaves the count before or after. A write
    /// that fails costs one asking at most. Not thread-safe.
    /// </remarks>
    public interface IStartGuard
    {
        /// <summary>Why the chip started, as far as that is known.</summary>
        StartReason Reason { get; }

        /// <summary>Whether the boot side left the confirmed release before this start because that release did not live.</summary>
        GoneBack GoneBack { get; }

        /// <summary>The application lives: the count begins anew. Nothing is written when the count is zero.</summary>
        OtaResult SayLife();

        /// <summary>The server has answered an asking before the application. Counts when an end before life follows.</summary>
        OtaResult SayAnswered();

        /// <summary>The next start is announced, and says nothing against the application.</summary>
        OtaResult SayDeclared(NextStart next);

        /// <summary>
        /// Notes how the state record was read at this start. <see cref="RecordLoss.Lost"/> after three starts in a row with the same error.
        /// Nothing is written while reads succeed.
        /// </summary>
        RecordLoss NoteRead(OtaResult result);
    }
}
