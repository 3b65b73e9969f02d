namespace NanoOta
{
    /// <summary>What the agent asks leave for.</summary>
    public enum LeaveFor
    {
        /// <summary>The download of a release.</summary>
        Download = 0,

        /// <summary>The restart into a release.</summary>
        Restart = 1,
    }

    /// <summary>The application's answer.</summary>
    public enum Leave
    {
        /// <summary>Go on.</summary>
        Given = 0,

        /// <summary>Not now: a user, a battery, a measurement. The agent asks again each minute, for a bounded time.</summary>
        NotNow = 1,
    }

    /// <summary>
    /// Called on the agent's thread before a download and before a restart. After the longest deferral, and for a critical release, the answer no
    /// longer counts; the call then is an announcement.
    /// </summary>
    public delegate Leave LeaveHandler(LeaveFor what, Manifest release);

    /// <summary>Called on the agent's thread when something ended; the outcome is a row of the outcome log.</summary>
    public delegate void AgentOutcomeHandler(AgentOutcome outcome);
}
