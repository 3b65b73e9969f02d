namespace NanoOta.VirtualDevice
{
    /// <summary>What nanoCLR was given as its deployment. Numbers of the guard's status.</summary>
    public enum RegionKind
    {
        /// <summary>Nothing: no managed code starts.</summary>
        Nothing = 0,

        /// <summary>Both parts of the running image's segment.</summary>
        Whole = 1,

        /// <summary>The boot part alone.</summary>
        BootPart = 2,

        /// <summary>A deployment in the partition that the table names.</summary>
        Deployment = 3,
    }
}
