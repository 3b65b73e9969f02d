using NanoOta.Formats;

namespace NanoOta.VirtualDevice
{
    /// <summary>How a run of the board ended.</summary>
    public enum RunEnd
    {
        /// <summary>The app asked for a restart (its own, or with a rollback).</summary>
        Restart = 0,

        /// <summary>The power went away; the board is off.</summary>
        PowerCut = 1,

        /// <summary>The app's Main returned. A device would idle now.</summary>
        Returned = 2,

        /// <summary>An exception that the app did not handle, or an image that cannot be started: a panic, then a restart.</summary>
        Crash = 3,

        /// <summary>No managed code runs, or none goes on: a watchdog or the native timer, then a restart.</summary>
        Hung = 4,

        /// <summary>The bootloader found nothing to run.</summary>
        NothingBootable = 5,

        /// <summary>A deep sleep, from which the board wakes by itself: a start of the chip.</summary>
        Slept = 6,

        /// <summary>The guard restarted the chip before the CLR, and left the slot or finished a confirmation.</summary>
        Guard = 7,
    }

    /// <summary>One run of the board, from power-on or restart to its end.</summary>
    /// <param name="Number">1 for the first.</param>
    /// <param name="Choice">What the bootloader came to; null after a power cut in the bootloader.</param>
    /// <param name="State">The otadata state of the slot as the app started; null without an entry or an app.</param>
    /// <param name="End">How the start ended.</param>
    /// <param name="Detail">For people: the exception, the cut.</param>
    /// <param name="Cost">What the run cost the flash, the bootloader included.</param>
    /// <param name="Region">What the CLR was given.</param>
    public sealed record BootReport(int Number, BootChoice? Choice, OtaImageState? State, RunEnd End, string Detail, FlashCost Cost, RegionKind Region)
    {
        /// <summary>The label of the partition that ran; empty if none did.</summary>
        public string Slot => Choice?.Partition?.Label ?? "";

        /// <summary>The version in the image's application description; empty if there is none.</summary>
        public string Version => Choice?.Image?.Description?.Version ?? "";

        /// <summary>The board goes on by itself after this end.</summary>
        public bool RestartsByItself => End is RunEnd.Restart or RunEnd.Crash or RunEnd.Hung or RunEnd.Slept or RunEnd.Guard;
    }

    /// <summary>What an app said through <see cref="IBoard.Report"/>.</summary>
    public readonly record struct BoardProgress(string Name, int Value, long Done, long Total);
}
