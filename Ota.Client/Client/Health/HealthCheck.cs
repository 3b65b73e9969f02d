namespace NanoOta
{
    /// <summary>One health check, called on a thread of its own. One that never returns does not keep the window open.</summary>
    public delegate HealthStatus HealthCheck();
}
