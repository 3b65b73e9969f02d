namespace NanoOta
{
    /// <summary>What moves the client from one state to another.</summary>
    public enum OtaEvent
    {
        /// <summary>A check begins.</summary>
        CheckBegins = 0,

        /// <summary>The check found a release for this device.</summary>
        OfferFound = 1,

        /// <summary>The check ended without one, or failed.</summary>
        CheckEnds = 2,

        /// <summary>Staging begins.</summary>
        StageBegins = 3,

        /// <summary>Every chunk is in the slot and proven.</summary>
        StageEnds = 4,

        /// <summary>Staging failed or was cancelled; what was written stays.</summary>
        StageFails = 5,

        /// <summary>The intent to switch is about to be persisted.</summary>
        ActivationBegins = 6,

        /// <summary>The switch could not be made; the old release goes on running.</summary>
        ActivationFails = 7,

        /// <summary>After a restart: the new release runs.</summary>
        TrialBegins = 8,

        /// <summary>After a restart: the old release runs, and the new one is marked as failed.</summary>
        TrialLost = 9,

        /// <summary>The application or its health checks are about to confirm.</summary>
        ConfirmBegins = 10,

        /// <summary>The boot side has made the release stay.</summary>
        Confirms = 11,

        /// <summary>The application or its health checks rejected.</summary>
        Rejects = 12,

        /// <summary>There was nothing to go back to; the trial goes on.</summary>
        RollBackFails = 13,

        /// <summary>Something was thrown in an activation or its restart: whether the switch was made, the next start finds out.</summary>
        ActivationBreaks = 14,

        /// <summary>The rollback was not made in this run: the trial goes on, and the next start tries again.</summary>
        RollBackBreaks = 15,
    }
}
