namespace NanoOta
{
    /// <summary>What the agent was doing when something ended. The numbers are stable: they are on flash and in reports.</summary>
    public enum AgentPhase
    {
        /// <summary>The start: how the update before the restart ended.</summary>
        Start = 0,

        /// <summary>A check.</summary>
        Check = 1,

        /// <summary>The application was asked for leave.</summary>
        Leave = 2,

        /// <summary>The release was being staged.</summary>
        Stage = 3,

        /// <summary>The release was being activated.</summary>
        Install = 4,

        /// <summary>A release was on trial.</summary>
        Trial = 5,

        /// <summary>The settings were changed or read.</summary>
        Settings = 6,
    }
}
