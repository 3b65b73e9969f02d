namespace NanoOta.Sweep.Life
{
    /// <summary>
    /// A rule of docs/DESIGN.md, "The life of a device". Each can be left out, by an option of the client or by a port that stands between: the
    /// device's own code is the same.
    /// </summary>
    public enum Defence
    {
        /// <summary>The window of a trial closes.</summary>
        TrialWindow = 0,

        /// <summary>The server must have answered before a release is confirmed.</summary>
        ServerCheck = 1,

        /// <summary>Three faults condemn a release.</summary>
        FaultCounting = 2,

        /// <summary>A fault counts only if the server had answered in the trial.</summary>
        AnswerBeforeBlame = 3,

        /// <summary>A release that was not confirmed waits, ever longer.</summary>
        Pause = 4,

        /// <summary>The boot side counts starts before the application is loaded; without the count nobody asks, and nobody goes back.</summary>
        StartCount = 5,

        /// <summary>While the count stands, the updater asks before the application.</summary>
        Asking = 6,

        /// <summary>Answered asks that ends follow start the other slot.</summary>
        GoingBack = 7,

        /// <summary>The native timer ends a start of the chip that hangs.</summary>
        NativeTimer = 8,

        /// <summary>A device that nobody has served for three days restarts and asks.</summary>
        UnservedRestart = 9,

        /// <summary>A trial keeps no revision that it has seen.</summary>
        PendingSeen = 10,

        /// <summary>An implausible clock is an unset one.</summary>
        TimeFloor = 11,

        /// <summary>A record that cannot be read is not an empty one.</summary>
        ReadErrorRule = 12,

        /// <summary>A second address is asked when the first one serves nothing.</summary>
        ReserveUrl = 13,

        /// <summary>The application stages nothing before it lives.</summary>
        LifeBeforeStaging = 14,

        /// <summary>The stored network configuration is kept, and put back where it was overwritten.</summary>
        NetworkConfig = 15,

        /// <summary>The updater of stock firmware keeps room on the drive for the next release.</summary>
        DriveReserve = 16,

        /// <summary>A restart or a sleep that is declared counts against nobody.</summary>
        DeclaredRestarts = 17,

        /// <summary>Attempts that bring no chunk pause an update.</summary>
        AttemptBounds = 18,

        /// <summary>What the server says by a tag alone is believed for a day at most.</summary>
        TagAge = 19,

        /// <summary>"Disabled" lapses after 30 days.</summary>
        DisabledLapses = 20,

        /// <summary>A changed address of the agent's settings has the former ones in reserve.</summary>
        FormerUrl = 21,
    }
}
