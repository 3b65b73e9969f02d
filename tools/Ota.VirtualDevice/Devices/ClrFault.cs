namespace NanoOta.VirtualDevice
{
    /// <summary>What is wrong with a firmware, so that managed code cannot end the run. The native timer does.</summary>
    public enum ClrFault
    {
        /// <summary>Nothing.</summary>
        None = 0,

        /// <summary>The CLR starts no managed code, and says nothing.</summary>
        StartsNothing = 1,

        /// <summary>The CLR waits for a debugger before anything runs.</summary>
        WaitsForDebugger = 2,

        /// <summary>The first native call never returns, and no other thread of managed code runs meanwhile.</summary>
        HangsInNativeCode = 3,
    }
}
