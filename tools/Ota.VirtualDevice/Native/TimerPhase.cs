namespace NanoOta.VirtualDevice
{
    /// <summary>What the native timer waits for. Numbers of the guard's status.</summary>
    internal enum TimerPhase
    {
        Off = 0,

        /// <summary>The trial's end.</summary>
        Trial = 1,

        /// <summary>Life.</summary>
        Starting = 2,

        /// <summary>A sign of the agent's thread.</summary>
        Alive = 3,

        /// <summary>A sign of the boot program.</summary>
        Updater = 4,
    }
}
