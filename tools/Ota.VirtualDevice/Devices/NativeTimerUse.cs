namespace NanoOta.VirtualDevice
{
    /// <summary>Whether a firmware has the native timer.</summary>
    public enum NativeTimerUse
    {
        /// <summary>As every firmware with nanoOta's native half: applications must say that they live.</summary>
        On = 0,

        /// <summary>Without the timer: for stories of many hours whose applications have no agent.</summary>
        Off = 1,
    }
}
