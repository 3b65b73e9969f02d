namespace NanoOta.VirtualDevice
{
    /// <summary>What a note says about a slot. Numbers are in flash (docs/FORMAT.md, "Guard notes").</summary>
    internal enum GuardWord : byte
    {
        None = 0,

        /// <summary>The slot was chosen for a trial.</summary>
        Trial = 1,

        /// <summary>The slot's release passed its trial; its entry is being written.</summary>
        Confirming = 2,

        /// <summary>The guard left the slot for the other one.</summary>
        Left = 3,
    }
}
