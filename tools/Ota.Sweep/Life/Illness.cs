namespace NanoOta.Sweep.Life
{
    /// <summary>What is wrong with a release, once its illness has broken out.</summary>
    public enum Illness
    {
        /// <summary>Nothing.</summary>
        Good = 0,

        /// <summary>It throws before its client starts.</summary>
        CrashesAtStart = 1,

        /// <summary>It throws 11 minutes after each start: one minute after it lived.</summary>
        CrashesAfterElevenMinutes = 2,

        /// <summary>It throws an hour after each start.</summary>
        CrashesAfterAnHour = 3,

        /// <summary>It waits for ever as it starts.</summary>
        HangsAtStart = 4,

        /// <summary>It works for 20 minutes, then no thread of it does anything more.</summary>
        HangsLater = 5,

        /// <summary>The CLR waits for a debugger, or starts nothing.</summary>
        DiesInTheClr = 6,

        /// <summary>Its requests reach nobody any more; it works otherwise.</summary>
        CutsItselfOff = 7,

        /// <summary>Its client asks for another product.</summary>
        WrongProduct = 8,

        /// <summary>It empties the battery three minutes after each start.</summary>
        EatsBattery = 9,

        /// <summary>No memory is left three minutes after each start.</summary>
        EatsMemory = 10,

        /// <summary>It overwrites the stored network settings.</summary>
        OverwritesNetwork = 11,

        /// <summary>It restarts the chip without a word when it has had no server for three minutes.</summary>
        RestartsWithoutNetwork = 12,

        /// <summary>It never checks.</summary>
        DisablesUpdates = 13,

        /// <summary>It writes to the drive until the drive is full.</summary>
        FillsDrive = 14,

        /// <summary>It sleeps deeply without a word 40 seconds after each start.</summary>
        SleepsUndeclared = 15,

        /// <summary>A health check says that it is broken.</summary>
        FailsHealthCheck = 16,

        /// <summary>A health check never returns.</summary>
        HangsInHealthCheck = 17,

        /// <summary>It leaves memory for a check, and none for an update.</summary>
        StarvesUpdates = 18,
    }
}
