namespace NanoOta
{
    /// <summary>
    /// What the boot side keeps about starts: the count of starts without life, and the announcements. The count is kept apart from the state record,
    /// and outlives a record that cannot be read.
    /// </summary>
    /// <remarks>
    /// Contract: each call is one small write, or none where nothing changes. A power cut in the write leaves what was kept before or after. A write
    /// that fails costs one asking at most. Thread-safe: the health monitor and the updater tell from threads of their own.
    /// </remarks>
    public interface IStartGuard
    {
        /// <summary>Why the chip started, as far as that is known.</summary>
        StartReason Reason { get; }

        /// <summary>What this start does.</summary>
        StartPlan Plan { get; }

        /// <summary>Whether the boot side left the confirmed release before this start because that release did not live.</summary>
        GoneBack GoneBack { get; }

        /// <summary>Starts without life, this one included; 0 while nothing stands against the application.</summary>
        int Starts { get; }

        /// <summary>Tells the boot side what happens.</summary>
        /// <param name="what">What happens.</param>
        /// <param name="value">What <see cref="GuardEvent"/> says; else 0.</param>
        /// <returns>
        /// <see cref="OtaResult.Ok"/>, <see cref="OtaResult.StateWriteFailed"/>, <see cref="OtaResult.ActivateFailed"/>. A value out of range, or an event
        /// of the other program, is <see cref="OtaResult.SlotArgument"/>. After 16 declared restarts of a trial: <see cref="OtaResult.SlotOnTrial"/>.
        /// </returns>
        OtaResult Tell(GuardEvent what, int value);

        /// <summary>
        /// Notes how the state record was read at this start. <see cref="RecordLoss.Lost"/> after three starts in a row with the same error.
        /// Nothing is written while reads succeed.
        /// </summary>
        RecordLoss NoteRead(OtaResult result);
    }
}
