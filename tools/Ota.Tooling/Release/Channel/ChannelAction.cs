namespace NanoOta.Tooling.Release
{
    /// <summary>Why a channel got a new revision. The names stand in its record.</summary>
    public enum ChannelAction
    {
        /// <summary>A build was published.</summary>
        Publish,

        /// <summary>The release of another channel was taken over.</summary>
        Promote,

        /// <summary>The release before came back.</summary>
        Withdraw,

        /// <summary>The release goes to no further device.</summary>
        Pause,

        /// <summary>The release goes on to the share that it had before the pause.</summary>
        Resume,
    }
}
