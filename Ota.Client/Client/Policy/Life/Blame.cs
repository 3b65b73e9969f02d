namespace NanoOta
{
    /// <summary>What a trial that ended without a confirmation says about its release.</summary>
    internal enum Blame
    {
        /// <summary>Nothing: power, network, server or an end without a known cause. The release comes again after its pause.</summary>
        Undecided = 0,

        /// <summary>The cause lies in the images: a fault. Three of them condemn the release.</summary>
        Release = 1,
    }
}
