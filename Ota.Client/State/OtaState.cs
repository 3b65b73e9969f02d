namespace NanoOta
{
    /// <summary>Where the client is in the life cycle of an update. The numbers are stable: they are in the state record.</summary>
    public enum OtaState
    {
        /// <summary>Nothing is going on.</summary>
        Idle = 0,

        /// <summary>The manifest is being fetched and judged.</summary>
        Checking = 1,

        /// <summary>There is a release for this device.</summary>
        Offered = 2,

        /// <summary>The inactive slot is being filled.</summary>
        Downloading = 3,

        /// <summary>The inactive slot holds the whole release, every chunk proven.</summary>
        Staged = 4,

        /// <summary>The boot choice is being changed; persisted before it is.</summary>
        Activating = 5,

        /// <summary>The new release runs and has to prove itself.</summary>
        OnTrial = 6,

        /// <summary>The new release has been confirmed.</summary>
        Confirmed = 7,

        /// <summary>The new release was rejected or did not come up; the old one runs.</summary>
        RolledBack = 8,
    }

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

        /// <summary>The application or its health checks confirmed.</summary>
        Confirms = 10,

        /// <summary>The application or its health checks rejected.</summary>
        Rejects = 11,

        /// <summary>There was nothing to go back to; the trial goes on.</summary>
        RollBackFails = 12,
    }
}
