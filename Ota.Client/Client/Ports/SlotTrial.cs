namespace NanoOta
{
    /// <summary>How far the image in a slot has come.</summary>
    public enum SlotTrial
    {
        /// <summary>The boot side has no say: never activated, its record was lost in a power cut, or it does not undo by itself.</summary>
        None = 0,

        /// <summary>Activated, and not started yet.</summary>
        Pending = 1,

        /// <summary>Started on trial; without a confirmation it is undone at a later restart.</summary>
        OnTrial = 2,

        /// <summary>Confirmed.</summary>
        Confirmed = 3,

        /// <summary>Rejected, or came back unconfirmed.</summary>
        Failed = 4,
    }
}
