namespace NanoOta.Sweep.Life
{
    /// <summary>Whether the application of a story leaves its updates to the agent, and what somebody does to the agent's settings.</summary>
    public enum AgentUse
    {
        /// <summary>The application calls its client by itself.</summary>
        None = 0,

        /// <summary>The agent, with an hour between two checks.</summary>
        Plain = 1,

        /// <summary>The same, and somebody changes the address to one that never answers.</summary>
        ChangedUrl = 2,

        /// <summary>The same, and somebody changes the interval to a day.</summary>
        ChangedInterval = 3,

        /// <summary>The same, and somebody switches updates off, which lapses after 30 days.</summary>
        Disabled = 4,
    }
}
