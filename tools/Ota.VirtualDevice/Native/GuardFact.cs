namespace NanoOta.VirtualDevice
{
    /// <summary>What is known at a start of the chip, beside the start's reason (ota_guard_facts), and the conclusions of the rules.</summary>
    [Flags]
    internal enum GuardFact
    {
        None = 0,

        /// <summary>The notes could not be read.</summary>
        Unreadable = 1,

        /// <summary>The word is "confirming" of a whole slot that does not run and whose entry does not boot.</summary>
        CutConfirmation = 2,

        /// <summary>The word is "left" of the slot that runs.</summary>
        CutWayBack = 4,

        /// <summary>The running image is on trial.</summary>
        OnTrial = 8,

        /// <summary>A deployment from Visual Studio runs.</summary>
        Deployed = 16,

        /// <summary>Woken up from a sleep that was announced.</summary>
        Awake = 32,

        /// <summary>The boot program announced its restart into the application.</summary>
        FromAsk = 64,

        /// <summary>This start asks, whatever the count.</summary>
        AskNext = 128,

        /// <summary>The power came on.</summary>
        Powered = 256,

        /// <summary>There are starts without life.</summary>
        Counted = 512,

        /// <summary>Asks enough to go back.</summary>
        Full = 1024,

        /// <summary>An even number of starts.</summary>
        Even = 2048,

        /// <summary>The other slot was confirmed, and may be gone back to.</summary>
        WayBack = 4096,
    }
}
