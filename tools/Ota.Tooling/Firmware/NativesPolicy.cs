namespace NanoOta.Tooling.Firmware
{
    /// <summary>What happens when a firmware's native assemblies cannot be read for sure.</summary>
    public enum NativesPolicy
    {
        /// <summary>Nothing is packed.</summary>
        MustBeKnown = 0,

        /// <summary>It is packed all the same: boards on which natives do not match run nothing, and go back by themselves.</summary>
        UnsafeUnknown = 1,
    }
}
