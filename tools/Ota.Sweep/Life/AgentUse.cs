namespace NanoOta.Sweep.Life
{
    /// <summary>Whether the application of a story leaves its updates to the agent.</summary>
    public enum AgentUse
    {
        /// <summary>The application calls its client by itself.</summary>
        None = 0,

        /// <summary>The agent, with an hour between two checks.</summary>
        Plain = 1,

        /// <summary>The same, and the first release changes the address in the settings to one that never answers.</summary>
        ChangedUrl = 2,

        /// <summary>The same, and the first release changes the interval to a day.</summary>
        ChangedInterval = 3,
    }
}
