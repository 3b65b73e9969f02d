namespace NanoOta
{
    /// <summary>Why this start of the chip happened, as far as the chip tells. The numbers are stable: they are in records.</summary>
    public enum StartReason
    {
        /// <summary>The chip does not tell, or the platform does not pass the reason on (stock firmware).</summary>
        Unknown = 0,

        /// <summary>The power came on, or the reset pin was pulled.</summary>
        PowerOn = 1,

        /// <summary>The supply voltage was too low.</summary>
        Brownout = 2,

        /// <summary>A restart that the updater or the application announced before.</summary>
        Declared = 3,

        /// <summary>A restart by software that nobody announced.</summary>
        Software = 4,

        /// <summary>A crash: exception, abort, unhandled exception of the application.</summary>
        Crash = 5,

        /// <summary>A watchdog, the native timer included: the run hung.</summary>
        Watchdog = 6,

        /// <summary>A wake-up from a sleep that was announced.</summary>
        WakeUp = 7,

        /// <summary>A wake-up from a sleep that nobody announced.</summary>
        UndeclaredWakeUp = 8,
    }
}
