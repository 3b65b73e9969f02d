namespace NanoOta
{
    /// <summary>The resident program outlives every application. So these options are set once, when the program is built.</summary>
    /// <remarks>Fields, because a property is two methods and three names more in an assembly that has to be small.</remarks>
    public sealed class BootOptions
    {
        /// <summary>
        /// The options of the client that the application is going to get. <see cref="BootProgram"/> fills in what the running image tells:
        /// component, version, running manifest, residents.
        /// </summary>
        public OtaOptions Ota;

        /// <summary>The options of the agent that the application may start; null for the defaults.</summary>
        public AgentOptions Agent;

        /// <summary>
        /// How often an unconfirmed application is started, 1 to 100. One that sleeps deeply or restarts before its health checks are through
        /// spends one each time.
        /// </summary>
        public int TrialBoots = 3;

        /// <summary>
        /// Milliseconds from the network's coming up in which an application on trial has to be confirmed, 1000 or more. The window closes 15 minutes after
        /// the start at the latest, or after this time if longer.
        /// </summary>
        public int HealthWindow = HealthMonitor.DefaultWindow;
    }
}
