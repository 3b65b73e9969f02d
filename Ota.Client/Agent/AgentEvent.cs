namespace NanoOta
{
    /// <summary>What moves the agent from one state to the next.</summary>
    public enum AgentEvent
    {
        /// <summary>The start found a release on trial.</summary>
        TrialFound = 0,

        /// <summary>The start found no trial.</summary>
        Settled = 1,

        /// <summary>The trial was confirmed.</summary>
        TrialEnded = 2,

        /// <summary>The network went away.</summary>
        LinkLost = 3,

        /// <summary>The network came up.</summary>
        LinkFound = 4,

        /// <summary>Updates were switched off.</summary>
        SwitchedOff = 5,

        /// <summary>Updates were switched on, or the switch lapsed.</summary>
        SwitchedOn = 6,

        /// <summary>A check is due.</summary>
        CheckDue = 7,

        /// <summary>The check found nothing to install.</summary>
        NothingFound = 8,

        /// <summary>The check found a release.</summary>
        OfferFound = 9,

        /// <summary>The download may begin.</summary>
        DownloadDue = 10,

        /// <summary>The whole release is in the slot.</summary>
        StageDone = 11,

        /// <summary>The staging ended before its end. A later one goes on.</summary>
        StageFailed = 12,

        /// <summary>The release may be installed now.</summary>
        InstallDue = 13,

        /// <summary>The activation failed.</summary>
        InstallFailed = 14,
    }
}
