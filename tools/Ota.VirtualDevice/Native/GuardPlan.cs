namespace NanoOta.VirtualDevice
{
    /// <summary>What a start of the chip does (ota_plan). Numbers of the guard's status.</summary>
    internal enum GuardPlan
    {
        /// <summary>The whole region: the application starts.</summary>
        Application = 0,

        /// <summary>The boot part alone: its program asks for a while, and then restarts into the application.</summary>
        Ask = 1,

        /// <summary>The same, and an answer does not end the asking: there is no way back.</summary>
        AskLong = 2,

        /// <summary>The other slot, if its image is whole.</summary>
        GoBack = 3,

        /// <summary>The confirmation of the other slot was decided and cut. The confirmation is finished, and that slot starts.</summary>
        FinishConfirmation = 4,
    }
}
