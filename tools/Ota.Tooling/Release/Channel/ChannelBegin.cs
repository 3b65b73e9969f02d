namespace NanoOta.Tooling.Release
{
    /// <summary>What is known of a channel.</summary>
    public enum ChannelBegin
    {
        /// <summary>Releases went before, or may have.</summary>
        Goes,

        /// <summary>The operator says that no device has seen a release of the channel.</summary>
        First,
    }

    /// <summary>Whether anything is written.</summary>
    public enum PublishMode
    {
        /// <summary>The release is published.</summary>
        Publish,

        /// <summary>Everything is judged and made, and nothing is written.</summary>
        DryRun,
    }
}
