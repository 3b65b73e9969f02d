namespace NanoOta
{
    /// <summary>What managed code tells the boot side about a start. The numbers are those of the native half (ota_boot.h).</summary>
    public enum GuardEvent
    {
        /// <summary>The agent's thread works, or the boot program's. Prolongs the native timer where the application lives and in the boot program.</summary>
        Sign = 1,

        /// <summary>The application lives: the count of starts is 0 again. Not for the boot program.</summary>
        Life = 2,

        /// <summary>The trial's window in seconds from now, 1 to 86400. Once a start of the chip. A later call can only shorten the window.</summary>
        Window = 3,

        /// <summary>
        /// A deep sleep follows, and the wake-up is no end. A sign of life as well, except for the boot program. Within a trial at most 16 times, restarts included.
        /// </summary>
        Sleep = 4,

        /// <summary>A restart follows that is nobody's fault: of the boot program into the application, or of an application. Within a trial at most 16 times.</summary>
        Restart = 5,

        /// <summary>The same, and the next start is the boot program's, whatever the count.</summary>
        RestartToAsk = 6,

        /// <summary>The server answered. For the boot program only.</summary>
        Answered = 7,

        /// <summary>Whether the guard may go back to the other slot. 1 stands for yes, 0 for a condemned or too old release.</summary>
        WayBack = 8,

        /// <summary>The client has taken the word that the guard went back.</summary>
        Taken = 9,

        /// <summary>How the state record was read at this start: 0 whole or absent, 1 <see cref="OtaResult.StateReadFailed"/>, 2 any other error.</summary>
        RecordRead = 10,
    }
}
