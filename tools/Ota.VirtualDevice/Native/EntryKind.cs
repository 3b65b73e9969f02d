namespace NanoOta.VirtualDevice
{
    /// <summary>What an entry of otadata is worth to the native half (ota_entry_kind).</summary>
    internal enum EntryKind
    {
        /// <summary>Blank, or the CRC is wrong: the bootloader does not count such an entry.</summary>
        None = 0,

        /// <summary>NEW, and written for a trial.</summary>
        New = 1,

        /// <summary>PENDING_VERIFY.</summary>
        Trial = 2,

        /// <summary>VALID, and not torn.</summary>
        Good = 3,

        /// <summary>INVALID or ABORTED.</summary>
        Rejected = 4,

        /// <summary>Boots without a trial, but nobody said that the image is good: UNDEFINED, or the state after a power cut.</summary>
        Odd = 5,
    }
}
