namespace NanoOta.Sweep.Life
{
    /// <summary>What a device is or lacks.</summary>
    [Flags]
    public enum DeviceTraits
    {
        /// <summary>Nothing special.</summary>
        None = 0,

        /// <summary>Its server's certificate is judged by the device's clock.</summary>
        Tls = 1,

        /// <summary>What was in RTC memory is lost with each sleep.</summary>
        LosesRtcMemory = 2,

        /// <summary>Nobody tells the device the time.</summary>
        NeverKnowsTheTime = 4,

        /// <summary>Works for some seconds a minute, and sleeps deeply between.</summary>
        Sleeper = 8,

        /// <summary>Has a second address.</summary>
        Reserve = 16,
    }
}
