namespace NanoOta
{
    /// <summary>What a release brought for this device.</summary>
    public enum ReleaseScope
    {
        /// <summary>An application, for the firmware that runs.</summary>
        App = 0,

        /// <summary>An application and, in the firmware's own slot, the firmware that it is for: both are switched, or neither.</summary>
        AppAndFirmware = 1,
    }
}
