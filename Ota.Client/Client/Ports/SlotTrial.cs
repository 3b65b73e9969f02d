namespace NanoOta
{
    /// <summary>How far the image in a slot has come.</summary>
    public enum SlotTrial
    {
        /// <summary>
        /// The boot side knows of no trial. The slot was never activated, a power cut took the entry, or the platform rolls nothing back.
        /// </summary>
        None = 0,

        /// <summary>Activated, and not started yet.</summary>
        Pending = 1,

        /// <summary>Started on trial; without a confirmation a later restart undoes the image.</summary>
        OnTrial = 2,

        /// <summary>Confirmed.</summary>
        Confirmed = 3,

        /// <summary>Rejected, or came back unconfirmed.</summary>
        Failed = 4,
    }
}
