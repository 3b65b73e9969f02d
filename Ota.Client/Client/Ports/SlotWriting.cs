namespace NanoOta
{
    /// <summary>What a slot that can be read does with the bytes behind the writing.</summary>
    public enum SlotWriting
    {
        /// <summary>Each sector is erased and written by itself, and can be read at once; all others stay (partitions).</summary>
        InPlace = 0,

        /// <summary>The image ends where the writing begins, and is read again after the end (files on a drive).</summary>
        Appending = 1,
    }
}
