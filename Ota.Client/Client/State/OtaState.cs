namespace NanoOta
{
    /// <summary>Where the client is in the life cycle of an update. The numbers are stable: they are in the state record.</summary>
    public enum OtaState
    {
        /// <summary>Nothing is going on.</summary>
        Idle = 0,

        /// <summary>The manifest is being fetched and judged.</summary>
        Checking = 1,

        /// <summary>There is a release for this device.</summary>
        Offered = 2,

        /// <summary>The inactive slot is being filled.</summary>
        Downloading = 3,

        /// <summary>The inactive slot holds the whole release, every chunk proven.</summary>
        Staged = 4,

        /// <summary>The boot choice is being changed. This state is persisted before the change.</summary>
        Activating = 5,

        /// <summary>The new release runs and has to prove itself.</summary>
        OnTrial = 6,

        /// <summary>The new release is good, and is being made to stay. This state is persisted before the boot side acts.</summary>
        Confirming = 7,

        /// <summary>The new release has been confirmed.</summary>
        Confirmed = 8,

        /// <summary>The new release was rejected or did not come up; the old one runs.</summary>
        RolledBack = 9,
    }
}
