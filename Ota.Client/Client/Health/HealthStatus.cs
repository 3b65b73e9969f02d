namespace NanoOta
{
    /// <summary>What a health check says.</summary>
    public enum HealthStatus
    {
        /// <summary>The part that the check asks about works.</summary>
        Healthy = 0,

        /// <summary>Not yet; ask again while the window is open.</summary>
        NotYet = 1,

        /// <summary>The part is broken, and waiting will not help.</summary>
        Failed = 2,

        /// <summary>The part cannot work, and the release is not to blame: a sensor, a gateway or the network is.</summary>
        Surroundings = 3,
    }
}
