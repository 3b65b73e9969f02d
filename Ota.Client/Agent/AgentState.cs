namespace NanoOta
{
    /// <summary>What the agent is doing.</summary>
    public enum AgentState
    {
        /// <summary>The agent was not started.</summary>
        Stopped = 0,

        /// <summary>The running release has to prove itself.</summary>
        OnTrial = 1,

        /// <summary>Nothing is to be done until the next check.</summary>
        Idle = 2,

        /// <summary>There is no network.</summary>
        Offline = 3,

        /// <summary>The server is being asked.</summary>
        Checking = 4,

        /// <summary>There is a release, and the download waits for leave, life or the byte budget.</summary>
        Offered = 5,

        /// <summary>The release is being staged.</summary>
        Staging = 6,

        /// <summary>The release is staged, and waits for its time and for leave.</summary>
        Ready = 7,

        /// <summary>The release is being activated.</summary>
        Installing = 8,

        /// <summary>The application has switched updates off.</summary>
        Disabled = 9,
    }
}
