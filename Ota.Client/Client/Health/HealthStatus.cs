namespace NanoOta
{
    /// <summary>What a health check says.</summary>
    public enum HealthStatus
    {
        /// <summary>It works.</summary>
        Healthy = 0,

        /// <summary>Not yet; ask again while the window is open.</summary>
        NotYet = 1,

        /// <summary>It is broken and waiting will not help.</summary>
        Failed = 2,

        /// <summary>It cannot work, and something else than the release is to blame: a sensor, a gateway, the network.</summary>
        Surroundings = 3,
    }
}
