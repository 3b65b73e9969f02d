namespace NanoOta
{
    /// <summary>One health check. It must return within seconds: the window is looked at between checks only.</summary>
    public delegate HealthStatus HealthCheck();
}
